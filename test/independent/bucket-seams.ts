import { asksFor, isKeptByCluster } from './check';
import type { Check, Checks, Declared } from './check';
import { storeOf } from './cluster-variables';
import { grantsOf, roleArn } from './iam';
import { missing } from './json';
import { GATEWAY_PORT, addressesOf, configReadByOperators } from './operated';
import { physicalName, urlSuffix } from './resolve';
import { ofKind, ofType, readWorld, serviceStack } from './world';
import type { Placed, World } from './world';

function configMapValues(world: World): { readonly placed: Placed; readonly key: string; readonly value: string }[] {
  return ofKind(world, 'ConfigMap').flatMap((placed) =>
    Object.entries((placed.object.data ?? {}) as Record<string, string>).map(([key, value]) => ({ placed, key, value })),
  );
}

/** Buckets of services, whoever keeps them. */
function madeBuckets(world: World): { readonly environment: string | undefined; readonly owner: string | undefined; readonly name: unknown; readonly at: string }[] {
  const ofAws = ofType(world, 'AWS::S3::Bucket').filter(({ stack }) => stack.kind === 'service')
    .map(({ stack, raw, at }) => ({ environment: stack.environment, owner: stack.service, name: physicalName(raw), at }));
  const ofCluster = ofKind(world, 'Bucket').map(({ environment, folder, object, at }) => ({ environment, owner: folder, name: (object.spec.name ?? object.metadata.name) as unknown, at }));
  return [...ofAws, ...ofCluster];
}

/** Buckets in ConfigMaps and buckets in the stack of the same service and environment are the same ones. */
const buckets: Check = (output, declared) => {
  const world = readWorld(output);
  const named = configMapValues(world).filter(({ key }) => key.startsWith('BUCKET_'));
  const made = madeBuckets(world);
  const unknown = named
    .filter(({ placed, value }) => !made.some(({ environment, owner, name }) => environment === placed.environment && owner === placed.folder && name === value))
    .map(({ placed, key, value }) => `${placed.at}: ${key} names ${value}, which the stack of this service and environment does not make`);
  const unused = made
    .filter(({ environment, owner, name }) => !named.some(({ placed, value }) => placed.environment === environment && placed.folder === owner && value === name))
    .map(({ at }) => `${at}: no ConfigMap of the service names it`);
  const keys = Object.entries(declared.services).flatMap(([service, { buckets: declaredBuckets, environments }]) =>
    environments.flatMap((environment) => {
      const variables = named.filter(({ placed }) => placed.environment === environment && placed.folder === service).map(({ key }) => key);
      return missing(
        Object.keys(declaredBuckets).map((key) => `BUCKET_${key.toUpperCase().replace(/-/g, '_')}`),
        variables,
      ).map((key) => `${service} in ${environment}: ${key} is missing`);
    }),
  );
  return [...unknown, ...unused, ...keys];
};

/** What every container is told by the contract, and what it must be. */
function contractOf(world: World, { environment, folder }: Placed, declared: Declared): Record<string, string[]> {
  const { region = '' } = declared.environments[environment] ?? {};
  const hasBuckets = asksFor(declared, folder, 'buckets');
  const always = { AWS_REGION: [region], DUST_ENVIRONMENT: [environment], DUST_SERVICE: [folder] };
  const endpoints = ['s3', 's3-fips'].map((service) => `https://${service}.${region}.${urlSuffix(region)}`);
  if (hasBuckets && isKeptByCluster(declared, environment, 'buckets')) return { ...always, AWS_ENDPOINT_URL_S3: gatewaysOf(world, environment, folder), S3_FORCE_PATH_STYLE: ['true'] };
  return hasBuckets ? { ...always, AWS_ENDPOINT_URL_S3: endpoints, S3_FORCE_PATH_STYLE: ['false'] } : always;
}

/** The gateway of the one store that has all buckets of a folder. */
function gatewaysOf(world: World, environment: string, folder: string): string[] {
  const stores = ofKind(world, 'Bucket').filter((placed) => placed.environment === environment && placed.folder === folder).map((placed) => storeOf(world, placed));
  const [store] = stores;
  if (store === undefined || stores.some((other) => other !== store)) return ['<the gateway of one store>'];
  return addressesOf(`${store.object.metadata.name}-s3`, store.namespace).slice(1).map((host) => `http://${host}:${GATEWAY_PORT}`);
}

/** Whether a ConfigMap holds variables, not files. */
function isEnvironment(world: World, placed: Placed): boolean {
  const { environment, namespace, object } = placed;
  return !configReadByOperators(world, placed).includes(object.metadata.name) && !world.pods.some((pod) => pod.environment === environment && pod.namespace === namespace
    && (pod.spec.volumes as Record<string, any>[] | undefined)?.some(({ configMap }) => configMap?.name === object.metadata.name) === true);
}

/** The plain values of a container say where it runs, and a bucket's endpoint is the one of its region. */
const contractValues: Check = (output, declared) => {
  const world = readWorld(output);
  return ofKind(world, 'ConfigMap').filter((placed) => isEnvironment(world, placed)).flatMap((placed) => {
    const data = (placed.object.data ?? {}) as Record<string, string>;
    const wrong = Object.entries(contractOf(world, placed, declared)).filter(([key, allowed]) => !allowed.includes(data[key] ?? ''));
    return [
      ...wrong.map(([key, allowed]) => `${placed.at}: ${key} is ${data[key]}, not ${allowed.join(' or ')}`),
      ...(/^\d+$/.test(data.PORT ?? '') ? [] : [`${placed.at}: PORT is ${data.PORT}`]),
    ];
  });
};

/** The role of the pods may use each bucket that the pods are told about; those of a store in the cluster have a check of their own. */
const podsReachTheirBuckets: Check = (output, declared) => {
  const world = readWorld(output);
  return configMapValues(world)
    .filter(({ key, placed }) => key.startsWith('BUCKET_') && !isKeptByCluster(declared, placed.environment, 'buckets'))
    .flatMap(({ placed, value }) => {
      const stack = serviceStack(world, placed.environment, placed.folder);
      const roles =
        stack?.printed.filter(({ type }) => type === 'AWS::EKS::PodIdentityAssociation').map(({ properties }) => String(properties.RoleArn)) ?? [];
      const allows = (action: string, resource: string) =>
        grantsOf(world).some(
          ({ role, statement }) => roles.includes(roleArn(role)) && statement.actions.includes(action) && statement.resources.includes(resource),
        );
      const bucket = `arn:${stack?.partition}:s3:::${value}`;
      return allows('s3:ListBucket', bucket) && allows('s3:GetObject', `${bucket}/*`)
        ? []
        : [`${placed.at}: the role of the pods may not read ${value}`];
    });
};

export const bucketSeams: Checks = { buckets, contractValues, podsReachTheirBuckets };
