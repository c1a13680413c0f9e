import type { Loose } from '../judge';
import { dev, environment, http, partsOf, prod } from '../parts';
import type { Row } from '../row';
import { Access, ClusterProfile, Environment, GitHubOidc, NamespaceNaming, Provider, Secret, Vpn } from 'dust-service';

const CERTIFICATE = 'arn:aws:acm:eu-central-1:111122223333:certificate/3d1f0b52';
const shared = { ...partsOf.cluster, namespaces: NamespaceNaming.SERVICE_AND_ENVIRONMENT };
const SUBNET_FIX = 'copy the id from the network that the environment runs in';
const ARN_FIX = 'copy the ARN of the resource from the console or the AWS CLI';
const PLACE_FIX = 'copy the ARN of a resource that is where the environment is';

/** Environments, their accounts and what they hold. */
export const environments: readonly Row[] = [
  of('a name has capitals', { name: 'Dev', ...ingress({}) }, 'name', 'DUST1057', '"Dev"', 'is not a DNS label', 'did you mean "dev"?'),
  of('a name has 17 characters', { name: 'a'.repeat(17) }, 'name', 'DUST1057', `"${'a'.repeat(17)}"`, 'has 17 characters; at most 16', 'shorten it'),
  of('a name has two hyphens', { name: 'de--v' }, 'name', 'DUST1057', '"de--v"', 'has two hyphens in a row', 'did you mean "de-v"?'),
  of('a name is reserved', { name: 'builds' }, 'name', 'DUST1057', '"builds"', 'is reserved', 'rename the environment'),
  of('a name is a key of JavaScript', { name: 'constructor' }, 'name', 'DUST1057', '"constructor"', 'is reserved', 'rename the environment'),
  of('an account is a number', { account: 111122223333 }, 'account', 'DUST1002', '111122223333', 'is not text', 'put it in quotes: "111122223333"'),
  of('an account is a number that lost a zero', { account: 11122223333 }, 'account', 'DUST1002', '11122223333', 'is not text', /^write all 12 digits .* leading zeros$/),
  of('an account has 11 digits', { account: '11112222333' }, 'account', 'DUST1050', '"11112222333"', 'is not an AWS account', /^write all 12 digits/),
  of('an account has hyphens', { account: '1111-2222-3333' }, 'account', 'DUST1050', '"1111-2222-3333"', 'is not an AWS account', 'did you mean "111122223333"?'),
  of('a region has capitals', { region: 'EU-Central-1' }, 'region', 'DUST1051', '"EU-Central-1"', 'is not an AWS region', 'did you mean "eu-central-1"?'),
  of('a region is a zone', { region: 'eu-central-1a' }, 'region', 'DUST1051', '"eu-central-1a"', 'is not an AWS region', 'did you mean "eu-central-1"?'),
  of('a region is a city', { region: 'Frankfurt' }, 'region', 'DUST1051', '"Frankfurt"', 'is not an AWS region', 'write the code of the region'),
  of('a region lies in another partition than the registry', { region: 'us-gov-west-1' }, 'region', 'DUST1052', '"us-gov-west-1"', 'lies in aws-us-gov, the registry in aws', 'use a region and resources of one partition'),
  of('a partition is not that of the region', { partition: 'aws-us-gov' }, 'partition', 'DUST1052', '"aws-us-gov"', 'is not the partition of the region', /^leave it out/),
  of('a partition is none', { partition: 'gov' }, 'partition', 'DUST1052', '"gov"', 'is not a partition', 'leave it out; it follows from the region'),
  of('a qualifier has a hyphen', { qualifier: 'my-own' }, 'qualifier', 'DUST1055', '"my-own"', 'is not a bootstrap qualifier', /cdk bootstrap --qualifier/),
  of('a cluster is an ARN', { cluster: { ...partsOf.cluster, name: 'cluster/dev' } }, 'cluster.name', 'DUST1059', '"cluster/dev"', 'is not the name of an EKS cluster', /aws eks list-clusters/),
  of('Kubernetes is too old', { cluster: cluster('1.30') }, 'cluster.profile.kubernetesVersion', 'DUST1060', '"1.30"', /manifests fit$/, /such as "1\.34"$/),
  of('Kubernetes has a patch version', { cluster: cluster('v1.34.2') }, 'cluster.profile.kubernetesVersion', 'DUST1060', '"v1.34.2"', /manifests fit$/, 'did you mean "1.34"?'),
  of('Kubernetes is a number', { cluster: cluster(1.34) }, 'cluster.profile.kubernetesVersion', 'DUST1002', '1.34', 'is not text', 'put it in quotes: "1.34"'),
  of('a VPC is a subnet', { network: { ...partsOf.network, vpcId: 'subnet-0123456789abcdef0' } }, 'network.vpcId', 'DUST1058', '"subnet-0123456789abcdef0"', /"vpc-\u2026"$/, SUBNET_FIX),
  of('a subnet is a name', { network: { ...partsOf.network, endpointSubnets: [{ id: 'private-a', cidr: '10.0.1.0/24' }] } }, 'network.endpointSubnets[0].id', 'DUST1058', '"private-a"', /"subnet-\u2026"$/, SUBNET_FIX),
  of('an ARN is none', ingress({ certificateArn: 'certificate' }), 'ingress.certificateArn', 'DUST1053', '"certificate"', 'is not an ARN', ARN_FIX),
  of('an ARN is of another service', ingress({ certificateArn: 'arn:aws:iam::111122223333:server-certificate/x' }), 'ingress.certificateArn', 'DUST1053', '"arn:aws:iam::111122223333:server-certificate/x"', 'is an ARN of iam, not of acm', ARN_FIX),
  of('an ARN is of another thing', { keyArn: 'arn:aws:kms:eu-central-1:111122223333:alias/x' }, 'keyArn', 'DUST1053', '"arn:aws:kms:eu-central-1:111122223333:alias/x"', 'is an ARN of kms, but not of the shape key/ID', ARN_FIX),
  of('an ARN is of another partition', ingress({ certificateArn: CERTIFICATE.replace('arn:aws', 'arn:aws-us-gov') }), 'ingress.certificateArn', 'DUST1052', `"${CERTIFICATE.replace('arn:aws', 'arn:aws-us-gov')}"`, 'is in aws-us-gov, and eu-central-1 in aws', PLACE_FIX),
  of('an ARN is of another region', ingress({ certificateArn: CERTIFICATE.replace('eu-central-1', 'us-east-1') }), 'ingress.certificateArn', 'DUST1052', `"${CERTIFICATE.replace('eu-central-1', 'us-east-1')}"`, 'is in us-east-1, and the environment in eu-central-1', PLACE_FIX),
  of('an ARN is of another account', ingress({ certificateArn: CERTIFICATE.replace('111122223333', '999988887777') }), 'ingress.certificateArn', 'DUST1052', `"${CERTIFICATE.replace('111122223333', '999988887777')}"`, 'is in account 999988887777, and the environment in 111122223333', PLACE_FIX),
  of('the role of External Secrets is a user', { cluster: { ...partsOf.cluster, externalSecretsRoleArn: 'arn:aws:iam::111122223333:user/eso' } }, 'cluster.externalSecretsRoleArn', 'DUST1053', '"arn:aws:iam::111122223333:user/eso"', 'is an ARN of iam, but not of the shape role/NAME', ARN_FIX),
  of('the role of External Secrets is of another account', { cluster: { ...partsOf.cluster, externalSecretsRoleArn: 'arn:aws:iam::999988887777:role/eso' } }, 'cluster.externalSecretsRoleArn', 'DUST1052', '"arn:aws:iam::999988887777:role/eso"', 'is in account 999988887777, and the environment in 111122223333', PLACE_FIX),
  of('the role of External Secrets is of another partition', { cluster: { ...partsOf.cluster, externalSecretsRoleArn: 'arn:aws-cn:iam::111122223333:role/eso' } }, 'cluster.externalSecretsRoleArn', 'DUST1052', '"arn:aws-cn:iam::111122223333:role/eso"', 'is in aws-cn, and eu-central-1 in aws', PLACE_FIX),
  of('two providers serve secrets', { providers: [Provider.secretsManager(), Provider.s3(), Provider.secretsManager()] }, 'providers[2]', 'DUST2015', undefined, 'is the second provider of secret', 'remove one of them'),
  { ...fleet('the cluster names no role of External Secrets', {}, '', 'DUST2021', undefined, 'the cluster of environment "dev" names no role of External Secrets', /^give environment "dev" the ARN of the role/), path: 'billing.secrets[0]', typed: { service: { secrets: [Secret.provided('API_KEY')] }, fleet: { environments: [environment({ providers: [Provider.secretsManager()] })] } } },
  of('two providers serve buckets', { providers: [Provider.s3(), Provider.s3()] }, 'providers[1]', 'DUST2015', undefined, 'is the second provider of bucket', 'remove one of them'),
  of('it is protected and ephemeral', { protected: true, account: '999988887777' }, 'ephemeral', 'DUST2013', undefined, /may not lose data$/, /^set one of the two to false/),
  of('it is protected beside the registry', { protected: true, ephemeral: false }, 'account', 'DUST2009', '"111122223333"', 'is the account and region of the builds registry', /^put the protected environment or the registry/),
  fleet('there is none', { environments: [] }, 'environments', 'DUST2010', undefined, 'holds no environment', 'add Environment.development({ \u2026 })'),
  fleet('two have one name', { environments: [environment({}), environment({})] }, 'environments[1].name', 'DUST2002', '"dev"', 'is the name of another environment', 'rename one of them'),
  fleet('the name of the first begins the second', { environments: [environment({}), environment({ name: 'dev-eu' })] }, 'environments[1].name', 'DUST2011', '"dev-eu"', 'begins with environment "dev" and a hyphen', /^rename one of them/),
  fleet('the name of the second begins the first', { environments: [environment({ name: 'dev-eu' }), environment({})] }, 'environments[1].name', 'DUST2011', '"dev"', 'and a hyphen begin environment "dev-eu"', /^rename one of them/),
  fleet('the name of the first ends the second, in one cluster', { environments: [environment({ cluster: shared }), environment({ name: 'eu-dev', cluster: shared })] }, 'environments[1].name', 'DUST2011', '"eu-dev"', 'ends with a hyphen and environment "dev", in the same cluster', /^rename one of them/),
  fleet('the name of the second ends the first, in one cluster', { environments: [environment({ name: 'eu-dev', cluster: shared }), environment({ cluster: shared })] }, 'environments[1].name', 'DUST2011', '"dev"', 'and a hyphen before it end environment "eu-dev", in the same cluster', /^rename one of them/),
  fleet('two are on one cluster', { environments: [environment({ cluster: partsOf.cluster }), environment({ name: 'test', cluster: partsOf.cluster })] }, 'environments[1].cluster.name', 'DUST2003', '"cluster-dev"', 'is the cluster of environment "dev"', 'set cluster.namespaces of both to NamespaceNaming.SERVICE_AND_ENVIRONMENT'),
  fleet('only one of two on a cluster names its namespaces apart', { environments: [environment({ cluster: partsOf.cluster }), environment({ name: 'test', cluster: shared })] }, 'environments[1].cluster.name', 'DUST2003', '"cluster-dev"', 'is the cluster of environment "dev"'),
  fleet('two are protected in one account and region', { environments: [prod(), prod({ name: 'live' })] }, 'environments[1].account', 'DUST2009', '"444455556666"', 'is the account and region of environment "prod", which is protected as well', 'put one of the two into another account or region'),
  fleet('two of an account disagree about GitHub', { environments: [environment({}), environment({ name: 'test', oidc: GitHubOidc.existing() })] }, 'environments[1].oidc', 'DUST2016', undefined, 'differs from environment "dev", which has the same account', /^write GitHubOidc\.create\(\) in both/),
  fleet('the registry disagrees with an environment of its account about GitHub', { registry: { account: '111122223333', region: 'eu-central-1', oidc: GitHubOidc.existing() } }, 'environments[0].oidc', 'DUST2016', undefined, 'differs from the registry, which has the same account', /^write GitHubOidc\.create\(\) in both/),
  fleet('the organization has a short id', { organizationId: 'o-1' }, 'organizationId', 'DUST1056', '"o-1"', /AWS Organizations$/, /aws organizations describe-organization/),
  fleet('the registry has no region', { registry: { account: '111122223333' } }, 'registry.region', 'DUST1003', undefined, 'is missing', 'add it'),
  { ...fleet('there is no VPN', { environments: [environment({ ingress: { domain: 'dev.acme.example' } })] }, '', 'DUST2007', undefined, 'environment "dev" has no VPN', 'set ingress.vpn of environment "dev", such as Vpn.tailscale()'), ...behind(Access.vpn(), { environments: [environment({ ingress: { domain: 'dev.acme.example' } })] }) },
  { ...fleet('two have no VPN', {}, '', 'DUST2007', undefined, 'environment "dev" has no VPN; environment "prod" has no VPN', /^set ingress\.vpn of environment "dev".*; set ingress\.vpn of environment "prod"/), ...behind(Access.vpn(), { environments: [environment({ ingress: { domain: 'a.example' } }), prod({ ingress: { domain: 'b.example' } })] }) },
  { ...fleet('there are no subnets of load balancers', {}, '', 'DUST2006', undefined, 'environment "dev" names no subnets of load balancers', /^list the subnets/), ...behind(Access.internet(), { environments: [environment({ network: { vpcId: partsOf.network.vpcId } })] }) },
  { ...fleet('there are no subnets of endpoints', {}, '', 'DUST2008', undefined, 'the pods of environment "dev" cannot reach S3', /^list the subnets of the interface endpoints/), path: 'billing.buckets.scans', typed: { service: { buckets: { scans: {} } }, fleet: { environments: [environment({ network: { vpcId: partsOf.network.vpcId } })] } } },
  { ...fleet('two share a domain', {}, '', 'DUST3007', '"billing.acme.example"', 'is its host in environment "dev" and in environment "prod"', 'give environment "prod" an ingress.domain of its own'), ...behind(Access.internet(), { environments: [environment({ ingress: { domain: 'acme.example', vpn: Vpn.tailscale() } }), prod()] }) },
  { ...fleet('one is no Environment', { environments: [{ name: 'dev' }] }, 'environments[0]', 'DUST1002', 'an object', 'is not an Environment', 'write Environment.production({ \u2026 })') },
  { ...fleet('they are no list', { environments: Environment.of(partsOf) }, 'environments', 'DUST1002', 'a value of Environment', 'is not a list', 'write a list: [ \u2026 ]') },
];

function of(what: string, changes: Loose, key: string, code: string, value: string | undefined, problem: string | RegExp, fix: string | RegExp): Row {
  return { title: what, typed: { fleet: dev(changes) }, code, path: `app.environments[0].${key}`, ...(value === undefined ? {} : { value }), problem, fix };
}

function fleet(what: string, changes: Loose, key: string, code: string, value: string | undefined, problem: string | RegExp, fix: string | RegExp = /./): Row {
  return { title: what, typed: { fleet: changes }, code, path: `app.${key}`, ...(value === undefined ? {} : { value }), problem, fix };
}

/** A service with this access, in these environments. */
function behind(access: Access, changes: Loose): Pick<Row, 'path' | 'typed'> {
  return { path: 'billing.http.access', typed: { service: http({ access }), fleet: changes } };
}

function ingress(changes: Loose): Loose {
  return { ingress: { ...partsOf.ingress, ...changes } };
}

function cluster(kubernetesVersion: unknown): Loose {
  return { name: 'dev', profile: ClusterProfile.of({ kubernetesVersion: kubernetesVersion as string }) };
}
