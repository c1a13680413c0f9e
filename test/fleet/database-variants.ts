import { environment, service } from './variants';
import type { Variant } from './variants';
import { environmentProps, serviceProps, smallFleet } from '../support/fleets';
import { Access, ClusterProfile, DustService, Environment, GitHubRepository, NamespaceNaming, Provider, Secret } from 'dust-service';
import type { EnvironmentProps } from 'dust-service';

const providers = [Provider.s3(), Provider.secretsManager(), Provider.rds(), Provider.elastiCache()];
const common = { prefix: 'acme', organizationId: 'o-0123456789', fleetSubject: 'repo:acme@1/fleet@2', registry: { account: '111122223333', region: 'eu-central-1' } } as const;

const subnets = [{ id: 'subnet-0123456789abcdef2', cidr: '10.0.2.0/24' }, { id: 'subnet-0123456789abcdef3', cidr: '10.0.3.0/24' }];
const network: EnvironmentProps['network'] = {
  vpcId: 'vpc-0123456789abcdef0',
  loadBalancerSubnets: [{ id: 'subnet-0123456789abcdef0', cidr: '10.0.0.0/24' }],
  databaseSubnets: subnets,
  endpointSubnets: [{ id: 'subnet-0123456789abcdef1', cidr: '10.0.1.0/24' }],
};

/** Pinned, as K4 asks. */
const postgresClientImage = `111122223333.dkr.ecr.eu-central-1.amazonaws.com/platform/postgres-client@sha256:${'0123456789abcdef'.repeat(4)}`;
const podSecurityGroupId = 'sg-0123456789abcdef0';
const profile = ClusterProfile.of({ kubernetesVersion: '1.34', postgresClientImage });
const kept = { databaseSubnets: subnets, vpcId: network.vpcId, podSecurityGroupId, postgresClientImage };

function controller(account: string, partition = 'aws'): string {
  return `arn:${partition}:iam::${account}:role/platform/external-secrets`;
}

function cluster(name: string, account: string, partition?: string): EnvironmentProps['cluster'] {
  return { name, profile, podSecurityGroupId, externalSecretsRoleArn: controller(account, partition) };
}

const longEnvironments = ['environment-0123', 'environment-4567'];
const longServices = ['x', 'y'].map((last) => `${'s'.repeat(39)}${last}`);
const account = '444455556666';

/** Every name as long as it may be, in one account and region. */
const longest: Variant = {
  title: 'databases whose names are as long as they may be, in two environments of one account',
  fleet: smallFleet({
    prefix: 'abcdefghij',
    environments: longEnvironments.map((name) => Environment.of(environmentProps({ name, account, providers, network, cluster: cluster(`cluster-${name}`, account) }))),
  }),
  declare: (app) => {
    for (const [index, name] of longServices.entries()) {
      new DustService(app, name, serviceProps({ http: { port: 8000, access: Access.internet(`n${index}`) }, postgres: {}, cache: {} }));
    }
  },
  declared: {
    ...common,
    prefix: 'abcdefghij',
    environments: Object.fromEntries(longEnvironments.map((name) => [
      name, environment({ cluster: `cluster-${name}`, githubEnvironment: name, account, externalSecretsRoleArn: controller(account), ...kept }),
    ])),
    services: Object.fromEntries(longServices.map((name) => [name, service({ environments: longEnvironments, access: 'internet', postgres: true, cache: true })])),
  },
};

const keyArn = 'arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555';

/** Names that look like what a database brings along, in one cluster. */
export const sharedDatabases: Variant = {
  title: 'databases of two environments in one cluster, with a key that exists and services that are called like requests',
  fleet: smallFleet({
    environments: ['dev', 'qa'].map((name) => Environment.of(environmentProps({
      name, keyArn, providers, network, ephemeral: true, cluster: { ...cluster('shared', '111122223333'), namespaces: NamespaceNaming.SERVICE_AND_ENVIRONMENT },
    }))),
  }),
  declare: (app) => {
    new DustService(app, 'postgres', serviceProps({ postgres: { version: '16' }, secrets: [Secret.generated('MASTER'), Secret.provided('APPLICATION')] }));
    new DustService(app, 'cache', serviceProps({ repository: GitHubRepository.of('acme/cache'), cache: {}, calls: ['postgres'], secrets: [Secret.provided('ENDPOINT')] }));
    new DustService(app, 'web-postgres', serviceProps({ repository: GitHubRepository.of('acme/web'), postgres: {}, cache: {} }));
    new DustService(app, 'plain', serviceProps({ repository: GitHubRepository.of('acme/plain') }));
  },
  declared: {
    ...common,
    environments: Object.fromEntries(['dev', 'qa'].map((name) => [
      name, environment({ cluster: 'shared', githubEnvironment: name, keyArn, sharedCluster: true, externalSecretsRoleArn: controller('111122223333'), ...kept }),
    ])),
    services: {
      'postgres': service({ environments: ['dev', 'qa'], postgres: true, secrets: { MASTER: 'generated', APPLICATION: 'provided' } }),
      'cache': service({ subject: 'repo:acme/cache', environments: ['dev', 'qa'], cache: true, calls: ['postgres'], secrets: { ENDPOINT: 'provided' } }),
      'web-postgres': service({ subject: 'repo:acme/web', environments: ['dev', 'qa'], postgres: true, cache: true }),
      'plain': service({ subject: 'repo:acme/plain', environments: ['dev', 'qa'] }),
    },
  },
};

/** A public certificate, which stands for the bundle that an environment of GovCloud brings. */
const databaseCa = `${[
  '-----BEGIN CERTIFICATE-----',
  'MIIBtjCCAVugAwIBAgITBmyf1XSXNmY/Owua2eiedgPySjAKBggqhkjOPQQDAjA5',
  'MQswCQYDVQQGEwJVUzEPMA0GA1UEChMGQW1hem9uMRkwFwYDVQQDExBBbWF6b24g',
  'Um9vdCBDQSAzMB4XDTE1MDUyNjAwMDAwMFoXDTQwMDUyNjAwMDAwMFowOTELMAkG',
  'A1UEBhMCVVMxDzANBgNVBAoTBkFtYXpvbjEZMBcGA1UEAxMQQW1hem9uIFJvb3Qg',
  'Q0EgMzBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABCmXp8ZBf8ANm+gBG1bG8lKl',
  'ui2yEujSLtf6ycXYqm0fc4E7O5hrOXwzpcVOho6AF2hiRVd9RFgdszflZwjrZt6j',
  'QjBAMA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0PAQH/BAQDAgGGMB0GA1UdDgQWBBSr',
  'ttvXBp43rDCGB5Fwx5zEGbF4wDAKBggqhkjOPQQDAgNJADBGAiEA4IWSoxe3jfkr',
  'BqWTrBqYaGFy+uGh0PsceGCmQ5nFuMQCIQCcAu/xlJyzlvnrxir4tiz+OpAUFteM',
  'YyRIHN8wfdVoOw==',
  '-----END CERTIFICATE-----',
].join('\n')}\n`;

const place = { account: '555566667777', region: 'us-gov-west-1' } as const;
const guarded = '888899990000';

const government: Variant = {
  title: 'databases in GovCloud, with certificates that the environment brings',
  fleet: smallFleet({
    registry: place,
    environments: [
      Environment.of(environmentProps({ name: 'dev', ...place, providers, network, databaseCa, cluster: cluster('cluster-dev', place.account, 'aws-us-gov') })),
      Environment.of(environmentProps({ name: 'prod', ...place, account: guarded, protected: true, providers, network, databaseCa, cluster: cluster('cluster-prod', guarded, 'aws-us-gov') })),
    ],
  }),
  declare: (app) => {
    new DustService(app, 'billing', serviceProps({ postgres: { version: '18', instanceClass: 'db.m7g.large', storage: '100Gi' }, cache: {}, buckets: { scans: {} } }));
  },
  declared: {
    ...common,
    registry: place,
    environments: {
      dev: environment({ cluster: 'cluster-dev', githubEnvironment: 'dev', ...place, databaseCa, externalSecretsRoleArn: controller(place.account, 'aws-us-gov'), ...kept }),
      prod: environment({ cluster: 'cluster-prod', githubEnvironment: 'prod', ...place, account: guarded, protected: true, databaseCa, externalSecretsRoleArn: controller(guarded, 'aws-us-gov'), ...kept }),
    },
    services: { billing: service({ buckets: { scans: {} }, postgres: true, cache: true }) },
  },
};

export const databaseVariants: readonly Variant[] = [longest, sharedDatabases, government];
