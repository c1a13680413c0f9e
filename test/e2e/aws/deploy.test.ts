import { changesBetween, expectedLine, sortedLines } from './changes';
import type { Change } from './changes';
import { deployedOrder, diffLines } from './cli-output';
import { emptied, fill } from './contents';
import { COVERAGE, coverageOf, isMade } from './coverage';
import { appOf, cliId, Deployment, namesOf, stacksOf } from './deployment';
import type { Expected } from './expected';
import { CHANGEABLE, variedFleet } from './services';
import { readAssembly, readWorld } from '../../independent/world';
import { exampleOutput } from '../../support/example';
import { GitHubRepository } from 'dust-service';

const fleet = exampleOutput();
const world = readWorld(fleet);
const services = Object.keys(CHANGEABLE);
const types = Object.keys(COVERAGE);
// Another team, another repository and branch, one more bucket: something for every kind of resource.
const changed = variedFleet({
  change: (props, name) => ({
    ...props,
    owner: 'another-team',
    repository: GitHubRepository.of(`dust-identity/${name}-next`, { ownerId: '8675309', repositoryId: '7001', branch: 'release' }),
    buckets: { ...props.buckets, uploads: {} },
  }),
});
const changes = changesBetween(world, readWorld(changed));

/** From empty accounts until only what is retained is left in them, in the order of the tests. */
describe('the CDK CLI deploys the fleet', () => {
  let deployment: Deployment;
  let deployed: Expected[];
  beforeAll(async () => { deployment = await Deployment.start(fleet); });
  afterAll(async () => { await deployment?.stop(); });

  test('after cdk bootstrap made what the assembly asks for, in each account', async () => {
    for (const { id, account, template } of world.stacks) {
      const { aws } = await deployment.account(account);
      const { BootstrapVersion } = template.Parameters as Record<string, { Default: string }>;
      const { Parameter: version } = await aws.call('ssm', 'get_parameter', { Name: BootstrapVersion!.Default });
      const { assumeRoleArn, requiresBootstrapStackVersion } = asked(id);
      expect(Number(version.Value)).toBeGreaterThanOrEqual(requiresBootstrapStackVersion);
      const { Role: role } = await aws.call('iam', 'get_role', { RoleName: assumeRoleArn.split('/').at(-1)! });
      expect(role.Arn).toBe(assumeRoleArn.replace('${AWS::Partition}', 'aws'));
    }
  });

  test.each(services)('a protected stack of %s with all that it stands on, in both accounts', (service) => {
    const target = stacksOf(world, [service]).find(({ account }) => account !== deployment.deployer.id)!;
    const order = deployedOrder(deployment.deployer.cdk.deploy(appOf(fleet), [cliId(target)]));
    expect([...order].sort()).toEqual(standingUnder(target.id).map(cliIdOf).sort());
    expect(outOfOrder(order)).toEqual([]);
  });

  test('and everything else, accounts before platforms and builds registries before services', async () => {
    const order = deployedOrder(deployment.deployer.cdk.deploy(appOf(fleet)));
    expect([...order].sort()).toEqual(world.stacks.map(cliId).sort());
    expect(outOfOrder(order)).toEqual([]);
    deployed = await deployment.expected(world.stacks);
    await fill(deployment, deployed);
  });

  test.each(types)('%s is what the templates say', async (type) => {
    expect(await deployment.complaints(ofType(deployed, type))).toEqual([]);
  });

  test.each(types)('%s: there is not one more than in the templates', async (type) => {
    const expected = isMade(type) ? namesOf(ofType(deployed, type)) : [];
    expect(await deployment.everything(type)).toEqual(expected);
  });

  test('the emulator itself names the types that it ignores', () => {
    const ignored = types.filter((type) => !isMade(type));
    expect(types.filter((type) => deployment.emulator.ignoredTypes().has(type))).toEqual(ignored);
  });

  test('right afterwards, cdk diff finds no difference', () => {
    const { exitCode, said } = deployment.deployer.cdk.diff(appOf(fleet));
    expect({ exitCode, lines: diffLines(said) }).toEqual({ exitCode: 0, lines: [] });
    expect(said).toContain('Number of stacks with differences: 0');
  });

  test('CloudFormation has every template as it was synthesized: no password, but where to read it', async () => {
    for (const { stackName, account, template } of world.stacks) {
      const { TemplateBody } = await (await deployment.account(account)).aws.call('cloudformation', 'get_template', { StackName: stackName });
      expect([stackName, TemplateBody]).toEqual([stackName, template]);
    }
    const passwords = world.resources.filter(({ type }) => type === 'AWS::RDS::DBInstance').map(({ raw }) => raw.Properties.MasterUserPassword);
    expect(new Set(passwords.map((password) => password['Fn::Sub']?.[0]))).toEqual(new Set(['{{resolve:secretsmanager:${Secret}:SecretString:password}}']));
  });

  test('a changed declaration shows in cdk diff, resource by resource, and nothing of it is replaced', () => {
    const { exitCode, said } = deployment.deployer.cdk.diff(appOf(changed));
    expect(exitCode).toBe(1);
    expect(sortedLines(diffLines(said))).toEqual(sortedLines(changes.map(expectedLine)));
    expect(new Set(changes.map(({ after }) => after?.stack.service))).toEqual(new Set(services));
  });

  test('and is what the services answer after its deployment, but for what the emulator never updates', async () => {
    deployment.deployer.cdk.deploy(appOf(changed));
    const updated = await deployment.expected(readWorld(changed).stacks);
    expect(await deployment.complaints(updated.map(asFrozen))).toEqual([]);
    expect(await emptied(deployment, deployed)).toEqual([]);
  });

  test('then there is no difference left', () => {
    expect(deployment.deployer.cdk.diff(appOf(changed)).exitCode).toBe(0);
  });

  // AWS would refuse to delete them until a person has switched that off.
  test('every stack has its tags and is protected from deletion, which the emulator does not mind', async () => {
    for (const { stackName, account, tags } of readWorld(changed).stacks) {
      const { Stacks: [stack] } = await (await deployment.account(account)).aws.call('cloudformation', 'describe_stacks', { StackName: stackName });
      const given = Object.fromEntries((stack.Tags as Record<'Key' | 'Value', string>[]).map(({ Key, Value }) => [Key, Value]));
      expect([stackName, stack.EnableTerminationProtection, given]).toEqual([stackName, true, tags]);
    }
  });

  test('cdk destroy of all leaves what is retained, with its content, and nothing else', async () => {
    const before = await deployment.expected(readWorld(changed).stacks);
    deployment.deployer.cdk.destroy(appOf(changed), ['--all']);
    const retained = before.filter(({ printed }) => printed.raw.DeletionPolicy === 'Retain');
    expect(await deployment.complaints(retained.map(asFrozen))).toEqual([]);
    expect(await emptied(deployment, deployed)).toEqual([]);
    for (const type of types.filter(isMade)) {
      expect([type, await deployment.everything(type)]).toEqual([type, namesOf(ofType(retained, type))]);
    }
  });

  test('every frozen property of the list was changed by this update', () => {
    const exercised = types.map((type) => [type, (coverageOf(type).frozen ?? []).filter((name) => changes.some((change) => isChanged(change, type, name)))]);
    expect(exercised).toEqual(types.map((type) => [type, coverageOf(type).frozen ?? []]));
  });

  /** The resource with what an update does not reach as it was before. */
  function asFrozen(resource: Expected): Expected {
    const before = deployed.find(({ at }) => at === resource.at);
    const frozen = (coverageOf(resource.type).frozen ?? []).filter((name) => before?.properties[name] !== undefined);
    return { ...resource, properties: { ...resource.properties, ...Object.fromEntries(frozen.map((name) => [name, before!.properties[name]!])) } };
  }
});

function ofType(resources: readonly Expected[], type: string): Expected[] {
  return resources.filter((resource) => resource.type === type);
}

function isChanged({ before, after }: Change, type: string, property: string): boolean {
  if (before === undefined || after?.type !== type) return false;
  return JSON.stringify(before.properties[property]) !== JSON.stringify(after.properties[property]);
}

/** What a stack of the assembly asks of the bootstrap in its account. */
function asked(id: string): { readonly assumeRoleArn: string; readonly requiresBootstrapStackVersion: number } {
  return readAssembly(fleet).artifacts[id]!.properties as unknown as ReturnType<typeof asked>;
}

/** Artifacts of stacks that one needs, and itself. */
function standingUnder(id: string): string[] {
  const { dependencies } = world.stacks.find((stack) => stack.id === id)!;
  return [...new Set([id, ...dependencies.filter(isStack).flatMap(standingUnder)])];
}

function isStack(id: string): boolean {
  return readAssembly(fleet).artifacts[id]?.type === 'aws:cloudformation:stack';
}

function cliIdOf(id: string): string {
  return cliId(world.stacks.find((stack) => stack.id === id)!);
}

/** Stacks that were taken up before one that they need. */
function outOfOrder(order: readonly string[]): string[] {
  return order.filter((id, index) => {
    const stack = world.stacks.find((candidate) => cliId(candidate) === id)!;
    return standingUnder(stack.id).map(cliIdOf).some((needed) => order.indexOf(needed) > index);
  });
}
