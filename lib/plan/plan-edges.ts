import { environmentsOf } from './environments-of';
import type { EdgePlan } from './fleet-plan';
import { Names } from './names';
import { namespaceOf } from './namespace-of';
import type { NetworkPeer } from './network-peer';
import { tcp } from './network-peer';
import { callVariable } from './plan-variables';
import type { EnvironmentSpec } from '../spec/environment';
import type { FleetSpec } from '../spec/fleet';
import { deepFreeze } from '../spec/freeze';
import type { ServiceSpec } from '../spec/service';

/** Both ends of every call in a fleet, by service and environment. Only services that call each other meet here. */
export class Edges {
  private readonly specs: ReadonlyMap<string, ServiceSpec>;
  private readonly callers = new Map<string, ServiceSpec[]>();
  private readonly names: Names;

  public constructor(private readonly fleet: FleetSpec, specs: readonly ServiceSpec[]) {
    this.names = new Names(fleet.prefix);
    const sorted = [...specs].sort((a, b) => (a.name < b.name ? -1 : 1));
    this.specs = new Map(sorted.map((spec) => [spec.name, spec]));
    for (const spec of sorted) {
      for (const callee of spec.calls) this.callers.set(callee, [...(this.callers.get(callee) ?? []), spec]);
    }
  }

  /** The edges of one service in one environment. */
  public of(service: string, environmentName: string): EdgePlan {
    const environment = this.fleet.environments.find(({ name }) => name === environmentName);
    const spec = this.specs.get(service);
    if (environment === undefined || spec === undefined) return { variables: {}, egress: [], ingress: [] };
    const callees = spec.calls.flatMap((name) => this.specs.get(name) ?? []);
    const callers = (this.callers.get(service) ?? []).filter((caller) => environmentsOf(caller, this.fleet.environments).includes(environment));
    return deepFreeze({
      variables: Object.fromEntries(callees.map((callee) => [callVariable(callee.name), this.urlOf(callee, environment)])),
      egress: callees.map((callee) => this.peer('to', callee, callee.http.port, `Calls ${callee.name}`, environment)),
      ingress: callers.map((caller) => this.peer('from', caller, spec.http.port, `Called by ${caller.name}`, environment)),
    });
  }

  private urlOf(callee: ServiceSpec, environment: EnvironmentSpec): string {
    return `http://${callee.name}.${namespaceOf(callee.name, environment, this.names)}.svc:${callee.http.port}`;
  }

  private peer(direction: 'to' | 'from', other: ServiceSpec, port: number, reason: string, environment: EnvironmentSpec): NetworkPeer {
    const namespace = namespaceOf(other.name, environment, this.names);
    return { name: `${direction}-service-${other.name}`, reason, to: { namespace, labels: { 'app.kubernetes.io/name': other.name } }, ports: tcp(port) };
  }
}
