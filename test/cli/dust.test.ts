import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from '../../bin/command';
import type { Command } from '../../bin/command';
import { COMMANDS } from '../../bin/commands';
import { run } from '../../bin/run';
import { EXAMPLE_FLEET, EXAMPLE_MAIN, dust, projectFolder } from '../support/commands';
import { readFiles, temporaryFolder } from '../support/synthesize';

jest.setTimeout(120_000);

/** The example's environments with one service that is wrong in three ways. */
const BAD_MAIN = `
const { Access, DustApp, DustService, GitHubRepository } = require('dust-service');
const app = new DustApp(${EXAMPLE_FLEET});
new DustService(app, 'Billing_API', { owner: 'x', repository: GitHubRepository.of('acme/*'), http: { port: 70000, access: Access.internet() } });
app.synth();
`;

describe('dust synth', () => {
  const folder = projectFolder(EXAMPLE_MAIN);

  test('writes everything, says what it did, and names the next command', () => {
    const { exitCode, out } = dust(folder, ['synth']);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/web: dev, staging, prod\n[^]*metrics-gateway: prod\n[^]*manifests: [0-9]+ written, 0 unchanged, 0 removed\nnext: cdk deploy --all\n$/);
    expect(existsSync(join(folder, 'manifests/prod/web/workload.yaml'))).toBe(true);
  });

  test('of chosen services writes nothing of the others, and answers with one JSON value', () => {
    const { exitCode, out } = dust(folder, ['synth', 'web', 'matching', '--json'], { CDK_VALIDATION: 'false' });
    const answer = JSON.parse(out) as { ok: boolean; services: { service: string }[]; manifests: { written: string[]; unchanged: string[]; removed: string[] } };
    expect(exitCode).toBe(0);
    expect(answer.services.map(({ service }) => service)).toEqual(['web', 'matching']);
    expect(answer.manifests.written).toEqual([]);
    expect(answer.manifests.removed).toEqual([]);
    expect(answer.manifests.unchanged.some((path) => path.includes('audit-archive'))).toBe(false);
  });

  test('of an unknown service names the one that was meant', () => {
    const { exitCode, error } = dust(folder, ['synth', 'wbe']);
    expect(exitCode).toBe(1);
    expect(error).toContain('did you mean "web"?');
  });
});

describe('bad input', () => {
  const folder = projectFolder(BAD_MAIN);

  test('ends with exit code 1 and the block alone on standard error, and nothing is written', () => {
    const { exitCode, out, error } = dust(folder, ['synth']);
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(error).toMatch(/^dust-service: 3 problems, nothing was written\n\n {2}DUST1010 {2}Billing_API {2}"Billing_API" is not a DNS label\n/);
    expect([...readFiles(folder).keys()].filter((path) => path.endsWith('.template.json') || path.startsWith('manifests/'))).toEqual([]);
  });

  test('is told as data with --json', () => {
    const { exitCode, out } = dust(folder, ['synth', '--json']);
    const { ok, issues } = JSON.parse(out) as { ok: boolean; issues: { code: string; path: string; value: string; fix: string }[] };
    expect({ exitCode, ok }).toEqual({ exitCode: 1, ok: false });
    expect(issues.map(({ code, path }) => `${code} ${path}`)).toEqual(['DUST1010 Billing_API', 'DUST1020 Billing_API.http.port', 'DUST1013 Billing_API.repository']);
    expect(issues[2]).toMatchObject({ value: '"acme/*"', fix: 'name the repository; any repository of acme could assume the role otherwise' });
  });
});

describe('dust plan', () => {
  const folder = projectFolder(EXAMPLE_MAIN);

  test('shows the decisions for a service and writes nothing', () => {
    const before = [...readFiles(folder).keys()].length;
    const { exitCode, out } = dust(folder, ['plan', 'matching']);
    expect(exitCode).toBe(0);
    expect(out).toContain('matching in prod (444455556666, us-east-1)');
    expect(out).toContain('BUCKET_FINGERPRINTS=dust-prod-matching-fingerprints-444455556666');
    expect(out).toContain('4 to 12 pods, 2000m cpu, 4096Mi memory, port 8000');
    expect([...readFiles(folder).keys()].length).toBe(before);
  });

  test('of every service is one JSON value', () => {
    const { services } = JSON.parse(dust(folder, ['plan', '--json']).out) as { services: { service: string; environments: { environment: string; image: string }[] }[] };
    expect(services.map(({ service, environments }) => [service, environments.length])).toEqual([['web', 3], ['identity', 3], ['catalog', 3], ['enrollment', 3], ['matching', 3], ['notifications', 3], ['audit-archive', 2], ['metrics-gateway', 1]]);
  });
});

describe('the frame', () => {
  const io = () => {
    const texts = { out: '', error: '' };
    return { texts, io: { folder: temporaryFolder(), environment: {}, out: (text: string) => { texts.out += text; }, error: (text: string) => { texts.error += text; }, secret: () => Promise.reject(new Error('nobody is asked')) } };
  };
  const broken: Command = { name: 'broken', synopsis: '', summary: 'fails', maxNames: 0, run: () => Promise.reject(new Error('unexpected')) };

  test('lists every command in help, also as JSON', async () => {
    const { texts, io: place } = io();
    expect(await run(COMMANDS, ['help', '--json'], place)).toBe(0);
    const { commands } = JSON.parse(texts.out) as { commands: { usage: string; summary: string }[] };
    expect(commands.map(({ usage }) => usage.split(' ')[1])).toEqual(COMMANDS.map(({ name }) => name));
  });

  test.each([
    [['sinth'], 'there is no command "sinth"\ndid you mean: dust synth'],
    [['plan', 'a', 'b'], '"b" is one argument too many\nusage: dust plan [service]'],
    [['synth', '--fast'], "Unknown option '--fast'\nsee: dust help"],
    [['synth'], 'there is no cdk.json here\nrun it in the folder of the fleet'],
  ])('answers %j without a stack and with the next step', async (line, answer) => {
    const { texts, io: place } = io();
    expect(await run(COMMANDS, line, place)).toBe(2);
    expect(texts).toEqual({ out: '', error: `dust: ${answer}\n` });
    expect(await run(COMMANDS, [...line, '--json'], place)).toBe(2);
    expect(JSON.parse(texts.out)).toMatchObject({ ok: false });
  });

  test('shows the stack of an unexpected error only when asked', async () => {
    const { texts, io: place } = io();
    expect(await run([broken], ['broken'], place)).toBe(1);
    expect(texts.error).toBe('dust: unexpected\n');
    await run([broken], ['broken', '--debug'], place);
    expect(texts.error).toMatch(/at .*dust\.test\.ts/);
  });

  test('knows that the CDK CLI is missing', async () => {
    const { texts, io: place } = io();
    writeFileSync(join(place.folder, 'cdk.json'), '{}');
    mkdirSync(join(place.folder, 'node_modules'));
    expect(await run(COMMANDS, ['plan'], place)).toBe(2);
    expect(texts.error).toContain('run: npm install --save-dev --save-exact aws-cdk@2.1148.1');
  });

  test('gives a mendable error its next step', () => expect(new CommandError('x', 'y').next).toBe('y'));
});
