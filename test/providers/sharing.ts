import type { Place, Served } from './served';

/** Resources of AWS that hold something, and the property that is the name of each. */
const NAMED: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket': 'BucketName', 'AWS::SecretsManager::Secret': 'Name', 'AWS::RDS::DBInstance': 'DBInstanceIdentifier', 'AWS::ElastiCache::ReplicationGroup': 'ReplicationGroupId',
};

/** No two places have anything in common, whether in one namespace, in one cluster, or in one account. */
export function sharingViolations({ places }: Served): string[] {
  const owners = new Map<string, string>();
  return places.flatMap((place) => [...new Set(holdingsOf(place))].flatMap((holding) => {
    const name = `${place.environment}/${place.service}`;
    const owner = owners.get(holding) ?? name;
    owners.set(holding, owner);
    return owner === name ? [] : [`${name} has ${holding}, which ${owner} has`];
  }));
}

function holdingsOf({ template, objects, plan }: Place): string[] {
  const resources = Object.values(template.Resources).filter(({ Type }) => Type in NAMED).map(({ Type, Properties }) => `${Type} ${Properties[NAMED[Type]!]}`);
  const inStore = objects.filter(({ kind }) => ['Bucket', 'S3Identity', 'S3Policy'].includes(kind)).map(({ kind, spec }) => `${kind} ${spec.name}`);
  const inCluster = objects.map(({ kind, metadata }) => `${metadata.namespace ?? ''}/${kind}/${metadata.name}`);
  const remote = objects.filter(({ kind }) => kind === 'ExternalSecret').flatMap(({ spec }) => (spec.data ?? []).map(({ remoteRef }: any) => `stored ${remoteRef.key}`));
  const read = plan.bound.flatMap(({ binding }) => Object.values({ ...binding.secrets, ...binding.credentials })).map(({ secret }) => `${plan.namespace}/Secret/${secret}`);
  return [...resources, ...inStore, ...inCluster, ...remote, ...read];
}
