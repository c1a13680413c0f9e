import type { Check, Checks } from './check';
import { physicalName } from './resolve';
import { ofKind, readWorld } from './world';
import type { Printed } from './world';

/** Where a name must be the only one of its type. */
function scopeOf({ type, stack }: Printed): string {
  if (type === 'AWS::S3::Bucket') return stack.partition;
  return /^AWS::IAM::/.test(type) ? stack.account : `${stack.account} ${stack.region}`;
}

function twice(entries: readonly { readonly key: string; readonly at: string }[]): string[] {
  return entries.flatMap(({ key, at }, index) => {
    const first = entries.findIndex((other) => other.key === key);
    return first === index ? [] : [`${at}: is called like ${entries[first]!.at}`];
  });
}

/** Names of AWS, compared without regard to case, as IAM does. */
const physicalNames: Check = (output) =>
  twice(
    readWorld(output).resources.flatMap((printed) => {
      const name = physicalName(printed.raw);
      return name === undefined ? [] : [{ key: `${printed.type} ${scopeOf(printed)} ${name.toLowerCase()}`, at: printed.at }];
    }),
  );

/** Stacks of one account and region have names of their own; CloudFormation would update the first with the second. */
const stackNames: Check = (output) =>
  twice(
    readWorld(output).stacks.map(({ stackName, account, region, id }) => ({ key: `${account} ${region} ${stackName}`, at: `${stackName} (${id})` })),
  );

const NAMED = new Set([
  'AWS::Backup::BackupVault',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::ElastiCache::SubnetGroup',
  'AWS::Logs::LogGroup',
  'AWS::RDS::DBInstance',
  'AWS::RDS::DBSubnetGroup',
  'AWS::S3::Bucket',
  'AWS::ECR::Repository',
  'AWS::IAM::Role',
  'AWS::IAM::ManagedPolicy',
  'AWS::KMS::Alias',
  'AWS::SecretsManager::Secret',
]);

/** Resources that others name have names that are known before the deploy. */
const namesAreKnown: Check = (output) =>
  readWorld(output)
    .resources.filter(
      ({ type, raw }) =>
        NAMED.has(type) &&
        physicalName(raw) === undefined,
    )
    .map(({ at }) => `${at}: AWS chooses its name`);

/** Environments that share a cluster do not write the same object. */
const objectsOfSharedClusters: Check = (output, declared) =>
  twice(
    readWorld(output).objects.map(({ object, environment, namespace, at }) => {
      const { account, region, cluster } = declared.environments[environment] ?? {};
      return { key: [account, region, cluster, object.apiVersion, object.kind, namespace, object.metadata.name].join(' '), at };
    }),
  );

/** No two services are reached by one host, or share a load balancer. */
const hosts: Check = (output, declared) =>
  twice(
    ofKind(readWorld(output), 'Ingress').flatMap(({ object, at, environment }) => {
      const { rules = [], tls = [] } = object.spec as { rules?: { host?: string }[]; tls?: { hosts: string[] }[] };
      const named = object.spec.ingressClassName === 'tailscale' ? tls.flatMap((entry) => entry.hosts) : rules.map(({ host }) => host ?? '');
      const { account } = declared.environments[environment] ?? {};
      return [
        ...named.map((host) => ({ key: host, at })),
        { key: `${account} ${object.metadata.annotations?.['alb.ingress.kubernetes.io/group.name'] ?? at}`, at },
      ];
    }),
  );

export const uniqueness: Checks = { physicalNames, stackNames, namesAreKnown, objectsOfSharedClusters, hosts };
