import { EXAMPLE_FLEET, dust, projectFolder } from '../support/commands';

jest.setTimeout(120_000);

const main = (change: string): string => `
const { DustApp } = require('dust-service');
const app = new DustApp(${EXAMPLE_FLEET});
const { web } = require(${JSON.stringify(`${__dirname}/../../build/examples/dust/services/web`)});
const service = web(app);
${change}
app.synth();
`;
const folder = projectFolder(main(''));

interface Row {
  readonly role: string;
  readonly service?: string;
  readonly declared: readonly string[];
  readonly refused: readonly string[];
  readonly indistinguishable: readonly { readonly who: string; readonly closure: string; readonly reason: string }[];
}

const answer = (...line: string[]) => {
  const { exitCode, out } = dust(folder, ['trust', ...line, '--json']);
  return { exitCode, ...(JSON.parse(out) as { readonly roles?: readonly Row[]; readonly error?: string; readonly issues?: readonly { readonly code: string }[] }) };
};

describe('dust trust', () => {
  const { roles = [] } = answer();
  const roleOf = (name: string): Row => roles.find(({ role }) => role === name)!;

  test('shows every role that GitHub may assume, and who was declared for it', () => {
    expect(roles.map(({ role, declared }) => [role, ...declared])).toEqual([
      ['dust-builds-deploy', 'dust-identity/fleet: environment builds'],
      ...['dev', 'staging', 'prod'].flatMap((environment) => ['deploy', 'platform-apply'].map((capability) => [`dust-${environment}-${capability}`, `dust-identity/fleet: environment ${environment}`])),
      ['dust-builds-web-publish', 'dust-identity/web: refs/heads/main'],
      ...['dev', 'staging'].flatMap((environment) => [[`dust-${environment}-web-restart`, 'dust-identity/web: refs/heads/main'], [`dust-${environment}-web-workload-apply`, `dust-identity/fleet: environment ${environment}`]]),
      ['dust-prod-web-restart', 'dust-identity/web: environment prod'],
      ['dust-prod-web-workload-apply', 'dust-identity/fleet: environment prod'],
      ['dust-prod-web-promote', 'dust-identity/web: environment prod'],
    ]);
  });

  test('tries at least 25 kinds of attack on each, and says of the rest what closes it, and why', () => {
    for (const { refused, indistinguishable } of roles) {
      expect(new Set(refused).size).toBeGreaterThanOrEqual(25);
      expect(indistinguishable.map(({ closure, reason }) => closure !== '' && reason.length > 8)).not.toContain(false);
    }
    expect(roleOf('dust-builds-web-publish').refused).toEqual(expect.arrayContaining(['a pull request of a fork', 'another branch', 'another repository of the owner', 'the name, recycled, in the old form']));
    expect(roleOf('dust-builds-web-publish').indistinguishable.map(({ who }) => who)).not.toContain('any branch that names the environment');
    expect(roleOf('dust-prod-web-promote').indistinguishable).toContainEqual({
      who: 'any branch that names the environment', closure: 'protectionRules', reason: 'A ruleset of the organization asks for two reviews on main, and every environment for the platform team',
    });
  });

  test('shows one service, and knows which there are', () => {
    expect(answer('web').roles!.every(({ service }) => service === 'web')).toBe(true);
    expect(answer('webb')).toMatchObject({ exitCode: 2, error: 'the fleet has no service "webb"' });
  });

  test('is read by people as well', () => {
    const { out } = dust(folder, ['trust', 'web']);
    expect(out).toContain('dust-prod-web-promote (444455556666, protected)\n  Copies approved images of web into prod\n  lets in   dust-identity/web: environment prod\n  refuses ');
    expect(out).toContain('  protectionRules must keep out: any branch that names the environment; ');
    expect(out).toMatch(/8 roles, tried by \d{3} tokens\.\n8 rest on GitHub's own rules, 3 of them in protected environments\./);
  });

  test('fails where a template lets somebody else in, whatever was declared', () => {
    const weakened = projectFolder(main("service.resources('prod').node.findChild('RestartRole').addPropertyDeletionOverride('AssumeRolePolicyDocument.Statement.0.Condition');"));
    const { exitCode, out } = dust(weakened, ['trust', '--json']);
    expect([exitCode, (JSON.parse(out) as { issues: { code: string }[] }).issues.map(({ code }) => code)]).toEqual([1, ['DUST4001']]);
  });
});
