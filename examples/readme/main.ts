// #region fleet
import {
  Access, ClusterProfile, DustApp, DustService, Environment, GitHub, GitHubRepository, Secret, TrustClosure, Vpn,
} from 'dust-service';

const profile = ClusterProfile.of({
  kubernetesVersion: '1.34',
  postgresClientImage: '111122223333.dkr.ecr.eu-central-1.amazonaws.com/psql@sha256:9f2b1c6d0a7e4835b6c1d2e3f4a5968778695a4b3c2d1e0f9a8b7c6d5e4f3021',
});
const closures = [
  TrustClosure.protectionRules('Branches and environments of the organization have required reviews by a ruleset'),
  TrustClosure.reviewedWorkflows('The platform team owns .github/workflows in every repository by CODEOWNERS'),
  TrustClosure.runnerGroups('The organization has no self-hosted runners'),
];

const app = new DustApp({
  prefix: 'acme',
  organizationId: 'o-a1b2c3d4e5',
  repository: GitHubRepository.of('acme/fleet', { ownerId: '1234', repositoryId: '5678' }),
  registry: { account: '111122223333', region: 'eu-central-1' },
  gitHub: GitHub.cloud({ closures }),
  environments: [
    Environment.production({
      name: 'prod',
      account: '444455556666',
      region: 'eu-central-1',
      cluster: {
        name: 'prod',
        profile,
        podSecurityGroupId: 'sg-0a1b2c3d4e5f60718',
        externalSecretsRoleArn: 'arn:aws:iam::444455556666:role/external-secrets',
      },
      network: {
        vpcId: 'vpc-0a1b2c3d4e5f60718',
        loadBalancerSubnets: [{ id: 'subnet-0a1b2c3d4e5f60718', cidr: '10.0.0.0/24' }],
        databaseSubnets: [{ id: 'subnet-0a1b2c3d4e5f6071a', cidr: '10.0.16.0/24' }, { id: 'subnet-0a1b2c3d4e5f6071b', cidr: '10.0.17.0/24' }],
        endpointSubnets: [{ id: 'subnet-0a1b2c3d4e5f60719', cidr: '10.0.8.0/26' }],
      },
      ingress: { domain: 'acme.example', vpn: Vpn.internalLoadBalancer({ cidrs: ['10.200.0.0/16'] }) },
    }),
  ],
});
// #endregion

// #region service
new DustService(app, 'catalog', {
  owner: 'core-services',
  repository: GitHubRepository.of('acme/catalog', { ownerId: '1234', repositoryId: '9012' }),
  http: { port: 8000, access: Access.internet() },
  postgres: {},
  buckets: { scans: {} },
  cache: {},
  secrets: [Secret.provided('STRIPE_API_KEY'), Secret.generated('JWT_KEY')],
});

app.synth();
// #endregion
