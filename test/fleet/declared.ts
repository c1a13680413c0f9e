import type { Declared, DeclaredOperators } from '../independent/check';

const POSTGRES_CLIENT = '111122223333.dkr.ecr.us-east-1.amazonaws.com/platform/postgres-client@sha256:9f2b1c6d0a7e4835b6c1d2e3f4a5968778695a4b3c2d1e0f9a8b7c6d5e4f3021';

/** What stands in the cluster of development. */
const operators: DeclaredOperators = {
  keeps: ['postgres', 'buckets', 'cache', 'secrets'],
  namespaces: { postgres: 'cnpg-system', buckets: 'seaweedfs-operator-system', cache: 'ot-operators', prometheus: 'monitoring' },
  images: {
    postgres: { 17: '111122223333.dkr.ecr.us-east-1.amazonaws.com/platform/postgresql:17.6-standard-trixie@sha256:1c4d6b0a9e2f47538b6c1d2e3f4a5968778695a4b3c2d1e0f9a8b7c6d5e4f302' },
    buckets: '111122223333.dkr.ecr.us-east-1.amazonaws.com/platform/seaweedfs:4.43@sha256:2d5e7c1b0f3a58649c7d2e3f4a5b6a79889706b5c4d3e2f1a0b9c8d7e6f5a413',
    cache: '111122223333.dkr.ecr.us-east-1.amazonaws.com/platform/opstree-redis:v7.0.15@sha256:3e6f8d2c1a4b69750d8e3f4a5b6c7b8a99a817c6d5e4f3a2b1cad9e8f7a6b524',
  },
  apiServerCidrs: ['172.20.0.1/32', '10.10.24.0/28', '10.10.24.16/28'],
  issuer: { kind: 'ClusterIssuer', name: 'workshop-ca' },
  monitorLabels: { release: 'monitoring' },
};

/** What the files of examples/dust say, written down a second time by a person. */
export const exampleDeclared: Declared = {
  prefix: 'dust',
  organizationId: 'o-d1u2s3t4i5',
  fleetSubject: 'repo:dust-identity@8675309/fleet@1001',
  registry: { account: '111122223333', region: 'us-east-1', qualifier: 'dustbuilds' },
  environments: {
    dev: {
      account: '111122223333',
      region: 'us-east-1',
      qualifier: 'dustdev',
      cluster: 'workshop-dev',
      externalSecretsRoleArn: 'arn:aws:iam::111122223333:role/workshop-dev-external-secrets',
      protected: false,
      githubEnvironment: 'dev',
      loadBalancerCidrs: ['10.10.0.0/24', '10.10.1.0/24'],
      endpointCidrs: ['10.10.8.0/26', '10.10.8.64/26'],
      vpn: 'tailscale',
      waf: false,
      oidc: 'create',
      vpcId: 'vpc-0d5f1a2b3c4d5e6f7',
      podSecurityGroupId: 'sg-0d3f0a1b2c3d4e5f6',
      postgresClientImage: POSTGRES_CLIENT,
      databaseSubnets: [{ id: 'subnet-0d11111111111111a', cidr: '10.10.16.0/24' }, { id: 'subnet-0d22222222222222b', cidr: '10.10.17.0/24' }],
      ephemeral: true,
      operators,
    },
    staging: {
      account: '111122223333',
      region: 'us-east-1',
      qualifier: 'duststag',
      cluster: 'workshop-staging',
      externalSecretsRoleArn: 'arn:aws:iam::111122223333:role/workshop-staging-external-secrets',
      protected: false,
      githubEnvironment: 'staging',
      loadBalancerCidrs: ['10.10.0.0/24', '10.10.1.0/24'],
      endpointCidrs: ['10.10.8.0/26', '10.10.8.64/26'],
      vpn: 'tailscale',
      waf: false,
      oidc: 'create',
      vpcId: 'vpc-0d5f1a2b3c4d5e6f7',
      podSecurityGroupId: 'sg-05f6e7d8c9b0a1f2e',
      postgresClientImage: POSTGRES_CLIENT,
      databaseSubnets: [{ id: 'subnet-0d11111111111111a', cidr: '10.10.16.0/24' }, { id: 'subnet-0d22222222222222b', cidr: '10.10.17.0/24' }],
    },
    prod: {
      account: '444455556666',
      region: 'us-east-1',
      qualifier: 'dustprod',
      cluster: 'foundry-prod',
      externalSecretsRoleArn: 'arn:aws:iam::444455556666:role/foundry-prod-external-secrets',
      protected: true,
      githubEnvironment: 'prod',
      loadBalancerCidrs: ['10.40.0.0/24', '10.40.1.0/24', '10.40.2.0/24'],
      endpointCidrs: ['10.40.8.0/26', '10.40.8.64/26'],
      vpn: 'internalLoadBalancer',
      waf: true,
      oidc: 'create',
      vpcId: 'vpc-0f7e6d5c4b3a2f1e0',
      podSecurityGroupId: 'sg-0b9a8c7d6e5f40312',
      postgresClientImage: POSTGRES_CLIENT,
      databaseSubnets: [
        { id: 'subnet-0c11111111111111a', cidr: '10.40.16.0/24' },
        { id: 'subnet-0c22222222222222b', cidr: '10.40.17.0/24' },
        { id: 'subnet-0c33333333333333c', cidr: '10.40.18.0/24' },
      ],
    },
  },
  services: {
    'web': {
      subject: 'repo:dust-identity@8675309/web@1002', branch: 'main', environments: ['dev', 'staging', 'prod'], access: 'internet', calls: [], buckets: {},
    },
    'matching': {
      subject: 'repo:dust-identity@8675309/matching@1003', branch: 'main', environments: ['dev', 'staging', 'prod'], access: 'cluster', calls: [], buckets: { fingerprints: {} }, postgres: true,
    },
    'audit-archive': {
      subject: 'repo:dust-identity@8675309/audit-archive@1004', branch: 'main', environments: ['staging', 'prod'], access: 'vpn', calls: ['matching'], buckets: { records: { retention: { Years: 7 } } },
    },
    'metrics-gateway': {
      subject: 'repo:dust-identity@8675309/metrics-gateway@1005', branch: 'main', environments: ['prod'], access: 'vpn', calls: ['matching'], egress: ['203.0.113.0/24'], buckets: {},
    },
    'identity': {
      subject: 'repo:dust-identity@8675309/identity@1006', branch: 'main', environments: ['dev', 'staging', 'prod'], access: 'internet', calls: [], buckets: {},
      postgres: true, cache: true, secrets: { OIDC_CLIENT_SECRET: 'provided', SESSION_KEY: 'generated' },
    },
    'catalog': {
      subject: 'repo:dust-identity@8675309/catalog@1007', branch: 'main', environments: ['dev', 'staging', 'prod'], access: 'internet', calls: [], egress: ['0.0.0.0/0'],
      buckets: { scans: {} }, postgres: true, cache: true, secrets: { STRIPE_API_KEY: 'provided' },
    },
    'enrollment': {
      subject: 'repo:dust-identity@8675309/enrollment@1008', branch: 'main', environments: ['dev', 'staging', 'prod'], access: 'vpn', calls: ['matching', 'catalog'],
      buckets: { 'raw-images': {} }, postgres: true,
    },
    'notifications': {
      subject: 'repo:dust-identity@8675309/notifications@1009', branch: 'main', environments: ['dev', 'staging', 'prod'], access: 'cluster', calls: [], buckets: {},
      cache: true, secrets: { SMTP_PASSWORD: 'provided', WEBHOOK_SIGNING_KEY: 'generated' },
    },
  },
};
