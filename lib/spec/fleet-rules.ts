import { parseArn, partitionOf } from './aws';
import type { EnvironmentSpec } from './environment';
import type { FleetSpec } from './fleet';
import { at } from '../issues/issue';
import type { Finding, LocatedFinding } from '../issues/issue';

/** What must hold between the environments of a fleet and its registry. */
export function checkFleet(fleet: FleetSpec, path: string): LocatedFinding[] {
  const findings: LocatedFinding[] = [];
  if (fleet.environments.length === 0) findings.push(at(`${path}.environments`, NO_ENVIRONMENT));
  fleet.environments.forEach((environment, index) => {
    const place = `${path}.environments[${index}]`;
    const report = (key: string, finding: Finding): unknown => findings.push(at(`${place}${key}`, finding));
    checkOne(environment, fleet, report);
    for (const earlier of fleet.environments.slice(0, index)) checkPair(earlier, environment, report);
  });
  return findings;
}

type Report = (key: string, finding: Finding) => unknown;

function checkOne(environment: EnvironmentSpec, fleet: FleetSpec, report: Report): void {
  const { registry } = fleet;
  const expected = partitionOf(environment.region);
  if (environment.partition !== expected) report('.partition', { ...PARTITION, value: environment.partition, allowed: `"${expected}", the partition of ${environment.region}`, fix: 'leave it out, since it follows from the region, or correct the region' });
  if (expected !== registry.partition) report('.region', { ...PARTITION, value: environment.region, problem: `lies in ${expected}, the registry in ${registry.partition}` });
  if (environment.protected && environment.ephemeral) report('.ephemeral', PROTECTED_AND_EPHEMERAL);
  if (environment.protected && environment.account === registry.account && environment.region === registry.region) {
    report('.account', { ...SHARES_REGISTRY, value: environment.account });
  }
  for (const given of givenArns(environment)) checkArn(given, environment, report);
  if (environment.account === registry.account && registry.oidc !== undefined && registry.oidc.kind !== (environment.oidc?.kind ?? 'existing')) {
    report('.oidc', { ...OIDC, problem: 'differs from the registry, which has the same account' });
  }
  checkDns(environment, report);
  checkVpn(environment, report);
  environment.providers.forEach(({ findings = [] }, index) => {
    for (const { path: below, ...finding } of findings) report(`.providers[${index}]${below}`, finding);
  });
  const kinds = environment.providers.map((provider) => provider.kind);
  kinds.forEach((kind, index) => {
    if (kinds.indexOf(kind) !== index) report(`.providers[${index}]`, { ...TWO_PROVIDERS, problem: `is the second provider of ${kind}` });
  });
}

function checkDns({ cluster: { profile } }: EnvironmentSpec, report: Report): void {
  if (profile.autoMode && (profile.dns === undefined || profile.dns.kind === 'pods')) report('.cluster.profile.dns', AUTO_MODE_DNS);
}

function checkVpn({ ingress: { vpn } }: EnvironmentSpec, report: Report): void {
  if (vpn?.kind === 'internalLoadBalancer' && vpn.cidrs.length === 0) report('.ingress.vpn.cidrs', NO_CIDRS);
  if (vpn?.kind === 'tailscale' && vpn.tags?.length === 0) report('.ingress.vpn.tags', NO_TAGS);
}

interface GivenArn {
  readonly key: string;
  readonly arn: string;
  /** Whether it must be a resource of the environment's own account; a key may be shared with it. */
  readonly inAccount: boolean;
  /** IAM has no regions. */
  readonly everywhere?: boolean;
}

function givenArns({ cluster, ingress, keyArn }: EnvironmentSpec): GivenArn[] {
  const given = [
    { key: '.cluster.externalSecretsRoleArn', arn: cluster.externalSecretsRoleArn, inAccount: true, everywhere: true },
    { key: '.cluster.kubectlProvider.serviceToken', arn: cluster.kubectlProvider?.serviceToken, inAccount: true },
    { key: '.ingress.certificateArn', arn: ingress.certificateArn, inAccount: true },
    { key: '.ingress.webAclArn', arn: ingress.webAclArn, inAccount: true },
    { key: '.keyArn', arn: keyArn, inAccount: false },
  ];
  return given.flatMap(({ arn, ...rest }) => (arn === undefined ? [] : [{ ...rest, arn }]));
}

/** The first thing that does not fit: an ARN that was copied from elsewhere is told once. */
function checkArn({ key, arn: value, inAccount, everywhere }: GivenArn, environment: EnvironmentSpec, report: Report): void {
  const arn = parseArn(value)!;
  const { account } = environment;
  const region = everywhere === true ? '' : environment.region;
  const partition = partitionOf(environment.region);
  const finding = { ...WRONG_PLACE, value, allowed: `an ARN that begins with arn:${partition}:${arn.service}:${region}:${inAccount ? account : 'ACCOUNT'}` };
  if (arn.partition !== partition) report(key, { ...finding, problem: `is in ${arn.partition}, and ${environment.region} in ${partition}` });
  else if (arn.region !== region) report(key, { ...finding, problem: `is in ${arn.region || 'no region'}, and the environment in ${region || 'none, as IAM is'}` });
  else if (arn.account === '' || (inAccount && arn.account !== account)) report(key, { ...finding, problem: `is in ${arn.account === '' ? 'no account' : `account ${arn.account}`}, and the environment in ${account}` });
}

function checkPair(earlier: EnvironmentSpec, later: EnvironmentSpec, report: Report): void {
  if (earlier.name === later.name) return void report('.name', { ...SAME_NAME, value: later.name });
  if (later.name.startsWith(`${earlier.name}-`)) report('.name', { ...NAME_BEGINS, value: later.name, problem: `begins with environment "${earlier.name}" and a hyphen` });
  if (earlier.name.startsWith(`${later.name}-`)) report('.name', { ...NAME_BEGINS, value: later.name, problem: `and a hyphen begin environment "${earlier.name}"` });
  const sameRegion = earlier.account === later.account && earlier.region === later.region;
  const sharesNamespaces = later.cluster.namespaces === 'service' || earlier.cluster.namespaces === 'service';
  if (sameRegion && earlier.cluster.name === later.cluster.name && sharesNamespaces) {
    report('.cluster.name', { ...SAME_CLUSTER, value: later.cluster.name, problem: `is the cluster of environment "${earlier.name}"` });
  }
  if (sameRegion && earlier.cluster.name === later.cluster.name) checkEnds(earlier.name, later.name, report);
  if (sameRegion && earlier.qualifier === later.qualifier && earlier.protected !== later.protected) {
    report('.qualifier', { ...SHARES_BOOTSTRAP, value: later.qualifier, problem: `is the bootstrap of environment "${earlier.name}", of which only one is protected` });
  }
  if (earlier.account === later.account && (earlier.oidc?.kind ?? 'existing') !== (later.oidc?.kind ?? 'existing')) {
    report('.oidc', { ...OIDC, problem: `differs from environment "${earlier.name}", which has the same account` });
  }
  if (earlier.protected && later.protected && sameRegion) report('.account', { ...SHARES_REGISTRY, value: later.account, problem: `is the account and region of environment "${earlier.name}", which is protected as well`, fix: 'put one of the two into another account or region' });
}

/** In one cluster, namespaces end in the name of the environment: "a-b" in "dev" and "a" in "b-dev" would be one. */
function checkEnds(earlier: string, later: string, report: Report): void {
  const finding = { ...NAME_BEGINS, value: later, allowed: 'in one cluster, names none of which ends another behind a hyphen' };
  if (later.endsWith(`-${earlier}`)) report('.name', { ...finding, problem: `ends with a hyphen and environment "${earlier}", in the same cluster` });
  if (earlier.endsWith(`-${later}`)) report('.name', { ...finding, problem: `and a hyphen before it end environment "${earlier}", in the same cluster` });
}

const NO_ENVIRONMENT: Finding = { code: 'DUST2010', problem: 'holds no environment', allowed: 'one environment or more', fix: 'add Environment.development({ … })' };
const PARTITION: Finding = { code: 'DUST1052', problem: 'is not the partition of the region', allowed: 'one partition for the whole fleet', fix: 'use a region and resources of one partition' };
const PROTECTED_AND_EPHEMERAL: Finding = { code: 'DUST2013', problem: 'is true, and a protected environment may not lose data', allowed: 'protected or ephemeral, not both', fix: 'set one of the two to false; Environment.production() is protected and Environment.development() is ephemeral' };
const SHARES_REGISTRY: Finding = {
  code: 'DUST2009',
  problem: 'is the account and region of the builds registry',
  allowed: 'an account or region of its own: a protected environment pulls from a repository that builds cannot write',
  fix: 'put the protected environment or the registry into another account or region',
};
const SHARES_BOOTSTRAP: Finding = {
  code: 'DUST2033',
  problem: 'is shared',
  allowed: 'a bootstrap of its own: whoever deploys the one environment could deploy the other',
  fix: 'run `cdk bootstrap --qualifier` once more, with execution policies of its own, and name that qualifier',
};
const NO_CIDRS: Finding = { code: 'DUST2014', problem: 'is empty, and a load balancer without ranges admits everybody', allowed: 'one range or more', fix: 'list the ranges of the VPN' };
const TWO_PROVIDERS: Finding = { code: 'DUST2015', problem: 'is a second provider', allowed: 'one provider of a kind', fix: 'remove one of them' };
const NO_TAGS: Finding = { code: 'DUST1061', problem: 'has no tag', allowed: 'one tag or more', fix: 'leave it out for the tags of the operator itself' };
const WRONG_PLACE: Finding = { code: 'DUST1052', problem: 'is elsewhere', allowed: 'an ARN of the region', fix: 'copy the ARN of a resource that is where the environment is' };
const SAME_NAME: Finding = { code: 'DUST2002', problem: 'is the name of another environment', allowed: 'names that differ', fix: 'rename one of them' };
const NAME_BEGINS: Finding = { code: 'DUST2011', problem: 'begins with the name of another', allowed: 'names that do not begin each other: "prod" with a service "eu-x" and "prod-eu" with "x" would meet', fix: 'rename one of them, such as "prod-us" beside "prod-eu"' };
const SAME_CLUSTER: Finding = { code: 'DUST2003', problem: 'is shared', allowed: 'a cluster of its own, or namespaces that carry the name of the environment', fix: 'set cluster.namespaces of both to NamespaceNaming.SERVICE_AND_ENVIRONMENT' };
const OIDC: Finding = { code: 'DUST2016', problem: 'differs', allowed: 'one answer for an account, which has one provider', fix: 'write GitHubOidc.create() in both, or GitHubOidc.existing() in both' };
const AUTO_MODE_DNS: Finding = {
  code: 'DUST2020',
  problem: 'would leave every pod without DNS, which EKS Auto Mode runs on the node',
  allowed: 'the address of the DNS service',
  fix: "set it to ClusterDns.addressBlock('172.20.0.10/32'), with the address of the cluster's DNS service",
};
