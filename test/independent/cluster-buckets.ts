import { failed, isKeptByCluster } from './check';
import type { Check, Checks, Declared } from './check';
import { TENANTS, tenantObjects } from './cluster-store';
import { identitiesOf, storeOf } from './cluster-variables';
import { glob } from './iam';
import { asList, missing, same } from './json';
import { find, ofKind, readWorld } from './world';
import type { Placed, World } from './world';

type Fields = Record<string, any>;

/** Tenants are of a service that has buckets, and in the namespace of that service; each names a store that is there. */
const k13Tenants: Check = (output, declared) => {
  const world = readWorld(output);
  const wrong = tenantObjects(world).flatMap((placed) =>
    failed(placed.at, {
      'names a store that is not there': storeOf(world, placed) !== undefined,
      'is of a service without buckets': Object.keys(declared.services[placed.folder]?.buckets ?? {}).length > 0 && isKeptByCluster(declared, placed.environment, 'buckets'),
      'is applied by the service itself': placed.layer === 'foundation.yaml',
    }));
  const lacking = Object.entries(declared.services).flatMap(([service, { buckets, environments }]) =>
    environments.filter((environment) => isKeptByCluster(declared, environment, 'buckets')).flatMap((environment) => {
      const keys = Object.keys(buckets).length;
      return TENANTS.flatMap((kind) => {
        const made = ofKind(world, kind).filter((placed) => placed.environment === environment && placed.folder === service).length;
        const expected = ['S3Identity', 'S3Credentials'].includes(kind) ? Math.min(keys, 1) : keys;
        return made === expected ? [] : [`${service} in ${environment}: has ${made} of ${kind}, not ${expected}`];
      });
    }));
  return [...wrong, ...lacking];
};

/** Names that the store itself knows are without namespaces, so no two objects of one cluster may have the same. */
const k13Names: Check = (output, declared) => {
  const all = tenantObjects(readWorld(output)).filter(({ object }) => ['Bucket', 'S3Identity', 'S3Policy'].includes(object.kind)).map((placed) => {
    const { account, region, cluster } = declared.environments[placed.environment] ?? {};
    const name: unknown = placed.object.spec.name;
    return { placed, name, key: `${account} ${region} ${cluster} ${placed.object.kind} ${String(name ?? placed.object.metadata.name).toLowerCase()}` };
  });
  return all.flatMap(({ placed, name, key }, index) => [
    ...(name === undefined ? [`${placed.at}: leaves its name in the store to its own, which others may have too`] : []),
    ...(all.findIndex((other) => other.key === key) === index ? [] : [`${placed.at}: is called like another one in the store`]),
    ...(placed.object.kind !== 'Bucket' || /^(?=.{3,63}$)[a-z0-9]+([.-]+[a-z0-9]+)*$/.test(String(name)) ? [] : [`${placed.at}: S3 takes no bucket ${String(name)}`]),
    ...(placed.object.kind !== 'S3Identity' || !/^(root|admin|anonymous)$/i.test(String(name)) ? [] : [`${placed.at}: has the name of somebody of the store`]),
  ]);
};

/** Buckets are private, and stay when their object goes. */
const k13Buckets: Check = (output) =>
  tenantObjects(readWorld(output)).filter(({ object }) => object.kind === 'Bucket').flatMap(({ at, object: { spec } }) =>
    failed(at, {
      'is deleted with its object': spec.reclaimPolicy === undefined || spec.reclaimPolicy === 'Retain',
      'is readable for everybody': spec.anonymousRead === undefined || spec.anonymousRead === false,
      'admits somebody beside its policies': spec.access === undefined && spec.owner === undefined,
    }));

/** K13: keys are of the one identity of the same namespace; a name that is not found there would be one of the whole store. */
const k13Credentials: Check = (output) => {
  const world = readWorld(output);
  return ofKind(world, 'S3Credentials').flatMap((placed) => {
    const { identityRef, seaweedRef, secretRef = {} } = placed.object.spec;
    const identity = find(world, placed, 'S3Identity', identityRef?.name);
    return failed(placed.at, {
      'is of an identity that is not in its namespace': identity !== undefined && identityRef.namespace === undefined,
      'is of an identity of another store': identity === undefined || same(identity.object.spec.seaweedRef, seaweedRef),
      'is of an identity that is off': identity?.object.spec.disabled !== true,
      'writes its keys somewhere else': secretRef.namespace === undefined || secretRef.namespace === placed.namespace,
      'writes its keys over another Secret': !ofKind(world, 'ExternalSecret').some(({ environment, namespace, object }) => environment === placed.environment && namespace === placed.namespace && object.spec.target?.name === secretRef.name),
    });
  });
};

const LIST = ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'];
const READ = ['s3:GetObject', 's3:GetObjectVersion'];
const WRITE = ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:ListMultipartUploadParts', 's3:PutObject'];

/** What policies give, as `action resource`; a shorthand and an ARN are the same resource. */
function givenBy(policies: readonly Placed[]): string[] {
  return [...new Set(policies.flatMap(({ object }) => asList<Fields>(object.spec.statements)).filter(({ effect }) => effect === 'Allow').flatMap(({ actions, resources }) =>
    asList<string>(actions as string[]).flatMap((action) => asList<string>(resources as string[]).map((resource) => `${action} ${resource.replace(/^arn:aws:s3:::/, '')}`))))].sort();
}

function expectedRights(declared: Declared, service: string, names: ReadonlyMap<string, string>): string[] {
  return Object.entries(declared.services[service]?.buckets ?? {}).flatMap(([key, { readOnly }]) => {
    const name = names.get(`BUCKET_${key.toUpperCase().replace(/-/g, '_')}`) ?? `<bucket ${key}>`;
    return [...LIST.map((action) => `${action} ${name}`), ...[...READ, ...(readOnly === true ? [] : WRITE)].map((action) => `${action} ${name}/*`)];
  }).sort();
}

/** Policies that a binding gives to an identity, by names of one namespace. */
function policiesFor(world: World, identity: Placed): Placed[] {
  return ofKind(world, 'S3PolicyBinding')
    .filter(({ environment, namespace, object }) => environment === identity.environment && namespace === identity.namespace
      && asList<Fields>(object.spec.subjects).some(({ name }) => name === identity.object.metadata.name))
    .flatMap((binding) => find(world, binding, 'S3Policy', binding.object.spec.policyRef?.name) ?? []);
}

/** K13: an identity lists its own buckets, uses what is in them as it was declared, and nothing else of the store. */
const k13Policies: Check = (output, declared) => {
  const world = readWorld(output);
  const buckets = ofKind(world, 'Bucket');
  return ofKind(world, 'S3Identity').flatMap((identity) => {
    const config = ofKind(world, 'ConfigMap').filter(({ environment, folder, layer }) => environment === identity.environment && folder === identity.folder && layer === 'workload.yaml');
    const names = new Map(config.flatMap(({ object }) => Object.entries(object.data as Record<string, string>)));
    const policies = policiesFor(world, identity);
    const [given, expected] = [givenBy(policies), expectedRights(declared, identity.folder, names)];
    const foreign = buckets.filter(({ environment, folder }) => environment === identity.environment && folder !== identity.folder).map(({ object }) => object.spec.name as string);
    const reached = foreign.filter((name) => given.some((right) => [name, `${name}/object`].some((resource) => glob(right.split(' ')[1]!, resource))));
    return [
      ...missing(expected, given).map((right) => `${identity.at}: may not ${right}`),
      ...missing(given, expected).map((right) => `${identity.at}: may ${right}`),
      ...reached.map((name) => `${identity.at}: reaches ${name} of another service`),
      ...policies.filter(({ object }) => object.spec.policyDocument !== undefined).map(({ at }) => `${at}: is text that nobody judges`),
    ];
  });
};

/** K13: a policy is given to the own identity alone, by one binding, and every policy is given. */
const k13Bindings: Check = (output) => {
  const world = readWorld(output);
  const bindings = ofKind(world, 'S3PolicyBinding');
  const wrong = bindings.flatMap((placed) => {
    const { policyRef, subjects } = placed.object.spec;
    const own = identitiesOf(world, placed).map(({ object }) => ({ kind: 'S3Identity', name: object.metadata.name as string }));
    return failed(placed.at, {
      'gives a policy that is not in its namespace': find(world, placed, 'S3Policy', policyRef?.name) !== undefined && policyRef.namespace === undefined,
      [`gives it to ${JSON.stringify(subjects)} and not to its own identity alone`]: own.length === 1 && same(subjects, own),
    });
  });
  const counts = ofKind(world, 'S3Policy').map((policy) => ({ at: policy.at, times: bindings.filter((binding) => find(world, binding, 'S3Policy', binding.object.spec.policyRef?.name) === policy).length }));
  return [...wrong, ...counts.filter(({ times }) => times !== 1).map(({ at, times }) => `${at}: is given ${times} times`)];
};

export const clusterBuckets: Checks = { k13Tenants, k13Names, k13Buckets, k13Credentials, k13Policies, k13Bindings };
