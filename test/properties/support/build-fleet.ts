import { mapValues, permissionsOf, requestProps, requestSizes } from './build-requests';
import { DATABASE_CA } from './certificate';
import { servesInCluster } from './fleet-model';
import type { AccessModel, EgressModel, EnvironmentModel, FleetModel, OverrideModel, Partition, RepositoryModel, ServiceModel, SizesModel } from './fleet-model';
import { CLOSED } from '../../support/fleets';
import {
  Access, ClusterDns, ClusterProfile, DataClass, DustService, Egress, Environment, GitHubOidc, GitHubRepository, NamespaceNaming, Provider, Vpn,
} from 'dust-service';
import type { ClusterProfileProps, DustApp, DustServiceProps, EnvironmentProps, FleetProps, OverrideProps } from 'dust-service';

/** What the public API takes for a model, before anything is declared. */
export interface Declarations {
  readonly fleet: FleetProps;
  readonly services: readonly { readonly name: string; readonly props: DustServiceProps }[];
}

/** An object may be changed on its way to the library: frozen, its keys turned around, a part replaced. */
export type Wrap = <T>(value: T) => T;
const asItIs: Wrap = (value) => value;

export function declarationsOf(model: FleetModel, wrap: Wrap = asItIs): Declarations {
  return {
    fleet: wrap({
      prefix: model.prefix,
      organizationId: 'o-0123456789',
      gitHub: CLOSED,
      repository: repositoryOf(model.repository, wrap),
      environments: model.environments.map((environment) => Environment.of(wrap(environmentProps(environment, model.partition, wrap)))),
      registry: wrap({ ...model.registry }),
    }),
    services: model.services.map((service) => ({ name: service.name, props: wrap(serviceProps(service, wrap)) })),
  };
}

export function declareAll({ services }: Declarations): (app: DustApp) => void {
  return (app) => { for (const { name, props } of services) new DustService(app, name, props); };
}

export function environmentProps(model: EnvironmentModel, partition: Partition, wrap: Wrap = asItIs): EnvironmentProps {
  const { name, account, region } = model;
  const given = (service: string, resource: string): string => `arn:${partition}:${service}:${region}:${account}:${resource}`;
  return {
    name, account, region,
    protected: model.protected,
    ephemeral: model.ephemeral,
    ...(model.githubEnvironment === undefined ? {} : { githubEnvironment: model.githubEnvironment }),
    cluster: wrap({
      name: model.cluster,
      profile: ClusterProfile.of(wrap({ kubernetesVersion: '1.34', autoMode: model.autoMode, ...dnsOf(model.dns), ...(model.databases ? { postgresClientImage: CLIENT_IMAGE } : {}), ...operatorsOf(model, wrap) })),
      namespaces: model.sharedCluster ? NamespaceNaming.SERVICE_AND_ENVIRONMENT : NamespaceNaming.SERVICE,
      ...(model.databases ? { podSecurityGroupId: POD_SECURITY_GROUP } : {}),
      ...(model.externalSecrets ? { externalSecretsRoleArn: controllerArn(model, partition) } : {}),
      ...(model.kubectlProvider ? { kubectlProvider: { serviceToken: given('lambda', 'function:kubectl-handler') } } : {}),
    }),
    network: wrap(networkOf(model)),
    ingress: wrap({
      domain: model.domain,
      ...(model.certificate ? { certificateArn: given('acm', 'certificate/3d1f0b52-6c0a-4f0e-9a39-7b1b2f0c9e11') } : {}),
      ...(model.webAcl ? { webAclArn: given('wafv2', 'regional/webacl/public/5b6e0f0c-2f14-4b0f-8a7d-3f9f4e0f6a10') } : {}),
      ...vpnOf(model.vpn),
    }),
    oidc: model.createsOidc ? GitHubOidc.create() : GitHubOidc.existing(),
    ...(model.ownKey ? { keyArn: given('kms', 'key/0a1b2c3d-0000-4000-8000-0123456789ab') } : {}),
    ...(model.databaseCa ? { databaseCa: DATABASE_CA } : {}),
    ...(model.permissions === undefined ? {} : { permissions: permissionsOf(model.permissions) }),
    providers: providersOf(model),
  };
}

function providersOf(model: EnvironmentModel): Provider[] {
  const backups = model.inCluster?.backups === true ? { objectStore: 'backups' } : {};
  return [
    servesInCluster(model, 'bucket') ? Provider.seaweedFs() : Provider.s3(),
    servesInCluster(model, 'secret') ? Provider.clusterSecrets() : Provider.secretsManager(),
    servesInCluster(model, 'postgres') ? Provider.cloudNativePg(backups) : Provider.rds(),
    servesInCluster(model, 'cache') ? Provider.redisOperator() : Provider.elastiCache(),
  ];
}

function operatorsOf({ inCluster }: EnvironmentModel, wrap: Wrap): Partial<ClusterProfileProps> {
  if (inCluster === undefined) return {};
  const image = (name: string, tag: string): string => `registry.acme.example/${name}:${tag}@sha256:${'0a'.repeat(32)}`;
  return {
    cloudNativePg: wrap({ images: wrap(Object.fromEntries(['15', '16', '17', '18'].map((version) => [version, image('postgresql', `${version}.1`)]))) }),
    seaweedFs: wrap({ image: image('seaweedfs', '4.0') }),
    redisOperator: wrap({ image: image('redis', 'v8.2.1') }),
    certificateIssuer: wrap({ name: 'cluster-ca' }),
    apiServerCidrs: [API_SERVER_CIDR],
    ...(inCluster.prometheus ? { prometheus: wrap({ labels: wrap({ release: 'prometheus' }) }) } : {}),
  };
}

const API_SERVER_CIDR = '172.20.0.1/32';

/** The role of the controller of External Secrets in a cluster. */
export function controllerArn({ account }: Pick<EnvironmentModel, 'account'>, partition: Partition): string {
  return `arn:${partition}:iam::${account}:role/platform/external-secrets`;
}

export const LOAD_BALANCER_CIDRS = ['10.0.0.0/24', '10.0.1.0/24'];
export const DATABASE_CIDRS = ['10.0.16.0/24', '10.0.17.0/24'];
export const POD_SECURITY_GROUP = 'sg-0123456789abcdef0';
export const CLIENT_IMAGE = `registry.acme.example/platform/postgres-client@sha256:${'0a'.repeat(32)}`;
export const AWS_ENDPOINT_CIDR = '10.0.8.0/26';
export const AWS_BLOCK_CIDR = '52.92.0.0/17';
export const VPN_CIDR = '10.9.0.0/16';
export const DNS_CIDRS = { nodeLocal: '169.254.20.10/32', addressBlock: '172.20.0.10/32' } as const;

function networkOf({ awsBy, databases, reason }: EnvironmentModel): EnvironmentProps['network'] {
  return {
    vpcId: 'vpc-0123456789abcdef0',
    loadBalancerSubnets: LOAD_BALANCER_CIDRS.map((cidr, index) => ({ id: `subnet-0123456789abcdef${index}`, cidr })),
    ...(databases ? { databaseSubnets: DATABASE_CIDRS.map((cidr, index) => ({ id: `subnet-0123456789abcde${index}f`, cidr })) } : {}),
    ...(awsBy === 'addressBlocks' ? {} : { endpointSubnets: [{ id: 'subnet-0123456789abcdef9', cidr: AWS_ENDPOINT_CIDR }] }),
    ...(awsBy === 'endpoints' ? {} : { awsAddressBlocks: [{ cidr: AWS_BLOCK_CIDR, reason }] }),
  };
}

function dnsOf(dns: EnvironmentModel['dns']): { dns?: ClusterDns } {
  if (dns === 'default') return {};
  if (dns === 'pods') return { dns: ClusterDns.pods() };
  return { dns: dns === 'nodeLocal' ? ClusterDns.nodeLocal(DNS_CIDRS.nodeLocal) : ClusterDns.addressBlock(DNS_CIDRS.addressBlock) };
}

function vpnOf(vpn: EnvironmentModel['vpn']): { vpn?: Vpn } {
  if (vpn === 'none') return {};
  return { vpn: vpn === 'tailscale' ? Vpn.tailscale({ tags: ['tag:k8s'] }) : Vpn.internalLoadBalancer({ cidrs: [VPN_CIDR] }) };
}

export function repositoryOf({ slug, ids, branch }: RepositoryModel, wrap: Wrap = asItIs): GitHubRepository {
  return GitHubRepository.of(slug, wrap({
    ...(ids === undefined ? {} : { ownerId: ids.owner, repositoryId: ids.repository }),
    ...(branch === undefined ? {} : { branch }),
  }));
}

export function serviceProps(model: ServiceModel, wrap: Wrap = asItIs): DustServiceProps {
  const { owner, environments, values, calls, calledBy } = model;
  return {
    owner,
    repository: repositoryOf(model.repository, wrap),
    http: wrap({
      port: model.port,
      access: accessOf(model.access),
      ...(model.liveness === undefined ? {} : { health: { liveness: model.liveness } }),
      ...(model.writable === undefined ? {} : { writable: [...model.writable] }),
      ...(model.command === undefined ? {} : { command: [...model.command] }),
      ...(model.args === undefined ? {} : { args: [...model.args] }),
      ...sizesOf(model),
    }),
    ...(environments === undefined ? {} : { environments: [...environments] }),
    ...(model.dataClass === undefined ? {} : { dataClass: model.dataClass as DataClass }),
    values: wrap({ ...values }),
    ...requestProps(model, wrap),
    calls: [...calls],
    ...(calledBy === undefined ? {} : { calledBy: [...calledBy] }),
    egress: model.egress.map((egress) => egressOf(egress, wrap)),
    overrides: wrap(mapValues(model.overrides, (override) => wrap(overrideOf(override, wrap)))),
  };
}

function accessOf({ kind, name }: AccessModel): Access {
  if (kind === 'cluster') return Access.cluster();
  return kind === 'internet' ? Access.internet(name) : Access.vpn(name);
}

function egressOf({ cidr, ports, reason }: EgressModel, wrap: Wrap): Egress {
  const props = wrap({ ports: [...ports], reason });
  return cidr === undefined ? Egress.anywhere(props) : Egress.cidr(cidr, props);
}

function overrideOf(model: OverrideModel, wrap: Wrap): OverrideProps {
  return { ...sizesOf(model), ...requestSizes(model, wrap), ...(model.values === undefined ? {} : { values: wrap({ ...model.values }) }) };
}

function sizesOf({ replicas, maxReplicas, cpu, cpuLimit, memory }: SizesModel): SizesModel {
  return Object.fromEntries(Object.entries({ replicas, maxReplicas, cpu, cpuLimit, memory }).filter(([, value]) => value !== undefined));
}
