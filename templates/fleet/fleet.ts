import {
  ClusterProfile, Environment, GitHub, GitHubOidc, GitHubRepository, TrustClosure, Vpn, type FleetProps,
} from 'dust-service';

// Every value at which a comment says "replace" is a legal placeholder. `grep -rn replace: .` finds what is left of them.

const profile = ClusterProfile.of({
  // replace: the version of your clusters: aws eks describe-cluster --name NAME --query cluster.version
  kubernetesVersion: '1.34',
});

// Its databases, buckets, caches and secrets are in the cluster: the profile then names the operators (guide, "The same in the
// cluster"). `providers: [Provider.rds(), …]` here serves a request by AWS instead.
const dev = Environment.development({
  name: 'dev',
  // replace: aws sts get-caller-identity --query Account
  account: '111111111111',
  region: 'eu-central-1',
  // GitHubOidc.existing() where the account trusts GitHub's tokens already: aws iam list-open-id-connect-providers
  oidc: GitHubOidc.create(),
  cluster: {
    // replace: aws eks list-clusters
    name: 'dev',
    profile,
  },
  network: {
    // replace: aws eks describe-cluster --name NAME --query cluster.resourcesVpcConfig.vpcId
    vpcId: 'vpc-00000000000000001',
    // replace: the subnets that load balancers stand in: aws ec2 describe-subnets --query 'Subnets[].[SubnetId,CidrBlock]'
    loadBalancerSubnets: [{ id: 'subnet-00000000000000001', cidr: '10.1.0.0/24' }],
    // replace: the subnets of the interface endpoints, by which pods reach AWS: aws ec2 describe-vpc-endpoints
    endpointSubnets: [{ id: 'subnet-00000000000000002', cidr: '10.1.8.0/26' }],
  },
  ingress: {
    // replace: the domain below which services of this environment are reached
    domain: 'dev.acme.example',
    // replace: the addresses of your VPN's clients, or Vpn.tailscale(); remove it where there is no VPN
    vpn: Vpn.internalLoadBalancer({ cidrs: ['10.200.0.0/16'] }),
  },
});

const prod = Environment.production({
  name: 'prod',
  // replace: as in dev, here and below
  account: '222222222222',
  region: 'eu-central-1',
  oidc: GitHubOidc.create(),
  cluster: { name: 'prod', profile },
  network: {
    vpcId: 'vpc-00000000000000002',
    loadBalancerSubnets: [{ id: 'subnet-00000000000000003', cidr: '10.2.0.0/24' }],
    endpointSubnets: [{ id: 'subnet-00000000000000004', cidr: '10.2.8.0/26' }],
  },
  ingress: { domain: 'acme.example', vpn: Vpn.internalLoadBalancer({ cidrs: ['10.200.0.0/16'] }) },
});

/** What all services share. */
export const fleet: FleetProps = {
  // replace: a short word for the company; every physical name begins with it, so it cannot change later
  prefix: 'acme',
  // replace: aws organizations describe-organization --query Organization.Id
  organizationId: 'o-0000000000',
  // replace: the reasons, by what is so at your GitHub; `dust trust` shows what each of them closes, and
  // `dust environments check --online` reads the rules
  gitHub: GitHub.cloud({
    closures: [
      TrustClosure.protectionRules('replace: which rules ask for reviews on main, and for approvals in the GitHub environments'),
      TrustClosure.reviewedWorkflows('replace: who reviews workflows, and what keeps pull_request_target out of them'),
      TrustClosure.runnerGroups('replace: why no runner of somebody else takes jobs of these repositories'),
    ],
  }),
  // replace: the repository of this folder; its ids: gh api repos/OWNER/REPO --jq '.owner.id, .id'
  repository: GitHubRepository.of('acme/fleet', { ownerId: '1', repositoryId: '1' }),
  // In the order of promotion.
  environments: [dev, prod],
  // replace: the account and the region that images are built into
  registry: { account: '111111111111', region: 'eu-central-1' },
};
