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
  if (environment.partition !== expected) report('.partition', { ...PARTITION, value: environment.partition, allowed: `"${expected}", the partition of ${environment.region}` });
  if (expected !== registry.partition) report('.region', { ...PARTITION, value: environment.region, problem: `lies in ${expected}, the registry in ${registry.partition}` });
  if (environment.protected && environment.ephemeral) report('.ephemeral', PROTECTED_AND_EPHEMERAL);
  if (environment.protected && environment.account === registry.account && environment.region === registry.region) {
    report('.account', { ...SHARES_REGISTRY, value: environment.account });
  }
  for (const [key, text] of givenArns(environment)) checkArn(key, text, environment, report);
  if (environment.ingress.vpn?.kind === 'internalLoadBalancer' && environment.ingress.vpn.cidrs.length === 0) report('.ingress.vpn.cidrs', NO_CIDRS);
  if (!environment.providers.length) return;
  const kinds = environment.providers.map((provider) => provider.kind);
  kinds.forEach((kind, index) => {
    if (kinds.indexOf(kind) !== index) report(`.providers[${index}]`, { ...TWO_PROVIDERS, problem: `is the second provider of ${kind}` });
  });
}

function givenArns({ cluster, ingress, keyArn }: EnvironmentSpec): [string, string][] {
  const given: [string, string | undefined][] = [
    ['.cluster.kubectlProvider.serviceToken', cluster.kubectlProvider?.serviceToken],
    ['.ingress.certificateArn', ingress.certificateArn],
    ['.ingress.webAclArn', ingress.webAclArn],
    ['.keyArn', keyArn],
  ];
  return given.filter((entry): entry is [string, string] => entry[1] !== undefined);
}

function checkArn(key: string, value: string, environment: EnvironmentSpec, report: Report): void {
  const arn = parseArn(value);
  if (arn === undefined) return;
  if (arn.partition !== environment.partition) {
    report(key, { ...PARTITION, value, problem: `is in ${arn.partition}`, allowed: `an ARN of ${environment.partition}, the partition of ${environment.region}` });
  } else if (arn.region !== environment.region) {
    report(key, { ...ARN_REGION, value, problem: `is in ${arn.region || 'no region'}`, allowed: `an ARN of ${environment.region}` });
  }
}

function checkPair(earlier: EnvironmentSpec, later: EnvironmentSpec, report: Report): void {
  if (earlier.name === later.name) return void report('.name', { ...SAME_NAME, value: later.name });
  const [short, long] = [earlier.name, later.name].sort((a, b) => a.length - b.length);
  if (long!.startsWith(`${short}-`)) report('.name', { ...NAME_BEGINS, value: later.name, problem: `"${long}" begins with "${short}-", and so may a service` });
  const sameRegion = earlier.account === later.account && earlier.region === later.region;
  const sharesNamespaces = later.cluster.namespaces === 'service' || earlier.cluster.namespaces === 'service';
  if (sameRegion && earlier.cluster.name === later.cluster.name && sharesNamespaces) {
    report('.cluster.name', { ...SAME_CLUSTER, value: later.cluster.name, problem: `is the cluster of environment "${earlier.name}"` });
  }
  if (earlier.account === later.account && (earlier.oidc?.kind ?? 'existing') !== (later.oidc?.kind ?? 'existing')) {
    report('.oidc', { ...OIDC, problem: `differs from environment "${earlier.name}", which has the same account` });
  }
  if (earlier.protected && later.protected && sameRegion) report('.account', { ...SHARES_REGISTRY, value: later.account, problem: `is the account and region of environment "${earlier.name}", protected as well` });
}

const NO_ENVIRONMENT: Finding = { code: 'DUST2010', problem: 'the fleet has no environment', allowed: 'one or more', fix: 'add Environment.development({ … })' };
const PARTITION: Finding = { code: 'DUST1052', problem: 'is not the partition of the region', allowed: 'one partition for the whole fleet', fix: 'use a region and resources of one partition' };
const PROTECTED_AND_EPHEMERAL: Finding = { code: 'DUST2013', problem: 'a protected environment may not lose data', allowed: 'protected or ephemeral, not both', fix: 'remove one of the two' };
const SHARES_REGISTRY: Finding = {
  code: 'DUST2009',
  problem: 'is the account and region of the builds registry',
  allowed: 'an account or region of its own: a protected environment pulls from a repository that builds cannot write',
  fix: 'put the protected environment or the registry into another account',
};
const NO_CIDRS: Finding = { code: 'DUST2014', problem: 'an internal load balancer without ranges would admit everybody', allowed: 'one range or more', fix: 'list the ranges of the VPN' };
const TWO_PROVIDERS: Finding = { code: 'DUST2015', problem: 'is a second provider', allowed: 'one provider of a kind', fix: 'remove one of them' };
const ARN_REGION: Finding = { code: 'DUST1052', problem: 'is in another region', allowed: 'an ARN of the region', fix: 'use a resource of the region of the environment' };
const SAME_NAME: Finding = { code: 'DUST2002', problem: 'is the name of another environment', allowed: 'names that differ', fix: 'rename one of them' };
const NAME_BEGINS: Finding = { code: 'DUST2011', problem: 'begins with the name of another', allowed: 'names none of which begins another and a hyphen: two services could get one name', fix: 'rename one of them, such as "prod-us" beside "prod-eu"' };
const SAME_CLUSTER: Finding = { code: 'DUST2003', problem: 'is shared', allowed: 'a cluster of its own, or namespaces that carry the name of the environment', fix: 'set cluster.namespaces to SERVICE_AND_ENVIRONMENT in both' };
const OIDC: Finding = { code: 'DUST2016', problem: 'differs', allowed: 'one way in an account, which has one provider', fix: 'write the same in both' };
