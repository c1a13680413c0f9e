import {
  Access, ClusterProfile, DustService, Environment, GitHub, GitHubOidc, GitHubRepository, Provider, TrustClosure, Vpn,
} from 'dust-service';
import type { ClusterProfileProps, DustApp, DustServiceProps, EnvironmentProps, FleetProps } from 'dust-service';

/** A complete environment of which a test changes what it is about. */
export function environmentProps(changes: Partial<EnvironmentProps> & { name: string }): EnvironmentProps {
  return {
    account: '111122223333',
    region: 'eu-central-1',
    cluster: { name: `cluster-${changes.name}`, profile: ClusterProfile.of({ kubernetesVersion: '1.34' }) },
    network: {
      vpcId: 'vpc-0123456789abcdef0',
      loadBalancerSubnets: [{ id: 'subnet-0123456789abcdef0', cidr: '10.0.0.0/24' }],
      endpointSubnets: [{ id: 'subnet-0123456789abcdef1', cidr: '10.0.1.0/24' }],
    },
    ingress: { domain: `${changes.name}.acme.example`, vpn: Vpn.tailscale() },
    oidc: GitHubOidc.create(),
    providers: [Provider.s3()],
    ...changes,
  };
}

/** Everything is closed that IAM cannot tell apart, for tests of something else. */
export const CLOSURES = [
  TrustClosure.protectionRules('The organization has rules for branches and environments'),
  TrustClosure.reviewedWorkflows('The platform team reviews every workflow'),
  TrustClosure.runnerGroups('The organization has no runners of its own'),
  TrustClosure.keptNames('Names of repositories are never given up'),
];

export const CLOSED = GitHub.cloud({ closures: CLOSURES });

/** A fleet with one unprotected and one protected environment. */
export function smallFleet(changes: Partial<FleetProps> = {}): FleetProps {
  return {
    prefix: 'acme',
    organizationId: 'o-0123456789',
    gitHub: CLOSED,
    repository: GitHubRepository.of('acme/fleet', { ownerId: '1', repositoryId: '2' }),
    environments: [
      Environment.of(environmentProps({ name: 'dev', ephemeral: true })),
      Environment.of(environmentProps({ name: 'prod', account: '444455556666', protected: true, ingress: { domain: 'acme.example', vpn: Vpn.internalLoadBalancer({ cidrs: ['10.9.0.0/16'] }) } })),
    ],
    registry: { account: '111122223333', region: 'eu-central-1' },
    ...changes,
  };
}

/** What an environment needs for databases, caches and secrets of AWS. */
export function richEnvironmentProps(changes: Partial<EnvironmentProps> & { name: string }): EnvironmentProps {
  const base = environmentProps(changes);
  return {
    ...base,
    cluster: {
      ...base.cluster,
      profile: ClusterProfile.of({ kubernetesVersion: '1.34', postgresClientImage: `registry.acme.example/postgres-client:17.6@sha256:${'0a'.repeat(32)}` }),
      podSecurityGroupId: 'sg-0123456789abcdef0',
      externalSecretsRoleArn: `arn:aws:iam::${base.account}:role/external-secrets`,
    },
    network: {
      ...base.network,
      databaseSubnets: [{ id: 'subnet-0123456789abcdef2', cidr: '10.0.2.0/24' }, { id: 'subnet-0123456789abcdef3', cidr: '10.0.3.0/24' }],
    },
    providers: [Provider.rds(), Provider.s3(), Provider.elastiCache(), Provider.secretsManager()],
    ...changes,
  };
}

/** The small fleet, with everything that AWS serves. */
export function richFleet(changes: Partial<FleetProps> = {}): FleetProps {
  return smallFleet({
    environments: [
      Environment.of(richEnvironmentProps({ name: 'dev', ephemeral: true })),
      Environment.of(richEnvironmentProps({ name: 'prod', account: '444455556666', protected: true, ingress: { domain: 'acme.example' } })),
    ],
    ...changes,
  });
}

/** A small service of which a test changes what it is about. */
export function serviceProps(changes: Partial<DustServiceProps> = {}): DustServiceProps {
  return {
    owner: 'team',
    repository: GitHubRepository.of('acme/billing', { ownerId: '1', repositoryId: '3' }),
    http: { port: 8000, access: Access.cluster() },
    ...changes,
  };
}

/** Declares one service in an app. */
export function declaring(name: string, changes: Partial<DustServiceProps> = {}): (app: DustApp) => void {
  return (app) => void new DustService(app, name, serviceProps(changes));
}

const DIGEST = `sha256:${'0a'.repeat(32)}`;

/** What a cluster has that runs every operator a provider could need. */
export function operatorProfileProps(changes: Partial<ClusterProfileProps> = {}): ClusterProfileProps {
  return {
    kubernetesVersion: '1.34',
    postgresClientImage: `registry.acme.example/postgres-client:17.6@${DIGEST}`,
    cloudNativePg: { images: { 15: `registry.acme.example/postgresql:15.14@${DIGEST}`, 17: `registry.acme.example/postgresql:17.6-standard-trixie@${DIGEST}`, 18: `registry.acme.example/postgresql:18.1@${DIGEST}` } },
    seaweedFs: { image: `registry.acme.example/seaweedfs:4.0@${DIGEST}` },
    redisOperator: { image: `registry.acme.example/redis:v8.2.1@${DIGEST}` },
    certificateIssuer: { name: 'cluster-ca' },
    apiServerCidrs: ['172.20.0.1/32', '10.0.9.0/28'],
    ...changes,
  };
}

/** An environment in which any provider can serve, whoever runs it; its own are those of the cluster. */
export function operatorEnvironmentProps(changes: Partial<EnvironmentProps> & { name: string }, profile: Partial<ClusterProfileProps> = {}): EnvironmentProps {
  const base = richEnvironmentProps({ name: changes.name, ...(changes.account === undefined ? {} : { account: changes.account }) });
  return {
    ...base,
    ephemeral: changes.protected !== true,
    cluster: { ...base.cluster, profile: ClusterProfile.of(operatorProfileProps(profile)) },
    providers: [Provider.cloudNativePg(), Provider.seaweedFs(), Provider.redisOperator(), Provider.clusterSecrets()],
    ...changes,
  };
}
