import type { Declared } from '../independent/check';

/** What the files of examples/dust say, written down a second time by a person. */
export const exampleDeclared: Declared = {
  prefix: 'dust',
  organizationId: 'o-d1u2s3t4i5',
  fleetSubject: 'repo:dust-identity@8675309/fleet@1001',
  registry: { account: '111122223333', region: 'us-east-1' },
  environments: {
    dev: {
      account: '111122223333',
      region: 'us-east-1',
      cluster: 'workshop-dev',
      externalSecretsRoleArn: 'arn:aws:iam::111122223333:role/workshop-dev-external-secrets',
      protected: false,
      githubEnvironment: 'dev',
      loadBalancerCidrs: ['10.10.0.0/24', '10.10.1.0/24'],
      endpointCidrs: ['10.10.8.0/26', '10.10.8.64/26'],
      vpn: 'tailscale',
      waf: false,
      oidc: 'create',
    },
    staging: {
      account: '111122223333',
      region: 'us-east-1',
      cluster: 'workshop-staging',
      externalSecretsRoleArn: 'arn:aws:iam::111122223333:role/workshop-staging-external-secrets',
      protected: false,
      githubEnvironment: 'staging',
      loadBalancerCidrs: ['10.10.0.0/24', '10.10.1.0/24'],
      endpointCidrs: ['10.10.8.0/26', '10.10.8.64/26'],
      vpn: 'tailscale',
      waf: false,
      oidc: 'create',
    },
    prod: {
      account: '444455556666',
      region: 'us-east-1',
      cluster: 'foundry-prod',
      externalSecretsRoleArn: 'arn:aws:iam::444455556666:role/foundry-prod-external-secrets',
      protected: true,
      githubEnvironment: 'prod',
      loadBalancerCidrs: ['10.40.0.0/24', '10.40.1.0/24', '10.40.2.0/24'],
      endpointCidrs: ['10.40.8.0/26', '10.40.8.64/26'],
      vpn: 'internalLoadBalancer',
      waf: true,
      oidc: 'create',
    },
  },
  services: {
    'web': {
      subject: 'repo:dust-identity@8675309/web@1002', branch: 'main', environments: ['dev', 'staging', 'prod'], access: 'internet', calls: [], buckets: {},
    },
    'matching': {
      subject: 'repo:dust-identity@8675309/matching@1003', branch: 'main', environments: ['dev', 'staging', 'prod'], access: 'cluster', calls: [], buckets: { fingerprints: {} },
    },
    'audit-archive': {
      subject: 'repo:dust-identity@8675309/audit-archive@1004', branch: 'main', environments: ['staging', 'prod'], access: 'vpn', calls: ['matching'], buckets: { records: { retention: { Years: 7 } } },
    },
    'metrics-gateway': {
      subject: 'repo:dust-identity@8675309/metrics-gateway@1005', branch: 'main', environments: ['prod'], access: 'vpn', calls: ['matching'], egress: ['203.0.113.0/24'], buckets: {},
    },
    'notifications': {
      subject: 'repo:dust-identity@8675309/notifications@1009', branch: 'main', environments: ['dev', 'staging', 'prod'], access: 'cluster', calls: [], buckets: {},
      secrets: { SMTP_PASSWORD: 'provided', WEBHOOK_SIGNING_KEY: 'generated' },
    },
  },
};
