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

  test('leaves nothing behind when it cannot start, and says why', async () => {
    const before = runFolders();
    await expect(withVariable('PYTHONHOME', __dirname, async () => Emulator.start())).rejects.toThrow(/moto ended with 1\n--- moto, its last lines:[^]*Python/);
    expect(runFolders()).toEqual(before);
  });

  test('is not made of a moto that has learned what is corrected here', () => {
    const lesson = 'import emulator; emulator.ManagedPolicy.delete_from_cloudformation_json = print; emulator.correct()';
    const { exitCode, error } = run(join(pythonEnvironment('aws'), 'python'), ['-B', '-c', lesson], { cwd: __dirname });
    expect(error).toContain('moto has its own ManagedPolicy.delete_from_cloudformation_json by now');
    expect(exitCode).toBe(1);
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
