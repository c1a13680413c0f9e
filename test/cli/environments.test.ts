import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { COMMANDS } from '../../bin/commands';
import { run } from '../../bin/run';
import { fakeAws } from '../bin/environments/fake-aws';
import { FakeGitHub, TOKEN } from '../bin/environments/fake-github';
import { soundRepository } from '../bin/environments/sound';
import { EXAMPLE_FLEET, cdk, dust, projectFolder } from '../support/commands';

jest.setTimeout(120_000);

/** The example's environments with one of its services, which is synthesized quickly. */
const ONE_SERVICE = `
const { DustApp } = require('dust-service');
const app = new DustApp(${EXAMPLE_FLEET});
require(${JSON.stringify(join(__dirname, '../../build/examples/dust/services/notifications.js'))}).notifications(app);
app.synth();
`;
const folder = projectFolder(ONE_SERVICE);

describe('dust environments check, offline', () => {
  test('lists what the roles of one environment rest on, and how to prove it', () => {
    const { exitCode, out, error } = dust(folder, ['environments', 'check', 'prod']);
    expect({ exitCode, error }).toEqual({ exitCode: 0, error: '' });
    expect(out).toContain('prod (protected)\n  deployed through bootstrap dustprod of 444455556666 in us-east-1: not proved offline\n');
    expect(out).toContain([
      '  dust-prod-notifications-promote', '      trusts GitHub environment prod of dust-identity/notifications',
      '      rests on the protection rules of that GitHub environment alone: not proved offline\n',
    ].join('\n'));
    expect(out).toContain('is read with: dust environments check prod --online\n');
    expect(out).not.toContain('dust-dev-');
  });

  test('lists every environment and the registry, as one JSON value, and claims nothing', () => {
    const { exitCode, out } = dust(folder, ['environments', 'check', '--json']);
    const { proved, identities, bootstraps } = JSON.parse(out) as { proved: boolean; identities: { environment: string; role: string }[]; bootstraps: unknown[] };
    expect({ exitCode, proved, bootstraps: bootstraps.length }).toEqual({ exitCode: 0, proved: false, bootstraps: 4 });
    expect([...new Set(identities.map(({ environment }) => environment))].sort()).toEqual(['builds', 'dev', 'prod', 'staging']);
    expect(identities.map(({ role }) => role)).toContain('dust-builds-notifications-publish');
  });

  test.each([
    [['environments', 'check', 'production'], 'dust: the fleet has no environment "production"\nenvironments: builds, prod, dev, staging\n'],
    [['environments'], 'dust: what about the environments?\nusage: dust environments check [ENVIRONMENT] [--online] | bootstrap ENVIRONMENT\n'],
    [['environments', 'look'], 'dust: there is no "environments look"\nusage: dust environments check [ENVIRONMENT] [--online] | bootstrap ENVIRONMENT\n'],
    [['environments', 'bootstrap'], 'dust: which environment?\nusage: dust environments bootstrap ENVIRONMENT\n'],
    [['environments', 'bootstrap', 'prod', '--online'], 'dust: a script is written offline\nusage: dust environments check [ENVIRONMENT] [--online] | bootstrap ENVIRONMENT\n'],
    [['plan', '--online'], "dust: Unknown option '--online'\nusage: dust plan [service]\n"],
  ])('answers %j with the next step', (line, error) => expect(dust(folder, line)).toEqual({ exitCode: 2, out: '', error }));
});

describe('dust environments bootstrap', () => {
  const { exitCode, out, error } = dust(folder, ['environments', 'bootstrap', 'prod']);

  test('writes a script that a shell can read, for the account of the environment alone', () => {
    expect({ exitCode, error }).toEqual({ exitCode: 0, error: '' });
    expect(spawnSync('sh', ['-n'], { input: out, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
    expect(out).toContain('# prod: account 444455556666, us-east-1\n');
    expect(out).not.toContain('${AWS::Partition}');
    expect(out).not.toContain('111122223333');
  });

  test('stops before anything with credentials of another account', () => {
    const place = fakeAws({ 'sts get-caller-identity': '111122223333\n' });
    const ended = spawnSync('sh', [], { input: out, encoding: 'utf8', env: { PATH: `${place}:/usr/bin:/bin` } });
    expect(ended).toMatchObject({ status: 1, stdout: '', stderr: 'these credentials are of another account than 444455556666\n' });
  });

  test('uses only options that the pinned CDK CLI has', () => {
    // The names stand in the first column, where long ones are broken.
    const help = cdk(folder, ['bootstrap', '--help']).out.split('\n').map((line) => line.slice(0, 44).trim()).join('');
    const options = [...out.matchAll(/ --([a-z-]+)(?= |\n)/g)].map(([, option]) => option!).filter((option) => !['policy-arn', 'policy-document', 'policy-name', 'query', 'set-as-default', 'output'].includes(option));
    expect(options.length).toBeGreaterThan(7);
    expect([...new Set(options)].filter((option) => !help.includes(`--${option.replace(/^no-/, '')}`))).toEqual([]);
  });
});

describe('dust environments check, online', () => {
  let fake: FakeGitHub;
  beforeAll(async () => { fake = await FakeGitHub.start(); });
  afterAll(() => fake.stop());

  /** The repositories of the example as its roles expect them. */
  function repositories() {
    return [['fleet', 1001], ['notifications', 1009]].map(([name, id]) => ({
      ...soundRepository(), fullName: `dust-identity/${name}`, id: id as number, ownerId: 8675309,
      subject: { use_default: true, sub_claim_prefix: `repo:dust-identity@8675309/${name}@${id}` },
      environments: { prod: soundRepository().environments['prod: eu west']! },
    }));
  }

  async function online(line: readonly string[]) {
    const texts = { out: '', error: '' };
    const environment = { ...process.env, PATH: `${fakeAws({ 'sts get-caller-identity': '111122223333\n' })}:${process.env.PATH}`, GITHUB_API_URL: fake.address, GH_TOKEN: TOKEN };
    const exitCode = await run(COMMANDS, ['environments', 'check', 'prod', '--online', ...line], {
      folder, environment, out: (text) => { texts.out += text; }, error: (text) => { texts.error += text; }, secret: () => Promise.reject(new Error('nobody is asked')),
    });
    return { exitCode, ...texts };
  }

  test('is content with rules that hold, and says what it could not ask', async () => {
    fake.repositories = repositories();
    const { exitCode, out, error } = await online([]);
    expect({ exitCode, error }).toEqual({ exitCode: 0, error: '' });
    expect(out).toMatch(/^0 wrong, 2 unproved, 28 good\n {2}unproved {2}bootstrap dustprod of 444455556666 in us-east-1: not checked: these credentials are of account 111122223333\n/);
    expect(out).toContain('            fix: with credentials of account 444455556666: dust environments check prod --online\n');
    expect(out).not.toContain(TOKEN);
  });

  test('ends with 1 when one setting is wrong, and says which first', async () => {
    fake.repositories = repositories();
    fake.repositories[1]!.environments.prod!.body.can_admins_bypass = true;
    const { exitCode, out, error } = await online([]);
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(error).toContain([
      '1 wrong, 2 unproved, 27 good', '  wrong     GitHub environment prod of dust-identity/notifications: lets administrators bypass its rules',
      '            one administrator of the repository reaches a protected environment alone',
      '            fix: Settings > Environments > prod: clear "Allow administrators to bypass configured protection rules"\n',
    ].join('\n'));
  });

  test('is one JSON value', async () => {
    fake.repositories = repositories().slice(1);
    const { exitCode, out } = await online(['--json']);
    const { ok, proved, findings } = JSON.parse(out) as { ok: boolean; proved: boolean; findings: { severity: string; where: string }[] };
    expect({ exitCode, ok, proved, first: findings[0] }).toMatchObject({ exitCode: 1, ok: false, proved: false, first: { severity: 'wrong', where: 'GitHub repository dust-identity/fleet' } });
  });
});
