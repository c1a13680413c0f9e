import {
  ClusterProfile, Environment, GitHub, GitHubOidc, GitHubRepository, TrustClosure, Vpn, type FleetProps, type NetworkProps,
} from 'dust-service';

const common = {
  kubernetesVersion: '1.34',
  // Built and mirrored as images/postgres-client says; every account of the organization may pull it.
  postgresClientImage: '111122223333.dkr.ecr.us-east-1.amazonaws.com/platform/postgres-client@sha256:9f2b1c6d0a7e4835b6c1d2e3f4a5968778695a4b3c2d1e0f9a8b7c6d5e4f3021',
};

const profile = ClusterProfile.of(common);

/** Development keeps its data in the cluster, so its profile names the operators and the images that they run. */
// #region development
const developmentProfile = ClusterProfile.of({
  ...common,
  cloudNativePg: { images: { 17: '111122223333.dkr.ecr.us-east-1.amazonaws.com/platform/postgresql:17.6-standard-trixie@sha256:1c4d6b0a9e2f47538b6c1d2e3f4a5968778695a4b3c2d1e0f9a8b7c6d5e4f302' } },
  seaweedFs: { image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/platform/seaweedfs:4.43@sha256:2d5e7c1b0f3a58649c7d2e3f4a5b6a79889706b5c4d3e2f1a0b9c8d7e6f5a413' },
  redisOperator: { image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/platform/opstree-redis:v7.0.15@sha256:3e6f8d2c1a4b69750d8e3f4a5b6c7b8a99a817c6d5e4f3a2b1cad9e8f7a6b524' },
  certificateIssuer: { name: 'workshop-ca' },
  prometheus: { labels: { release: 'monitoring' } },
  // The address in the cluster, and the subnets that EKS has put its own interfaces into.
  apiServerCidrs: ['172.20.0.1/32', '10.10.24.0/28', '10.10.24.16/28'],
});
// #endregion

/** Both environments of the account share its network and stand in clusters of their own. */
const workshop: NetworkProps = {
  vpcId: 'vpc-0d5f1a2b3c4d5e6f7',
  loadBalancerSubnets: [
    { id: 'subnet-0a11111111111111a', cidr: '10.10.0.0/24' },
    { id: 'subnet-0a22222222222222b', cidr: '10.10.1.0/24' },
  ],
  databaseSubnets: [
    { id: 'subnet-0d11111111111111a', cidr: '10.10.16.0/24' },
    { id: 'subnet-0d22222222222222b', cidr: '10.10.17.0/24' },
  ],
  endpointSubnets: [
    { id: 'subnet-0e11111111111111a', cidr: '10.10.8.0/26' },
    { id: 'subnet-0e22222222222222b', cidr: '10.10.8.64/26' },
  ],
};

const dev = Environment.development({
  name: 'dev',
  account: '111122223333',
  region: 'us-east-1',
  qualifier: 'dustdev',
  oidc: GitHubOidc.create(),
  cluster: {
    name: 'workshop-dev',
    profile: developmentProfile,
    podSecurityGroupId: 'sg-0d3f0a1b2c3d4e5f6',
    externalSecretsRoleArn: 'arn:aws:iam::111122223333:role/workshop-dev-external-secrets',
  },
  network: workshop,
  ingress: { domain: 'dev.dust.example', vpn: Vpn.tailscale({ tags: ['tag:k8s'] }) },
});

const staging = Environment.production({
  name: 'staging',
  protected: false,
  account: '111122223333',
  region: 'us-east-1',
  qualifier: 'duststag',
  oidc: GitHubOidc.create(),
  cluster: {
    name: 'workshop-staging',
    profile,
    podSecurityGroupId: 'sg-05f6e7d8c9b0a1f2e',
    externalSecretsRoleArn: 'arn:aws:iam::111122223333:role/workshop-staging-external-secrets',
  },
  network: workshop,
  ingress: {
    domain: 'staging.dust.example',
    certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/3d1f0b52-6c0a-4f0e-9a39-7b1b2f0c9e11',
    vpn: Vpn.tailscale({ tags: ['tag:k8s'] }),
  },
});

const prod = Environment.production({
  name: 'prod',
  account: '444455556666',
  region: 'us-east-1',
  qualifier: 'dustprod',
  oidc: GitHubOidc.create(),
  cluster: {
    name: 'foundry-prod',
    profile,
    podSecurityGroupId: 'sg-0b9a8c7d6e5f40312',
    externalSecretsRoleArn: 'arn:aws:iam::444455556666:role/foundry-prod-external-secrets',
  },
  network: {
    vpcId: 'vpc-0f7e6d5c4b3a2f1e0',
    loadBalancerSubnets: [
      { id: 'subnet-0b11111111111111a', cidr: '10.40.0.0/24' },
      { id: 'subnet-0b22222222222222b', cidr: '10.40.1.0/24' },
      { id: 'subnet-0b33333333333333c', cidr: '10.40.2.0/24' },
    ],
    databaseSubnets: [
      { id: 'subnet-0c11111111111111a', cidr: '10.40.16.0/24' },
      { id: 'subnet-0c22222222222222b', cidr: '10.40.17.0/24' },
      { id: 'subnet-0c33333333333333c', cidr: '10.40.18.0/24' },
    ],
    endpointSubnets: [
      { id: 'subnet-0f11111111111111a', cidr: '10.40.8.0/26' },
      { id: 'subnet-0f22222222222222b', cidr: '10.40.8.64/26' },
    ],
  },
  ingress: {
    domain: 'dust.example',
    certificateArn: 'arn:aws:acm:us-east-1:444455556666:certificate/9a0c4f63-51c4-4a57-8f0a-0b6f1b0d2c77',
    webAclArn: 'arn:aws:wafv2:us-east-1:444455556666:regional/webacl/public/5b6e0f0c-2f14-4b0f-8a7d-3f9f4e0f6a10',
    vpn: Vpn.internalLoadBalancer({ cidrs: ['10.200.0.0/16'] }),
  },
});

/** The company's fleet: two environments in one account, production in another. */
export const fleet: FleetProps = {
  prefix: 'dust',
  organizationId: 'o-d1u2s3t4i5',
  // #region github
  gitHub: GitHub.cloud({
    closures: [
      TrustClosure.protectionRules('A ruleset of the organization asks for two reviews on main, and every environment for the platform team'),
      TrustClosure.reviewedWorkflows('CODEOWNERS gives .github/workflows to the platform team in every repository, and zizmor refuses privileged triggers'),
      TrustClosure.runnerGroups('Self-hosted runners are ephemeral, in the VPC, and in a runner group of the fleet repository alone'),
    ],
  }),
  // #endregion
  repository: GitHubRepository.of('dust-identity/fleet', { ownerId: '8675309', repositoryId: '1001' }),
  environments: [dev, staging, prod],
  registry: { account: '111122223333', region: 'us-east-1', qualifier: 'dustbuilds' },
};
