import { deployedOrder } from './cli-output';
import { COVERAGE, isMade } from './coverage';
import { appOf, cliId, Deployment, namesOf } from './deployment';
import { add, areMutable, mutate, MUTATIONS } from './mutations';
import { readWorld } from '../../independent/world';
import type { Stack } from '../../independent/world';
import { exampleOutput } from '../../support/example';

const ROLE = 'AWS::IAM::Role';
const INTRUDER = 'nobody-declared-this';
const fleet = exampleOutput();
const { stacks } = readWorld(fleet);
const platformOf = ({ environment }: Stack): Stack => stacks.find((stack) => stack.kind === 'platform' && stack.environment === environment)!;
const target = stacks.find((stack) => stack.kind === 'service' && areMutable([stack, platformOf(stack)]))!;
// It stands under nothing that the target needs.
const failing = stacks.find(({ kind, account }) => kind === 'platform' && account !== target.account)!;

/** The comparison of the other tests, against templates that were changed behind its back. */
describe('what differs from its template', () => {
  let deployment: Deployment;
  let deployed: string[];
  let mutated: string[];
  beforeAll(async () => {
    mutated = mutate(fleet, [target, platformOf(target)]);
    add(fleet, target, 'Intruder', { Type: ROLE, Properties: { RoleName: INTRUDER, AssumeRolePolicyDocument: {} } });
    // The emulator breaks at a parameter without a name.
    add(fleet, failing, 'Parameter', { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'x' } });
    deployment = await Deployment.start(fleet);
    deployed = deployedOrder(deployment.deployer.cdk.deploy(appOf(fleet), [cliId(target)]));
  });
  afterAll(async () => { await deployment?.stop(); });

  test('is possible for every type that the emulator makes', () => {
    const made = Object.keys(COVERAGE).filter(isMade);
    expect(made.filter((type) => !MUTATIONS.some((mutation) => mutation.type === type))).toEqual([]);
  });

  test('is found where it is, and nowhere else', async () => {
    const { wrong, unforeseen } = await deployment.judge(await deployment.expected(there()));
    expect(wrong.map(({ at, path }) => `${at} ${path}`).sort()).toEqual([...mutated].sort());
    expect(unforeseen).toEqual([]);
  });

  test('or there is one more than in the templates', async () => {
    const declared = namesOf((await deployment.expected(there())).filter(({ type }) => type === ROLE));
    expect((await deployment.everything(ROLE)).filter((name) => !declared.includes(name))).toEqual([`${target.account} ${INTRUDER}`]);
  });

  test('a command that fails says which it was, what it said, and what the emulator said', () => {
    const said = failure(() => deployment.deployer.cdk.deploy(appOf(fleet), [cliId(failing)]));
    expect(said).toContain(`cdk deploy --app ${appOf(fleet)} ${cliId(failing)}`);
    expect(said).toContain(`${failing.stackName} failed to deploy`);
    expect(said).toMatch(/--- moto, its last lines:[^]*^\w+Error: /m);
  });

  function there(): typeof stacks {
    return stacks.filter((stack) => deployed.includes(cliId(stack)));
  }
});

function failure(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return String(error);
  }
  throw new Error('it did not fail');
}
