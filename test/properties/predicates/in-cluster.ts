import { clusterOf, placesOf, servesInCluster, storingIn } from '../support/fleet-model';
import type { BucketModel, EnvironmentModel, FleetModel, ServiceModel } from '../support/fleet-model';
import type { Invariant } from '../support/invariant';
import { environmentOf, objectIn, objectsOf, removeObject } from '../support/kubernetes';
import { BUCKET, DELETE_OBJECTS, READ_OBJECTS, WRITE_OBJECTS } from '../support/permitted';
import { richFleet } from '../support/rich-fleet';
import type { Fleet } from '../support/synthesized';

/** A fleet whose data is in its clusters: all of it in `dev`, databases with backups in `prod`. */
export const clusterFleet: FleetModel = {
  ...richFleet,
  environments: richFleet.environments.filter(({ name }) => name !== 'staging').map(({ permissions: _permissions, ...environment }): EnvironmentModel => (environment.name === 'dev'
    ? { ...environment, ephemeral: true, inCluster: { kinds: ['postgres', 'bucket', 'cache', 'secret'], backups: false, prometheus: true } }
    : { ...environment, inCluster: { kinds: ['postgres'], backups: true, prometheus: false } })),
  services: richFleet.services.filter(({ name }) => name !== 'worker').map(({ permissions: _permissions, calledBy: _callers, ...service }): ServiceModel => ({
    ...service, calls: [], overrides: {}, buckets: Object.keys(service.buckets).length === 0 ? {} : { 'scans': {}, 'raw-images': { access: 'read-only' } },
    ...(service.postgres === undefined ? {} : { postgres: {}, cache: {} }), ...(service.secrets === undefined ? {} : { secrets: { PROVIDED: 'provided', GENERATED: 'generated' } }),
  })),
};

/** The objects of operators, by kind, that a service has in an environment. */
function expectedObjects(service: ServiceModel, environment: EnvironmentModel): Readonly<Record<string, number>> {
  const [postgres, cache] = (['postgres', 'cache'] as const).map((kind) => (service[kind] !== undefined && servesInCluster(environment, kind) ? 1 : 0)) as [number, number];
  const generated = servesInCluster(environment, 'secret') ? Object.values(service.secrets ?? {}).filter((origin) => origin === 'generated').length : 0;
  const buckets = servesInCluster(environment, 'bucket') ? Object.keys(service.buckets).length : 0;
  const { backups, prometheus } = environment.inCluster ?? { backups: false, prometheus: false };
  return {
    Cluster: postgres, ScheduledBackup: backups ? postgres : 0, PodMonitor: prometheus ? postgres : 0, Redis: cache, Certificate: cache, Password: postgres + cache + generated,
    Bucket: buckets, S3Policy: buckets, S3PolicyBinding: buckets, S3Identity: Math.min(buckets, 1), S3Credentials: Math.min(buckets, 1),
  };
}

export const madeInCluster: Invariant = {
  number: 16,
  title: 'operators are asked for what services asked for, safely, and for nothing else',
  rich: clusterFleet,
  predicate: (fleet) => [
    ...placesOf(fleet.model).flatMap(({ service, environment }) => Object.entries(expectedObjects(service, environment)).flatMap(([kind, count]) => {
      const found = objectsOf(fleet, kind).filter((one) => one.environment === environment.name && one.folder === service.name).length;
      return found === count ? [] : [`${environment.name}/${service.name} has ${found} of ${kind} and not ${count}`];
    })),
    ...fleet.model.environments.flatMap((environment) => {
      const stores = objectsOf(fleet, 'Seaweed').filter((one) => one.environment === environment.name && one.folder === 'dust-objects').length;
      return stores === Math.min(storingIn(fleet.model, environment).length, 1) ? [] : [`${environment.name} has ${stores} stores`];
    }),
    ...objectsOf(fleet, 'Cluster').flatMap(({ object: { spec }, place, ...placed }) => checkCluster(spec, environmentOf(fleet, { place, object: undefined as never, ...placed })).map((problem) => `${place} ${problem}`)),
    ...objectsOf(fleet, 'Redis').flatMap(({ object: { spec }, place }) => (spec.TLS?.secret?.secretName === undefined || spec.kubernetesConfig.redisSecret?.name === undefined ? [`${place} lets anybody in`] : [])),
    ...objectsOf(fleet, 'Bucket').flatMap(({ object: { spec }, place }) => (spec.reclaimPolicy === 'Retain' ? [] : [`${place} goes with its object`])),
    ...objectsOf(fleet, 'Cluster', 'Redis', 'Bucket').flatMap(({ object: { metadata }, place }) => (metadata.annotations?.['kustomize.toolkit.fluxcd.io/prune'] === 'disabled' ? [] : [`${place} may be pruned`])),
  ],
  mutations: [
    { title: 'a database is missing', apply: (fleet) => removeObject(fleet, 'dev', 'ledger', 'Cluster') },
    { title: 'a protected database has one instance', apply: (fleet) => { objectIn(fleet, 'prod', 'ledger', 'Cluster').spec.instances = 1; } },
    { title: 'a database lets anybody in without TLS', apply: (fleet) => { objectIn(fleet, 'dev', 'ledger', 'Cluster').spec.postgresql.pg_hba = []; } },
    { title: 'a database has another version', apply: (fleet) => { objectIn(fleet, 'dev', 'ledger', 'Cluster').spec.imageName = 'postgres:latest'; } },
    { title: 'a superuser comes in', apply: (fleet) => { objectIn(fleet, 'dev', 'ledger', 'Cluster').spec.enableSuperuserAccess = true; } },
    { title: 'there are no backups', apply: (fleet) => removeObject(fleet, 'prod', 'ledger', 'ScheduledBackup') },
    { title: 'the log goes nowhere', apply: (fleet) => delete objectIn(fleet, 'prod', 'ledger', 'Cluster').spec.plugins },
    { title: 'a cache has no TLS', apply: (fleet) => delete objectIn(fleet, 'dev', 'ledger', 'Redis').spec.TLS },
    { title: 'a cache has no password', apply: (fleet) => delete objectIn(fleet, 'dev', 'ledger', 'Redis').spec.kubernetesConfig.redisSecret },
    { title: 'a cache may be pruned', apply: (fleet) => delete objectIn(fleet, 'dev', 'ledger', 'Redis').metadata.annotations },
    { title: 'a bucket goes with its object', apply: (fleet) => { objectIn(fleet, 'dev', 'archive', 'Bucket').spec.reclaimPolicy = 'Delete'; } },
    { title: 'there is no store', apply: (fleet) => removeObject(fleet, 'dev', 'dust-objects', 'Seaweed') },
    { title: 'there is a cache where AWS serves', apply: (fleet) => { fleet.objects.push({ ...fleet.objects.find(({ object }: { object: { kind: string } }) => object.kind === 'Redis'), environment: 'prod' }); } },
  ],
};

function checkCluster(spec: any, { protected: isProtected, inCluster }: EnvironmentModel): string[] {
  const archives = spec.plugins?.some(({ isWALArchiver }: any) => isWALArchiver === true) === true;
  return [
    ...(spec.instances === (isProtected ? 3 : 1) ? [] : [`has ${spec.instances} instances`]),
    ...(/@sha256:[0-9a-f]{64}$/.test(spec.imageName) ? [] : [`runs ${spec.imageName}`]),
    ...(spec.postgresql.pg_hba[0] === 'hostnossl all all all reject' && spec.enableSuperuserAccess === false ? [] : ['lets anybody in']),
    ...(archives === inCluster?.backups ? [] : ['does not keep its log']),
  ];
}

export const grantedInCluster: Invariant = {
  number: 10,
  title: 'the keys of a service reach its own buckets in the store, as was asked for, and nothing else',
  rich: clusterFleet,
  predicate: (fleet) => [...checkIdentities(fleet), ...placesOf(fleet.model).filter(({ environment }) => servesInCluster(environment, 'bucket')).flatMap(({ service, environment }) => {
    const actual = policiesOf(fleet, service, environment);
    const data = objectsOf(fleet, 'ConfigMap').find((one) => one.environment === environment.name && one.folder === service.name && one.object.metadata.name === `${service.name}-config`)?.object.data ?? {};
    const expected = Object.entries(service.buckets).map(([key, bucket]) => grantOn(data[`BUCKET_${key.toUpperCase().replaceAll('-', '_')}`], bucket)).sort();
    return actual.join() === expected.join() ? [] : [`${environment.name}/${service.name} may ${actual.join()} and not ${expected.join()}`];
  })],
  mutations: [
    { title: 'a policy reaches every bucket', apply: (fleet) => { objectIn(fleet, 'dev', 'archive', 'S3Policy').spec.statements[0].resources = ['*']; } },
    { title: 'who reads writes', apply: (fleet) => { objectIn(fleet, 'dev', 'archive', 'S3Policy').spec.statements[1].actions.push('s3:PutObjectAcl'); } },
    { title: 'a policy is somebody else\'s', apply: (fleet) => { objectIn(fleet, 'dev', 'archive', 'S3PolicyBinding').spec.subjects[0].name = 'other'; } },
    { title: 'two services are one identity', apply: (fleet) => { objectIn(fleet, 'dev', 'archive', 'S3Identity').spec.name = objectIn(fleet, 'dev', 'ledger', 'S3Identity').spec.name; } },
    { title: 'keys are somebody else\'s', apply: (fleet) => { objectIn(fleet, 'dev', 'archive', 'S3Credentials').spec.identityRef.name = 'other'; } },
    { title: 'the store admits a namespace without buckets', apply: (fleet) => { objectIn(fleet, 'dev', 'dust-objects', 'ResourceReferenceGrant').spec.from.push({ group: 'seaweed.seaweedfs.com', kind: 'Bucket', namespace: 'web-dev' }); } },
  ],
};

function grantOn(name: string, { access }: BucketModel): string {
  const writes = access === 'read-only' ? [] : [...WRITE_OBJECTS, ...DELETE_OBJECTS];
  return `${[...BUCKET].sort().join(' ')} on ${name}; ${[...READ_OBJECTS, ...writes].sort().join(' ')} on ${name}/*`;
}

/** What the identity of a service is given, statement by statement. */
function policiesOf(fleet: Fleet, service: ServiceModel, environment: EnvironmentModel): string[] {
  const own = (kind: string) => objectsOf(fleet, kind).filter((one) => one.environment === environment.name && one.folder === service.name).map(({ object }) => object);
  const identities = own('S3Credentials').map(({ spec }) => spec.identityRef.name).filter((name) => own('S3Identity').some(({ metadata }) => metadata.name === name));
  const bound = own('S3PolicyBinding').filter(({ spec }) => spec.subjects.every(({ name }: { name: string }) => identities.includes(name))).map(({ spec }) => spec.policyRef.name);
  return own('S3Policy').filter(({ metadata }) => bound.includes(metadata.name)).map(({ spec }) =>
    spec.statements.map(({ effect, actions, resources }: any) => `${effect === 'Allow' ? '' : effect}${[...actions].sort().join(' ')} on ${resources.join()}`).join('; ')).sort();
}

/** The store knows identities by their names alone, and admits the namespaces that have buckets. */
function checkIdentities(fleet: Fleet): string[] {
  const names = objectsOf(fleet, 'S3Identity').map((placed) => `${clusterOf(environmentOf(fleet, placed))} ${placed.object.spec.name}`);
  return [
    ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `two services are ${name}`),
    ...objectsOf(fleet, 'ResourceReferenceGrant').flatMap((placed) => {
      const users = storingIn(fleet.model, environmentOf(fleet, placed)).map(({ name }) => (environmentOf(fleet, placed).sharedCluster ? `${name}-${placed.environment}` : name)).sort();
      const admitted = [...new Set(placed.object.spec.from.map(({ namespace }: { namespace: string }) => namespace))].sort();
      return admitted.join() === users.join() ? [] : [`${placed.place} admits ${admitted.join()}`];
    }),
  ];
}
