import type { Declared, DeclaredEnvironment, DeclaredService } from '../independent/check';
import { environmentProps, serviceProps, smallFleet } from '../support/fleets';
import {
  Access, BucketAccess, ClusterDns, ClusterProfile, DustService, Egress, Environment, GitHubOidc, GitHubRepository, NamespaceNaming, Provider, Secret, Vpn,
} from 'dust-service';
import type { DustApp, EnvironmentProps, FleetProps } from 'dust-service';

/** A fleet of another shape than the example, and what a person would say that it declares. */
export interface Variant {
  readonly title: string;
  readonly fleet: FleetProps;
  readonly declare: (app: DustApp) => void;
  readonly declared: Declared;
}

const balancerCidrs = ['10.0.0.0/24'];

export function environment(changes: Partial<DeclaredEnvironment> & { readonly cluster: string; readonly githubEnvironment: string }): DeclaredEnvironment {
  return { account: '111122223333', region: 'eu-central-1', protected: false, loadBalancerCidrs: balancerCidrs, endpointCidrs: ['10.0.1.0/24'], vpn: 'tailscale', waf: false, oidc: 'create', ...changes };
}

export function service(changes: Partial<DeclaredService> = {}): DeclaredService {
  return { subject: 'repo:acme@1/billing@3', branch: 'main', environments: ['dev', 'prod'], access: 'cluster', calls: [], buckets: {}, ...changes };
}

/** Where the controller of External Secrets stands in an environment of a variant. */
function controller(account = '111122223333', partition = 'aws'): string {
  return `arn:${partition}:iam::${account}:role/platform/external-secrets`;
}

const providers = [Provider.s3(), Provider.secretsManager()];

const registry = { account: '111122223333', region: 'eu-central-1' };
const common = { prefix: 'acme', organizationId: 'o-0123456789', fleetSubject: 'repo:acme@1/fleet@2', registry } as const;
const plainEnvironments = {
  dev: environment({ cluster: 'cluster-dev', githubEnvironment: 'dev' }),
  prod: environment({ cluster: 'cluster-prod', githubEnvironment: 'prod', account: '444455556666', protected: true, vpn: 'internalLoadBalancer' }),
};

const sharedProfile = ClusterProfile.of({ kubernetesVersion: '1.33', dns: ClusterDns.nodeLocal('169.254.20.10/32') });
const kubectlProvider = { serviceToken: 'arn:aws:lambda:eu-central-1:111122223333:function:kubectl' };
const keyArn = 'arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555';

export const sharedCluster: Variant = {
  title: 'two environments in one cluster, with namespaces made by CloudFormation and a key that exists',
  fleet: smallFleet({
    environments: ['dev', 'qa'].map((name) => Environment.of(environmentProps({
      name, keyArn, providers, ephemeral: true,
      cluster: { name: 'shared', profile: sharedProfile, namespaces: NamespaceNaming.SERVICE_AND_ENVIRONMENT, kubectlProvider, externalSecretsRoleArn: controller() },
    }))),
  }),
  declare: (app) => {
    new DustService(app, 'billing', serviceProps({ buckets: { scans: {}, old: { access: BucketAccess.READ_ONLY } }, secrets: [Secret.generated('TOKEN')] }));
    new DustService(app, 'front', serviceProps({ repository: GitHubRepository.of('acme/front'), calls: ['billing'], http: { port: 3000, access: Access.vpn() }, secrets: [Secret.provided('TOKEN')] }));
  },
  declared: {
    ...common,
    environments: {
      dev: environment({ cluster: 'shared', githubEnvironment: 'dev', keyArn, sharedCluster: true, externalSecretsRoleArn: controller() }),
      qa: environment({ cluster: 'shared', githubEnvironment: 'qa', keyArn, sharedCluster: true, externalSecretsRoleArn: controller() }),
    },
    services: {
      billing: service({ environments: ['dev', 'qa'], buckets: { scans: {}, old: { readOnly: true } }, secrets: { TOKEN: 'generated' } }),
      front: service({ subject: 'repo:acme/front', environments: ['dev', 'qa'], access: 'vpn', calls: ['billing'], secrets: { TOKEN: 'provided' } }),
    },
  },
};

const governmentNetwork = { account: '555566667777', region: 'us-gov-west-1' } as const;

function governmentCluster(name: string, account: string): EnvironmentProps['cluster'] {
  return { name: `cluster-${name}`, profile: ClusterProfile.of({ kubernetesVersion: '1.34' }), externalSecretsRoleArn: controller(account, 'aws-us-gov') };
}

const government: Variant = {
  title: 'GovCloud, with the registry in an environment\'s own account',
  fleet: smallFleet({
    registry: governmentNetwork,
    environments: [
      Environment.of(environmentProps({ name: 'dev', ...governmentNetwork, providers, cluster: governmentCluster('dev', governmentNetwork.account) })),
      Environment.of(environmentProps({ name: 'prod', ...governmentNetwork, providers, account: '888899990000', protected: true, cluster: governmentCluster('prod', '888899990000') })),
    ],
  }),
  declare: (app) => {
    new DustService(app, 'billing', serviceProps({ http: { port: 8000, access: Access.internet() }, buckets: { scans: { retention: '90d' } }, secrets: [Secret.provided('API_KEY'), Secret.generated('API_KEY_2')] }));
  },
  declared: {
    ...common,
    registry: governmentNetwork,
    environments: {
      dev: environment({ cluster: 'cluster-dev', githubEnvironment: 'dev', ...governmentNetwork, externalSecretsRoleArn: controller(governmentNetwork.account, 'aws-us-gov') }),
      prod: environment({ cluster: 'cluster-prod', githubEnvironment: 'prod', ...governmentNetwork, account: '888899990000', protected: true, externalSecretsRoleArn: controller('888899990000', 'aws-us-gov') }),
    },
    services: { billing: service({ access: 'internet', buckets: { scans: { retention: { Days: 90 } } }, secrets: { API_KEY: 'provided', API_KEY_2: 'generated' } }) },
  },
};

const autoProfile = ClusterProfile.of({ kubernetesVersion: '1.34', autoMode: true, dns: ClusterDns.addressBlock('172.20.0.10/32') });

const autoMode: Variant = {
  title: 'EKS Auto Mode, providers of GitHub that exist, and repositories of the old form',
  fleet: smallFleet({
    repository: GitHubRepository.of('acme/fleet'),
    environments: [
      Environment.of(environmentProps({ name: 'dev', oidc: GitHubOidc.existing(), githubEnvironment: 'Test:V1', cluster: { name: 'cluster-dev', profile: autoProfile } })),
      Environment.of(environmentProps({
        name: 'prod',
        account: '444455556666',
        protected: true,
        oidc: GitHubOidc.existing(),
        githubEnvironment: 'Production',
        cluster: { name: 'cluster-prod', profile: autoProfile },
        ingress: {
          domain: 'acme.example',
          certificateArn: 'arn:aws:acm:eu-central-1:444455556666:certificate/3d1f0b52-6c0a-4f0e-9a39-7b1b2f0c9e11',
          webAclArn: 'arn:aws:wafv2:eu-central-1:444455556666:regional/webacl/public/5b6e0f0c-2f14-4b0f-8a7d-3f9f4e0f6a10',
          vpn: Vpn.internalLoadBalancer({ cidrs: ['10.9.0.0/16', '10.10.0.0/16'] }),
        },
      })),
    ],
  }),
  declare: (app) => {
    new DustService(app, 'billing', serviceProps({ repository: GitHubRepository.of('acme/billing', { branch: 'release/v2' }), http: { port: 8000, access: Access.internet() } }));
    new DustService(app, 'inside', serviceProps({
      repository: GitHubRepository.of('acme/inside'), http: { port: 8000, access: Access.vpn() }, calls: ['billing'], egress: [Egress.anywhere({ ports: [443], reason: 'It reads the pages of partners' })],
    }));
  },
  declared: {
    ...common,
    fleetSubject: 'repo:acme/fleet',
    environments: {
      dev: environment({ cluster: 'cluster-dev', githubEnvironment: 'Test:V1', oidc: 'existing' }),
      prod: environment({ cluster: 'cluster-prod', githubEnvironment: 'Production', account: '444455556666', protected: true, vpn: 'internalLoadBalancer', oidc: 'existing', waf: true }),
    },
    services: {
      billing: service({ subject: 'repo:acme/billing', branch: 'release/v2', access: 'internet' }),
      inside: service({ subject: 'repo:acme/inside', access: 'vpn', calls: ['billing'], egress: ['0.0.0.0/0'] }),
    },
  },
};

const longName = 'a-service-with-a-name-of-forty-letters-x';

const confusing: Variant = {
  title: 'names that are long, and names that are parts of each other',
  fleet: smallFleet(),
  declare: (app) => {
    new DustService(app, 'web', serviceProps({ http: { port: 8000, access: Access.internet() }, buckets: { 'a': {}, 'restart-b': {} } }));
    new DustService(app, 'web-restart', serviceProps({ repository: GitHubRepository.of('acme/web', { ownerId: '1', repositoryId: '4' }), http: { port: 8000, access: Access.vpn() }, buckets: { b: {} }, calls: ['web'] }));
    new DustService(app, longName, serviceProps({ http: { port: 65535, access: Access.vpn(), maxReplicas: 40 }, buckets: { 'a-key-that-is-also-long': {} }, calls: ['web', 'web-restart'] }));
  },
  declared: {
    ...common,
    environments: plainEnvironments,
    services: {
      'web': service({ access: 'internet', buckets: { 'a': {}, 'restart-b': {} } }),
      'web-restart': service({ subject: 'repo:acme@1/web@4', access: 'vpn', buckets: { b: {} }, calls: ['web'] }),
      [longName]: service({ access: 'vpn', buckets: { 'a-key-that-is-also-long': {} }, calls: ['web', 'web-restart'] }),
    },
  },
};

const longestEnvironment = 'environment-0123';
const [first, second] = ['x', 'y'].map((last) => `${'s'.repeat(39)}${last}`) as [string, string];

/** Variables that differ in their last letter, and two whose objects would have one name without a hash. */
const longestSecrets = [...['X', 'Y'].map((last) => `${'V'.repeat(127)}${last}`), 'A_1', 'A1', '_'];
const longestCluster: EnvironmentProps['cluster'] = {
  name: `cluster-${longestEnvironment}`, profile: ClusterProfile.of({ kubernetesVersion: '1.34' }), externalSecretsRoleArn: controller('444455556666'),
};

/** Every name as long as it may be, so that many physical names end in a hash. */
const longest: Variant = {
  title: 'names as long as they may be, of services that differ in their last letter',
  fleet: smallFleet({ prefix: 'abcdefghij', environments: [Environment.of(environmentProps({ name: longestEnvironment, account: '444455556666', protected: true, providers, cluster: longestCluster }))] }),
  declare: (app) => {
    new DustService(app, first, serviceProps({ http: { port: 8000, access: Access.internet('x') }, buckets: { ['k'.repeat(24)]: {}, ['k'.repeat(23)]: {} }, secrets: longestSecrets.map((name) => Secret.provided(name)) }));
    new DustService(app, second, serviceProps({ http: { port: 8000, access: Access.vpn('y') }, calls: [first], buckets: { ['k'.repeat(24)]: {} }, secrets: longestSecrets.map((name) => Secret.generated(name)) }));
  },
  declared: {
    ...common,
    prefix: 'abcdefghij',
    environments: {
      [longestEnvironment]: environment({ cluster: `cluster-${longestEnvironment}`, githubEnvironment: longestEnvironment, account: '444455556666', protected: true, externalSecretsRoleArn: controller('444455556666') }),
    },
    services: {
      [first]: service({ environments: [longestEnvironment], access: 'internet', buckets: { ['k'.repeat(24)]: {}, ['k'.repeat(23)]: {} }, secrets: Object.fromEntries(longestSecrets.map((name) => [name, 'provided' as const])) }),
      [second]: service({ environments: [longestEnvironment], access: 'vpn', calls: [first], buckets: { ['k'.repeat(24)]: {} }, secrets: Object.fromEntries(longestSecrets.map((name) => [name, 'generated' as const])) }),
    },
  },
};

const registryOnly = { account: '777788889999', region: 'eu-west-1' };

const separateRegistry: Variant = {
  title: 'a registry in an account without environments, two regions, and every environment protected',
  fleet: smallFleet({
    registry: registryOnly,
    environments: [
      Environment.of(environmentProps({ name: 'eu', protected: true })),
      Environment.of(environmentProps({ name: 'us', protected: true, region: 'us-east-1' })),
    ],
  }),
  declare: (app) => {
    new DustService(app, 'billing', serviceProps({ http: { port: 8000, access: Access.internet() }, buckets: { scans: {} } }));
  },
  declared: {
    ...common,
    registry: registryOnly,
    environments: {
      eu: environment({ cluster: 'cluster-eu', githubEnvironment: 'eu', protected: true }),
      us: environment({ cluster: 'cluster-us', githubEnvironment: 'us', protected: true, region: 'us-east-1' }),
    },
    services: { billing: service({ environments: ['eu', 'us'], access: 'internet', buckets: { scans: {} } }) },
  },
};

/** Fleets that differ from the example in everything that a person can choose about names, places and clusters. */
export const variants: readonly Variant[] = [sharedCluster, government, autoMode, confusing, longest, separateRegistry];
