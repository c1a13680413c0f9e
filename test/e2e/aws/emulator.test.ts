import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Emulator } from './emulator';
import { cacheFolder } from '../../tools/cache';
import { pythonEnvironment } from '../../tools/python';
import { run } from '../../tools/run';

describe('the emulator', () => {
  let emulator: Emulator;
  beforeAll(async () => { emulator = await Emulator.start(); });
  afterAll(async () => { await emulator?.stop(); });

  test('has any account, and what is made in one is not in another', async () => {
    const [one, other] = await Promise.all([emulator.account('111122223333'), emulator.account('444455556666')]);
    await one.aws.call('ecr', 'create_repository', { repositoryName: 'only-here' });
    expect((await one.aws.call('sts', 'get_caller_identity')).Account).toBe('111122223333');
    expect((await other.aws.call('sts', 'get_caller_identity')).Account).toBe('444455556666');
    expect((await other.aws.call('ecr', 'describe_repositories')).repositories).toEqual([]);
  });

  test('says which call it refuses, and how it fails', async () => {
    const { aws } = await emulator.account('111122223333');
    await expect(aws.call('iam', 'get_role', { RoleName: 'nobody' })).rejects.toThrow(/iam get_role {"RoleName":"nobody"}: .*NoSuchEntity/);
    await expect(aws.call('iam', 'simulate_custom_policy', { PolicyInputList: [], ActionNames: ['s3:GetObject'] })).rejects.toThrow(/moto, its last lines/);
    await expect(aws.call('iam', 'no_such_operation')).rejects.toThrow('no_such_operation');
  });

  // So that a deployment shows no password, and `hidden` is the right word for one in coverage.ts.
  test('replaces names in a text that a template gives as a list, and leaves a dynamic reference as it is', async () => {
    const { aws } = await emulator.account('111122223333');
    const Description = { 'Fn::Sub': ['{{resolve:secretsmanager:${Secret}:SecretString:password}} ${AWS::Region}', { Secret: { Ref: 'Other' } }] };
    const role = (RoleName: string, more: object) => ({ Type: 'AWS::IAM::Role', Properties: { RoleName, AssumeRolePolicyDocument: {}, ...more } });
    await aws.call('cloudformation', 'create_stack', { StackName: 'text', TemplateBody: JSON.stringify({ Resources: { Other: role('other', {}), Role: role('described', { Description }) } }) });
    const { Role } = await aws.call('iam', 'get_role', { RoleName: 'described' });
    expect(Role.Description).toBe('{{resolve:secretsmanager:other:SecretString:password}} us-east-1');
  });

  // A cache is ignored, and so is the secret that holds its address; nothing else may ask for it.
  test('refuses an attribute of what it ignores only in what it makes', async () => {
    const { aws } = await emulator.account('111122223333');
    const Address = { 'Fn::GetAtt': ['Cache', 'PrimaryEndPoint.Address'] };
    const stack = async (StackName: string, resource: object) => aws.call('cloudformation', 'create_stack', { StackName, TemplateBody: JSON.stringify({ Resources: { Cache: { Type: 'AWS::ElastiCache::ReplicationGroup' }, Other: resource } }) });
    await stack('secret', { Type: 'AWS::SecretsManager::Secret', Properties: { SecretString: Address } });
    await expect(stack('role', { Type: 'AWS::IAM::Role', Properties: { Description: Address, AssumeRolePolicyDocument: {} } })).rejects.toThrow('Fn::GetAtt references undefined resource Cache');
  });

  test('leaves nothing behind when it cannot start, and says why', async () => {
    const before = runFolders();
    await expect(withVariable('PYTHONHOME', __dirname, async () => Emulator.start())).rejects.toThrow(/moto ended with 1\n--- moto, its last lines:[^]*Python/);
    expect(runFolders()).toEqual(before);
  });

  // What moto would be like if it had learned it.
  test.each([
    ['ManagedPolicy.delete_from_cloudformation_json', 'emulator.ManagedPolicy.delete_from_cloudformation_json = print'],
    ['DBInstance.create_from_cloudformation_json', 'emulator.create_instance = lambda *arguments: exec("raise KeyError(arguments)")'],
    ['DBInstance.update_from_cloudformation_json', 'emulator.DBInstance.update_from_cloudformation_json = print'],
    ['DBParameterGroup.create_from_cloudformation_json', 'emulator.create_parameters = lambda name, *_: emulator.SimpleNamespace(physical_resource_id=name)'],
    ['DBParameterGroup.update_from_cloudformation_json', 'emulator.DBParameterGroup.update_from_cloudformation_json = print'],
  ])('is not made of a moto that has its own %s', (method, lesson) => {
    const { exitCode, error } = run(join(pythonEnvironment('aws'), 'python'), ['-B', '-c', `import emulator; ${lesson}; emulator.correct()`], { cwd: __dirname });
    expect(error).toContain(`moto has its own ${method} by now`);
    expect(exitCode).toBe(1);
  });

  test('has the networks that it is started with, under their own ids', async () => {
    const network = { account: '111122223333', region: 'us-east-1', vpc: 'vpc-0123', subnets: ['subnet-0a', 'subnet-0b'], groups: ['sg-0c'] };
    const other = await Emulator.start([network]);
    try {
      const { aws } = await other.account(network.account);
      const { Subnets } = await aws.call('ec2', 'describe_subnets', { SubnetIds: network.subnets });
      expect((Subnets as Record<string, string>[]).map(({ SubnetId, VpcId }) => [SubnetId, VpcId])).toEqual(network.subnets.map((id) => [id, network.vpc]));
      const { SecurityGroups: [group] } = await aws.call('ec2', 'describe_security_groups', { GroupIds: network.groups });
      expect([group.GroupId, group.VpcId]).toEqual(['sg-0c', network.vpc]);
    } finally {
      await other.stop();
    }
  });
});

async function withVariable<T>(name: string, value: string, action: () => Promise<T>): Promise<T> {
  const before = process.env[name];
  process.env[name] = value;
  try {
    return await action();
  } finally {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  }
}

/** Of this process; such a folder goes last, after everything that runs in it has ended. */
function runFolders(): string[] {
  return readdirSync(join(cacheFolder(), 'run')).filter((name) => name.startsWith(`${process.pid}-`)).sort();
}
