import { environment, service } from './variants';
import type { Variant } from './variants';
import type { DeclaredOperators, Request } from '../independent/check';
import { environmentProps, serviceProps, smallFleet } from '../support/fleets';
import { Access, BucketAccess, CertificateIssuerKind, ClusterDns, ClusterProfile, DustService, Environment, GitHubRepository, NamespaceNaming, Provider, Secret } from 'dust-service';
import type { ClusterProfileProps, EnvironmentProps } from 'dust-service';

const common = { prefix: 'acme', organizationId: 'o-0123456789', fleetSubject: 'repo:acme@1/fleet@2', registry: { account: '111122223333', region: 'eu-central-1' } } as const;
const everything = [Provider.cloudNativePg(), Provider.seaweedFs(), Provider.redisOperator(), Provider.clusterSecrets()];

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const images = {
  postgres: { 16: `registry.acme.example:5000/postgresql:16.10@${digest('a')}`, 17: `registry.acme.example:5000/postgresql:17.6@${digest('b')}` },
  buckets: `registry.acme.example/seaweedfs:4.43@${digest('c')}`,
  cache: `registry.acme.example/redis:v7.0.15@${digest('d')}`,
};

/** Operators in namespaces of other names, and certificates by an issuer of each namespace. */
const profile: ClusterProfileProps = {
  kubernetesVersion: '1.34',
  dns: ClusterDns.nodeLocal('169.254.20.10/32'),
  cloudNativePg: { images: images.postgres, namespace: 'databases' },
  seaweedFs: { image: images.buckets, namespace: 'stores' },
  redisOperator: { image: images.cache, namespace: 'caches' },
  certificateIssuer: { name: 'ours', kind: CertificateIssuerKind.ISSUER },
  apiServerCidrs: ['10.100.0.1/32'],
};

function operators(keeps: readonly Request[], prometheus?: string): DeclaredOperators {
  return {
    keeps, images, apiServerCidrs: ['10.100.0.1/32'], issuer: { kind: 'Issuer', name: 'ours' }, monitorLabels: {},
    namespaces: { postgres: 'databases', buckets: 'stores', cache: 'caches', ...(prometheus === undefined ? {} : { prometheus }) },
  };
}

const all: readonly Request[] = ['postgres', 'buckets', 'cache', 'secrets'];

export const sharedOperators: Variant = {
  title: 'everything in one cluster that two environments share, without Prometheus',
  fleet: smallFleet({
    environments: ['dev', 'qa'].map((name) => Environment.of(environmentProps({
      name, ephemeral: true, providers: everything,
      cluster: { name: 'shared', profile: ClusterProfile.of(profile), namespaces: NamespaceNaming.SERVICE_AND_ENVIRONMENT },
    }))),
  }),
  declare: (app) => {
    new DustService(app, 'billing', serviceProps({ postgres: { version: '16' }, buckets: { scans: {}, old: { access: BucketAccess.READ_ONLY } }, cache: {}, secrets: [Secret.generated('TOKEN'), Secret.provided('API_KEY')] }));
    new DustService(app, 'front', serviceProps({ repository: GitHubRepository.of('acme/front'), calls: ['billing'], buckets: { scans: {} }, http: { port: 3000, access: Access.vpn() } }));
    new DustService(app, 'plain', serviceProps({ repository: GitHubRepository.of('acme/plain') }));
  },
  declared: {
    ...common,
    environments: Object.fromEntries(['dev', 'qa'].map((name) => [name, environment({ cluster: 'shared', githubEnvironment: name, sharedCluster: true, ephemeral: true, operators: operators(all) })])),
    services: {
      billing: service({ environments: ['dev', 'qa'], postgres: true, postgresVersion: '16', buckets: { scans: {}, old: { readOnly: true } }, cache: true, secrets: { TOKEN: 'generated', API_KEY: 'provided' } }),
      front: service({ subject: 'repo:acme/front', environments: ['dev', 'qa'], access: 'vpn', calls: ['billing'], buckets: { scans: {} } }),
      plain: service({ subject: 'repo:acme/plain', environments: ['dev', 'qa'] }),
    },
  },
};

const longEnvironment = 'environment-0123';
const longServices = ['x', 'y'].map((last) => `${'s'.repeat(39)}${last}`);
const longSecrets = ['X', 'Y'].map((last) => `${'V'.repeat(127)}${last}`);

/** Every name as long as it may be. */
const longest: Variant = {
  title: 'everything in the cluster, with names as long as they may be',
  fleet: smallFleet({
    prefix: 'abcdefghij',
    environments: [Environment.of(environmentProps({ name: longEnvironment, ephemeral: true, providers: everything, cluster: { name: `cluster-${longEnvironment}`, profile: ClusterProfile.of({ ...profile, prometheus: {} }) } }))],
  }),
  declare: (app) => {
    for (const name of longServices) {
      new DustService(app, name, serviceProps({ postgres: {}, cache: {}, buckets: { ['k'.repeat(24)]: {}, ['k'.repeat(23)]: {} }, secrets: [Secret.provided(longSecrets[0]!), Secret.generated(longSecrets[1]!)] }));
    }
  },
  declared: {
    ...common,
    prefix: 'abcdefghij',
    environments: { [longEnvironment]: environment({ cluster: `cluster-${longEnvironment}`, githubEnvironment: longEnvironment, ephemeral: true, operators: operators(all, 'monitoring') }) },
    services: Object.fromEntries(longServices.map((name) => [name, service({
      environments: [longEnvironment], postgres: true, cache: true, buckets: { ['k'.repeat(24)]: {}, ['k'.repeat(23)]: {} }, secrets: { [longSecrets[0]!]: 'provided', [longSecrets[1]!]: 'generated' },
    })])),
  },
};

const controller = 'arn:aws:iam::444455556666:role/platform/external-secrets';
const mixedCluster: EnvironmentProps['cluster'] = { name: 'cluster-prod', profile: ClusterProfile.of(profile), externalSecretsRoleArn: controller };

/** A database of the cluster beside secrets and buckets of AWS, where nothing may be lost. */
export const guardedDatabase: Variant = {
  title: 'a protected database in the cluster, with backups, beside buckets and secrets of AWS',
  fleet: smallFleet({
    environments: [Environment.of(environmentProps({
      name: 'prod', account: '444455556666', protected: true, cluster: mixedCluster,
      providers: [Provider.cloudNativePg({ objectStore: 'nightly' }), Provider.s3(), Provider.secretsManager()],
    }))],
  }),
  declare: (app) => {
    new DustService(app, 'billing', serviceProps({ postgres: {}, buckets: { scans: {} }, secrets: [Secret.generated('TOKEN'), Secret.provided('API_KEY')] }));
  },
  declared: {
    ...common,
    environments: { prod: environment({ cluster: 'cluster-prod', githubEnvironment: 'prod', account: '444455556666', protected: true, externalSecretsRoleArn: controller, operators: operators(['postgres']) }) },
    services: { billing: service({ environments: ['prod'], postgres: true, buckets: { scans: {} }, secrets: { TOKEN: 'generated', API_KEY: 'provided' } }) },
  },
};

export const clusterVariants: readonly Variant[] = [sharedOperators, longest, guardedDatabase];
