import { DELETE_OBJECT_ACTIONS, LIST_BUCKET_ACTIONS, READ_OBJECT_ACTIONS, WRITE_OBJECT_ACTIONS } from './bucket-permissions';
import { backupPermissions, monitoringPermissions } from './database-permissions';
import { declaredStatements } from './declared-permissions';
import { deployLimit } from './deploy-permissions';
import type { Bootstrap, DeployRole } from './deploy-permissions';
import { COPY_ACTIONS, LOGIN, PULL_ACTIONS, PUSH_ACTIONS } from './image-permissions';
import { READ_SECRET_ACTIONS, secretArn } from './secret-permissions';
import { arn, givenArn } from './statement';
import type { Statement } from './statement';
import type { EnvironmentFacts } from '../plan/environment-facts';
import { Names } from '../plan/names';

/**
 * The most that any role of one environment may ever do, whatever its own policy says: the data of this environment's
 * services, images, and one cluster. It grants nothing by itself.
 */
export function environmentBoundary(
  prefix: string, environment: EnvironmentFacts, registry: { readonly account: string; readonly region: string }, deploy: DeployRole,
): readonly Statement[] {
  const { name, account, region } = environment;
  const buckets = arn('s3', '', '', `${prefix}-${name}-*`);
  return [
    LOGIN,
    {
      sid: 'Images',
      actions: unique([...PUSH_ACTIONS, ...PULL_ACTIONS, ...COPY_ACTIONS]),
      resources: unique([arn('ecr', registry.region, registry.account, `repository/${prefix}/*`), arn('ecr', region, account, `repository/${prefix}/*`)]),
    },
    { sid: 'Buckets', actions: LIST_BUCKET_ACTIONS, resources: [buckets] },
    { sid: 'Objects', actions: unique([...READ_OBJECT_ACTIONS, ...WRITE_OBJECT_ACTIONS, ...DELETE_OBJECT_ACTIONS]), resources: [`${buckets}/*`] },
    { sid: 'Secrets', actions: READ_SECRET_ACTIONS, resources: [secretArn(region, account, `${prefix}/${name}/*`)] },
    keysOf(environment),
    ...databasesOf(prefix, environment),
    ...declaredStatements(environment.permissions, environment, 'Permitted'),
    deployLimit(environment, deploy),
    { sid: 'Cluster', actions: ['eks:DescribeCluster'], resources: [arn('eks', region, account, `cluster/${environment.cluster.name}`)] },
  ];
}

/** The same for the roles of the builds registry, which publish images, and deploy it. */
export function buildsBoundary(prefix: string, registry: Bootstrap, deploy: DeployRole): readonly Statement[] {
  return [LOGIN, deployLimit(registry, deploy), { sid: 'Images', actions: PUSH_ACTIONS, resources: [arn('ecr', registry.region, registry.account, `repository/${prefix}/*`)] }];
}

/** What measures and keeps the databases of the environment; nothing where it can have none. */
function databasesOf(prefix: string, environment: EnvironmentFacts): readonly Statement[] {
  if (environment.network.databaseSubnets.length === 0) return [];
  const names = new Names(prefix);
  return [...monitoringPermissions(environment), ...backupPermissions(names.databaseInstance(environment.name, '*'), names.backupVault(environment.name), environment)];
}

/** Keys have no names, so an own key is known by its tag; a given key by its ARN. */
function keysOf({ name, account, region, keyArn }: EnvironmentFacts): Statement {
  const use = { sid: 'Keys', actions: ['kms:Decrypt', 'kms:GenerateDataKey'] };
  if (keyArn !== undefined) return { ...use, resources: [givenArn(keyArn)] };
  return { ...use, resources: [arn('kms', region, account, 'key/*')], conditions: { StringEquals: { 'aws:ResourceTag/dust:env': name } } };
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
