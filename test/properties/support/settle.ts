import type { Draft, EnvironmentDraft, ServiceDraft } from '../arbitrary-fleet';
import { clusterOf, environmentsOf, exposureOf, hostOf } from './fleet-model';
import type { AccessModel, EnvironmentModel, FleetModel, RequestKindName, ServiceModel } from './fleet-model';
import { ACCOUNTS, REGIONS } from './places';
import { variablesOfRequests } from './request-variables';
import { settleRequests, sizesOfRequests, withPermissions } from './settle-requests';

/** Turns free choices into a legal fleet: whatever would contradict an earlier choice is changed. */
export function settle(draft: Draft): FleetModel {
  const { prefix, partition, repository } = draft;
  const registry = { account: ACCOUNTS[0], region: REGIONS[partition][0] };
  const environments = settleEnvironments(draft, registry);
  const fleet = { prefix, partition, repository, registry, environments };
  const services = settleServices(draft.services, { ...fleet, services: [] });
  const isExact = (chosen: string): boolean => draft.environments.some(({ name, permitsExactly }) => name === chosen && permitsExactly);
  return withPermissions({ ...fleet, services }, isExact);
}

function settleEnvironments({ environments, partition }: Draft, registry: FleetModel['registry']): EnvironmentModel[] {
  const settled: EnvironmentModel[] = [];
  const releases = new Set([`${registry.account}/${registry.region}`]);
  for (const environment of environments) {
    if (settled.some(({ name }) => begins(name, environment.name))) continue;
    const placed = place(environment, partition);
    const release = `${placed.account}/${placed.region}`;
    const isProtected = placed.protected && !releases.has(release);
    if (isProtected) releases.add(release);
    const oidc = settled.find(({ account }) => account === placed.account)?.createsOidc;
    const cluster = settled.some((other) => clusterOf(other) === clusterOf(placed) && ends(other.name, placed.name)) ? 'of-its-own' : placed.cluster;
    // Auto Mode runs DNS on the node, behind an address.
    const dns = placed.autoMode && ['default', 'pods'].includes(placed.dns) ? 'addressBlock' : placed.dns;
    const lasting = { ...placed, cluster, dns, protected: isProtected, ephemeral: placed.ephemeral && !isProtected, createsOidc: oidc ?? placed.createsOidc };
    settled.push(lasting.inCluster === undefined ? lasting : { ...lasting, inCluster: { ...lasting.inCluster, kinds: lasting.inCluster.kinds.filter((kind) => mayServe(lasting, kind)) } });
  }
  return settled.map((environment) => ({ ...environment, sharedCluster: environment.sharedCluster || isShared(environment, settled) }));
}

/** Data that may not be lost is nowhere in a cluster but with backups. */
function mayServe({ protected: isProtected, ephemeral, inCluster }: EnvironmentModel, kind: RequestKindName): boolean {
  if (kind === 'postgres') return ephemeral || inCluster?.backups === true;
  return kind === 'bucket' ? ephemeral : !isProtected;
}

/** Two environments none of which may begin with the other and a hyphen. */
function begins(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}-`) || b.startsWith(`${a}-`);
}

/** In one cluster, none may end another behind a hyphen. */
function ends(a: string, b: string): boolean {
  return a.endsWith(`-${b}`) || b.endsWith(`-${a}`);
}

function place({ permitsExactly: _exact, ...draft }: EnvironmentDraft, partition: Draft['partition']): EnvironmentModel {
  // The library knows the certificates of commercial regions alone.
  const databaseCa = draft.databaseCa || (draft.databases && partition !== 'aws');
  return { ...draft, databaseCa, account: ACCOUNTS[draft.account]!, region: REGIONS[partition][draft.region]!, domain: `${draft.name}.acme.example` };
}

function isShared(environment: EnvironmentModel, all: readonly EnvironmentModel[]): boolean {
  return all.filter((other) => clusterOf(other) === clusterOf(environment)).length > 1;
}

function settleServices(drafts: readonly ServiceDraft[], fleet: FleetModel): ServiceModel[] {
  const { environments } = fleet;
  const hosts = new Set<string>();
  const placed = drafts.map((draft, index): ServiceModel => {
    const names = [...new Set(draft.environments.map((chosen) => environments[chosen % environments.length]!.name))];
    const { environments: _chosen, buckets: _buckets, postgres: _postgres, cache: _cache, secrets: _secrets, permissions: _permissions, ...rest } = draft;
    const own = environments.filter(({ name }) => names.length === 0 || names.includes(name));
    const requests = settleRequests(draft, own, fleet, index);
    const service: ServiceModel = {
      ...rest,
      ...requests,
      calls: [],
      calledBy: [],
      ...(names.length === 0 ? {} : { environments: names }),
      overrides: overridesOf(draft, own, requests),
      values: Object.fromEntries(draft.values),
    };
    return { ...withEnoughReplicas(service, own), access: settleAccess(service, own, hosts) };
  });
  const called = placed.map((service, index) => ({ ...service, calls: callsOf(fleet, service, drafts[index]!.calls.map((chosen) => placed[chosen % placed.length]!)) }));
  return called.map((service, index) => withoutClashes(withCallers(service, called, drafts[index]!.calledBy)));
}

/** Fewer pods than an environment needs are an issue. */
function withEnoughReplicas(service: ServiceModel, environments: readonly EnvironmentModel[]): ServiceModel {
  const scales = [service, ...Object.values(service.overrides)].some(({ maxReplicas }) => maxReplicas !== undefined);
  const least = Math.max(scales ? 2 : 1, ...environments.map((environment) => (environment.protected ? 3 : environment.ephemeral ? 1 : 2)));
  const raised = <T extends { readonly replicas?: number }>(sizes: T): T => (sizes.replicas === undefined ? sizes : { ...sizes, replicas: Math.max(sizes.replicas, least) });
  const overrides = Object.entries(service.overrides).map(([name, override]) => [name, raised(override)]);
  return { ...raised(service), overrides: Object.fromEntries(overrides) as ServiceModel['overrides'] };
}

function overridesOf(draft: ServiceDraft, environments: readonly EnvironmentModel[], requests: Parameters<typeof sizesOfRequests>[1]): ServiceModel['overrides'] {
  return Object.fromEntries(environments.flatMap(({ name }, index) => (draft.overrides[index] === undefined ? [] : [[name, sizesOfRequests(draft.overrides[index]!, requests, environments[index]!)]])));
}

/** A name that the environments can serve and that no earlier service has. */
function settleAccess(service: ServiceModel, environments: readonly EnvironmentModel[], taken: Set<string>): AccessModel {
  const candidates: AccessModel[] = [service.access, { kind: service.access.kind }];
  for (const access of candidates) {
    const chosen = { ...service, access };
    const isFull = access.name?.includes('.') === true;
    const served = environments.every((environment) => access.kind !== 'vpn' || exposureOf(chosen, environment) !== 'none');
    const fits = !isFull || (service.environments?.length === 1 && exposureOf(chosen, environments[0]!) !== 'tailscale');
    const hosts = environments.flatMap((environment) => hostOf(chosen, environment) ?? []);
    if (!served || !fits || hosts.some((host) => taken.has(host))) continue;
    for (const host of hosts) taken.add(host);
    return access;
  }
  return { kind: 'cluster' };
}

/** Only services that are wherever the caller is, and whose URL is no variable of a request. */
function callsOf(fleet: FleetModel, caller: ServiceModel, chosen: readonly ServiceModel[]): string[] {
  const taken = [...variablesOfRequests(caller), ...Object.keys(caller.secrets ?? {})];
  const present = chosen.filter((callee) => callee !== caller && !taken.includes(urlVariable(callee.name)) && environmentsOf(fleet, caller).every((environment) => environmentsOf(fleet, callee).includes(environment)));
  return [...new Set(present.map(({ name }) => name))];
}

function withCallers(service: ServiceModel, all: readonly ServiceModel[], calledBy: ServiceDraft['calledBy']): ServiceModel {
  const { calledBy: _none, ...rest } = service;
  if (calledBy === 'anybody') return rest;
  const callers = all.filter(({ calls }) => calls.includes(service.name)).map(({ name }) => name);
  return { ...rest, calledBy: calledBy === 'callers' ? callers : [...new Set([...callers, ...all.map(({ name }) => name)])].filter((name) => name !== service.name) };
}

/** Names of the person's own variables that requests and calls leave free; an override adds none. */
function withoutClashes(service: ServiceModel): ServiceModel {
  const taken = new Set([...variablesOfRequests(service), ...service.calls.map(urlVariable), ...Object.keys(service.secrets ?? {})]);
  const free = (values: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(values).filter(([name]) => !taken.has(name)));
  const values = free(service.values);
  const declared = (own: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(own).filter(([name]) => Object.hasOwn(values, name)));
  const overrides = Object.entries(service.overrides).map(([name, override]) => [name, override.values === undefined ? override : { ...override, values: declared(override.values) }]);
  return { ...service, values, overrides: Object.fromEntries(overrides) as ServiceModel['overrides'] };
}

/** A name that SDKs and the platform would take for theirs brings a word before it. */
export function urlVariable(service: string): string {
  const name = `${service.toUpperCase().replaceAll('-', '_')}_URL`;
  return /^(?:AWS|DUST|KUBERNETES|LD)_/.test(name) ? `SERVICE_${name}` : name;
}
