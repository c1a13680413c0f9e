import { changesBetween, expectedLine, sortedLines } from './changes';
import { diffLines } from './cli-output';
import { emptied, fill, keepers } from './contents';
import { isMade } from './coverage';
import { appOf, cliId, Deployment, stacksOf } from './deployment';
import type { Expected } from './expected';
import { CHANGEABLE, variedFleet } from './services';
import type { Stack } from '../../independent/world';
import { readWorld } from '../../independent/world';

// Nobody calls them, so that the fleet is whole without them.
const REMOVED = ['web', 'audit-archive'];
const withUploads = variedFleet({ change: (props) => ({ ...props, buckets: { ...props.buckets, uploads: {} } }) });
const fleet = variedFleet();
const fewer = variedFleet({ without: REMOVED });
const world = readWorld(fleet);
const leaving = changesBetween(readWorld(withUploads), world).filter(({ after }) => after === undefined);

/** What a stack leaves behind: data, the keys that read it, and what others in the account may stand on. */
const KEPT = [
  'AWS::Backup::BackupVault', 'AWS::ECR::Repository', 'AWS::IAM::OIDCProvider', 'AWS::KMS::Key', 'AWS::Logs::LogGroup', 'AWS::S3::Bucket', 'AWS::S3::BucketPolicy',
  'AWS::SecretsManager::Secret',
];

/** What goes and leaves a snapshot, which the emulator does not make. */
const LEAVES_A_SNAPSHOT = ['AWS::ElastiCache::ReplicationGroup', 'AWS::RDS::DBInstance'];

/** In the order of the tests: a bucket leaves its service, then services leave the fleet. */
describe('what keeps data', () => {
  let deployment: Deployment;
  let everything: Expected[];
  beforeAll(async () => {
    deployment = await Deployment.start(fleet);
    deployment.deployer.cdk.deploy(appOf(withUploads));
    everything = await deployment.expected(readWorld(withUploads).stacks);
    // The emulator would not delete a bucket that is not empty.
    await fill(deployment, everything.filter(({ at }) => !leaving.some(({ before }) => before!.at === at)));
  });
  afterAll(async () => { await deployment?.stop(); });

  test('is retained by its template, whatever happens to it', () => {
    const kept = everything.filter(isRetained);
    expect(new Set(kept.map(({ type }) => type))).toEqual(new Set(KEPT));
    expect(keepers(everything).filter((resource) => !isRetained(resource))).toEqual([]);
  });

  test('or leaves a last snapshot, as the template says of everything that is a database', () => {
    const withSnapshot = world.resources.filter(({ raw }) => raw.DeletionPolicy === 'Snapshot' || raw.UpdateReplacePolicy === 'Snapshot');
    expect(new Set(withSnapshot.map(({ type }) => type))).toEqual(new Set(LEAVES_A_SNAPSHOT));
    for (const { raw } of world.resources.filter(({ type }) => LEAVES_A_SNAPSHOT.includes(type))) expect([raw.DeletionPolicy, raw.UpdateReplacePolicy]).toEqual(['Snapshot', 'Snapshot']);
  });

  describe('and leaves the declaration of a service that stays', () => {
    test('is an orphan for the CLI, and nothing else would be lost', () => {
      const { said } = deployment.deployer.cdk.diff(appOf(fleet));
      expect(sortedLines(diffLines(said).filter(({ sign }) => sign === '-'))).toEqual(sortedLines(leaving.map(expectedLine)));
      expect(new Set(leaving.map(({ before }) => before!.stack.service))).toEqual(new Set(Object.keys(CHANGEABLE)));
    });

    // CloudFormation would keep them. What we can show is that our template says so; this fails when the emulator learns it.
    test('is deleted by the emulator, which reads DeletionPolicy only when a whole stack is deleted', async () => {
      deployment.deployer.cdk.deploy(appOf(fleet));
      const retained = everything.filter(({ at }) => leaving.some(({ before }) => before!.at === at)).filter(isRetained).filter(isEmulated);
      expect(new Set(retained.map(({ type }) => type))).toEqual(new Set(['AWS::KMS::Key', 'AWS::S3::Bucket']));
      const { wrong } = await deployment.judge(retained);
      expect(wrong.map(({ at, path }) => `${at} ${path}`)).toEqual(retained.map(({ at }) => `${at} `));
      everything = await deployment.expected(world.stacks);
    });
  });

  describe.each([['a fleet without the services', fewer], ['the whole fleet', fleet]])('with %s', (_, output) => {
    test('nothing is touched by cdk deploy', async () => {
      deployment.deployer.cdk.deploy(appOf(output));
      expect(await deployment.complaints(everything)).toEqual([]);
      expect(await emptied(deployment, everything)).toEqual([]);
    });
  });

  test('cdk destroy with a fleet that has no such services any more does nothing, and says so without failing', async () => {
    const said = deployment.deployer.cdk.destroy(appOf(fewer), removedStacks().map(cliId));
    for (const stack of removedStacks()) expect(said).toContain(`${cliId(stack)} does not exist`);
    expect(await deployment.complaints(everything)).toEqual([]);
  });

  test('cdk destroy with the fleet that still has them keeps all that keeps data, and only that', async () => {
    deployment.deployer.cdk.destroy(appOf(fleet), REMOVED.map((service) => `${service}/*`));
    const [gone, kept] = [removed().filter((resource) => !isRetained(resource)), removed().filter(isRetained)];
    expect(await deployment.complaints(kept)).toEqual([]);
    expect(await emptied(deployment, kept)).toEqual([]);
    const { wrong } = await deployment.judge(gone.filter(isEmulated));
    expect(wrong.map(({ at, path }) => `${at} ${path}`)).toEqual(gone.filter(isEmulated).map(({ at }) => `${at} `));
  });

  test('the other services do not notice', async () => {
    expect(await deployment.complaints(everything.filter(({ stack }) => !REMOVED.includes(stack.service ?? '')))).toEqual([]);
    expect(deployment.deployer.cdk.diff(appOf(fewer)).exitCode).toBe(0);
  });

  // `--import-existing-resources`, which takes them back, is a matter of change sets that the emulator has not got.
  test('a plain deployment of a service that was removed fails at names that are taken, and loses nothing', async () => {
    expect(() => deployment.deployer.cdk.deploy(appOf(fleet), [`${REMOVED[0]}/builds`])).toThrow(/already exists/);
    expect(await deployment.complaints(removed().filter(isRetained))).toEqual([]);
    expect(await emptied(deployment, removed())).toEqual([]);
  });

  function removed(): Expected[] {
    return everything.filter(({ stack }) => REMOVED.includes(stack.service ?? ''));
  }
});

function removedStacks(): Stack[] {
  return stacksOf(world, REMOVED);
}

function isRetained({ printed: { raw } }: Expected): boolean {
  return raw.DeletionPolicy === 'Retain' && raw.UpdateReplacePolicy === 'Retain';
}

function isEmulated({ type }: Expected): boolean {
  return isMade(type);
}
