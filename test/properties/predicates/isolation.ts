import { glob } from '../../independent/iam';
import { listOf, resolved, resourceIn, resourcesOf } from '../support/cloudformation';
import type { Statement } from '../support/cloudformation';
import type { Invariant } from '../support/invariant';
import type { Fleet, Stack } from '../support/synthesized';

interface Made {
  readonly stack: Stack;
  readonly arn: string;
}

export const isolated: Invariant = {
  number: 10,
  title: 'what a service may do reaches nothing that the fleet makes for another one or for itself',
  predicate: (fleet) => {
    const made = madeIn(fleet);
    return resourcesOf(fleet, 'AWS::IAM::ManagedPolicy').filter(({ id }) => id === 'PodRolePolicy' || id === 'SecretsRolePolicy').flatMap(({ stack, resource, place }) => {
      const statements = resolved(resource.Properties.PolicyDocument.Statement, stack, fleet.model.partition) as Statement[];
      const foreign = made.filter((one) => one.stack !== stack);
      return statements.filter(({ Effect }) => Effect === 'Allow').flatMap((statement) => {
        const services = new Set(listOf(statement.Action).map((action) => action.split(':')[0]!));
        return foreign.filter(({ arn }) => listOf(statement.Resource as string[]).some((pattern) => glob(pattern, arn) && (pattern !== '*' || services.has(arn.split(':')[2]!))))
          .map(({ arn }) => `${place} ${statement.Sid} reaches ${arn}`);
      });
    });
  },
  mutations: [
    { title: 'pods reach the bucket of another service', apply: (fleet) => { pods(fleet).Action.push('s3:GetObject'); pods(fleet).Resource = [{ 'Fn::Sub': 'arn:${AWS::Partition}:s3:::rich-prod-archive-*' }]; } },
    { title: 'pods reach every snapshot', apply: (fleet) => { Object.assign(pods(fleet), { Action: ['rds:CopyDBSnapshot'], Resource: [{ 'Fn::Sub': 'arn:${AWS::Partition}:rds:eu-central-1:111122223333:snapshot:*' }] }); } },
    { title: 'pods log in to every database', apply: (fleet) => { Object.assign(pods(fleet), { Action: ['rds-db:connect'], Resource: [{ 'Fn::Sub': 'arn:${AWS::Partition}:rds-db:eu-central-1:111122223333:dbuser:*/*' }] }); } },
    { title: 'a store reads the secret of another service', apply: (fleet) => { resourceIn(fleet, 'ledger/prod', 'SecretsRolePolicy').Properties.PolicyDocument.Statement[0].Resource.push({ 'Fn::Sub': 'arn:${AWS::Partition}:secretsmanager:eu-central-1:444455556666:secret:rich/prod/archive/*' }); } },
  ],
};

/** A statement of pods whose bucket is an adopted one. */
function pods(fleet: Parameters<typeof resourceIn>[0]): any {
  return resourceIn(fleet, 'ledger/dev', 'PodRolePolicy').Properties.PolicyDocument.Statement.at(-1);
}

/** What IAM knows the things of a fleet by, and what hangs on them. */
const ARNS: Readonly<Record<string, (properties: any, region: string, account: string) => readonly string[]>> = {
  'AWS::S3::Bucket': ({ BucketName: name }) => [`s3:::${name}`, `s3:::${name}/object`],
  'AWS::SecretsManager::Secret': ({ Name: name }, region, account) => [`secretsmanager:${region}:${account}:secret:${name}-Ab12cD`],
  'AWS::ECR::Repository': ({ RepositoryName: name }, region, account) => [`ecr:${region}:${account}:repository/${name}`],
  'AWS::RDS::DBInstance': ({ DBInstanceIdentifier: name }, region, account) => [
    `rds:${region}:${account}:db:${name}`, `rds:${region}:${account}:snapshot:rds:${name}-2026-11-23-05-00`, `rds:${region}:${account}:snapshot:awsbackup:job-0a1b2c3d-0000-4000-8000-0123456789ab`,
    `rds:${region}:${account}:auto-backup:ab-0123456789`, `rds-db:${region}:${account}:dbuser:db-ABCDEFGHIJKL01234/dust_master`,
  ],
  'AWS::ElastiCache::ReplicationGroup': ({ ReplicationGroupId: name }, region, account) => [
    `elasticache:${region}:${account}:replicationgroup:${name}`, `elasticache:${region}:${account}:snapshot:automatic.${name}-001-2026-11-23-05-00`,
  ],
  'AWS::Logs::LogGroup': ({ LogGroupName: name }, region, account) => [`logs:${region}:${account}:log-group:${name}`, `logs:${region}:${account}:log-group:${name}:log-stream:x`],
  'AWS::Backup::BackupVault': ({ BackupVaultName: name }, region, account) => [`backup:${region}:${account}:backup-vault:${name}`, `backup:${region}:${account}:recovery-point:0a1b2c3d-0000-4000-8000-0123456789ab`],
};

function madeIn(fleet: Fleet): Made[] {
  const { partition } = fleet.model;
  return resourcesOf(fleet, ...Object.keys(ARNS)).flatMap(({ stack, resource: { Type, Properties } }) =>
    ARNS[Type]!(Properties, stack.region, stack.account).map((tail) => ({ stack, arn: `arn:${partition}:${tail}` })));
}
