import {
  Access, ClusterProfile, DustApp, DustService, Environment, GitHub, GitHubRepository, Permission, TrustClosure, type FleetProps,
} from 'dust-service';

const prod = Environment.production({
  name: 'prod',
  account: '444455556666',
  region: 'us-east-1',
  cluster: {
    name: 'foundry-prod',
    profile: ClusterProfile.of({ kubernetesVersion: '1.34' }),
    podSecurityGroupId: 'sg-0b9a8c7d6e5f40312',
    externalSecretsRoleArn: 'arn:aws:iam::444455556666:role/foundry-prod-external-secrets',
  },
  network: {
    vpcId: 'vpc-0f7e6d5c4b3a2f1e0',
    databaseSubnets: [{ id: 'subnet-0c11111111111111a', cidr: '10.40.16.0/24' }, { id: 'subnet-0c22222222222222b', cidr: '10.40.17.0/24' }],
    endpointSubnets: [{ id: 'subnet-0f11111111111111a', cidr: '10.40.8.0/26' }],
  },
  ingress: { domain: 'dust.example' },
  // #region permitted
  permissions: [
    Permission.of(['sqs:SendMessage'], ['arn:<partition>:sqs:<region>:<account>:payments-*'], 'Payments are booked by another team'),
    Permission.of(
      ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
      ['arn:<partition>:secretsmanager:<region>:<account>:secret:finance/*'],
      'The ledger was there before the fleet',
    ),
    Permission.of(
      ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:GetObjectVersion', 's3:ListMultipartUploadParts', 's3:PutObject'],
      ['arn:<partition>:s3:::finance-invoices/*'],
      'Invoices were there before the fleet',
    ),
    Permission.of(
      ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
      ['arn:<partition>:s3:::finance-invoices'],
      'Invoices were there before the fleet',
    ),
  ],
  // #endregion
});

const fleet: FleetProps = {
  prefix: 'dust',
  organizationId: 'o-d1u2s3t4i5',
  gitHub: GitHub.cloud({
    closures: [
      TrustClosure.protectionRules('Rulesets of the organization ask for reviews on branches and environments'),
      TrustClosure.reviewedWorkflows('The platform team owns the workflows of every repository by CODEOWNERS'),
      TrustClosure.runnerGroups('The organization has no self-hosted runners'),
    ],
  }),
  repository: GitHubRepository.of('dust-identity/fleet', { ownerId: '8675309', repositoryId: '1001' }),
  environments: [prod],
  registry: { account: '111122223333', region: 'us-east-1' },
};

/** A service that takes over what another system made, and asks for what a third team has. */
export function adopting(outdir: string): DustApp {
  const app = new DustApp({ ...fleet, outdir, manifestsDirectory: `${outdir}/manifests` });
  // #region adopting
  new DustService(app, 'ledger', {
    owner: 'finance',
    repository: GitHubRepository.of('dust-identity/ledger', { ownerId: '8675309', repositoryId: '1020' }),
    http: { port: 8000, access: Access.cluster() },
    postgres: { existing: { prod: { secret: 'finance/ledger-db', database: 'ledger' } } },
    buckets: { invoices: { existing: { prod: { name: 'finance-invoices' } } } },
    permissions: [
      Permission.of(['sqs:SendMessage'], ['arn:<partition>:sqs:<region>:<account>:payments-<environment>'], 'Payments are booked by another team'),
    ],
  });
  // #endregion
  return app;
}
