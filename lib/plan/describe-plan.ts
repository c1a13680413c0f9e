import type { EdgePlan, ServicePlan } from './fleet-plan';
import type { RolePlan } from '../policy/role';
import type { Binding, Runbook } from '../providers/contract';

/** The decisions for one service in one environment, as the `dust plan` command shows them. */
export interface PlanDescription {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  readonly stack: string;
  readonly namespace: string;
  readonly image: string;
  readonly access: { readonly kind: string; readonly host?: string };
  readonly workload: WorkloadDescription;
  readonly variables: Readonly<Record<string, string>>;
  /** Secrets of the namespace, and the variables whose values come from them. */
  readonly secrets: readonly SecretDescription[];
  readonly requests: readonly { readonly path: string; readonly provider: string }[];
  /** How data comes back, one for each thing that holds some. */
  readonly restore: readonly Runbook[];
  readonly roles: readonly { readonly name: string; readonly trusts: string; readonly may: readonly string[] }[];
  readonly egress: readonly Edge[];
  readonly ingress: readonly Edge[];
}

export interface SecretDescription {
  /** The Secret, and the ExternalSecret that makes it, where no person does. */
  readonly object: string;
  readonly variables: readonly string[];
  /** Where the value comes from in AWS; nowhere for one that is in the cluster alone. */
  readonly stored: readonly string[];
  /** Whether a person has to give it a value. */
  readonly byHand: boolean;
}

interface WorkloadDescription {
  readonly replicas: number;
  readonly maxReplicas: number;
  readonly cpuMillicores: number;
  readonly memoryMebibytes: number;
  readonly port: number;
}

interface Edge {
  readonly peer: string;
  readonly ports: readonly number[];
  readonly reason: string;
}

/** What a person wants to see of a plan; everything of it is in the plan. */
export function describePlan(plan: ServicePlan, edges: EdgePlan): PlanDescription {
  const { environment, workload, ingress } = plan;
  return {
    environment: environment.name,
    account: environment.account,
    region: environment.region,
    stack: plan.stackName,
    namespace: plan.namespace,
    image: workload.image,
    access: ingress === undefined ? { kind: 'cluster' } : { kind: ingress.kind, host: ingress.host },
    workload: {
      replicas: workload.replicas,
      maxReplicas: workload.maxReplicas,
      cpuMillicores: workload.cpu,
      memoryMebibytes: workload.memory,
      port: workload.port,
    },
    variables: { ...plan.variables, ...edges.variables },
    secrets: plan.bound.flatMap(({ binding }) => describeSecrets(binding)),
    requests: plan.bound.map(({ request, provider }) => ({ path: request.path, provider: provider.name })),
    restore: plan.bound.map(({ binding }) => binding.restore),
    roles: describeRoles(plan),
    egress: describeEdges([...plan.egress, ...edges.egress]),
    ingress: describeEdges([...plan.ingressPeers, ...edges.ingress]),
  };
}

function describeSecrets({ secrets, stored, handed }: Binding): SecretDescription[] {
  const from = { stored: stored.map(({ name }) => name), byHand: handed.length > 0 || stored.some(({ byHand }) => byHand) };
  const objects = [...new Set(Object.values(secrets).map(({ secret }) => secret))];
  return objects.map((object) => ({ object, variables: Object.keys(secrets).filter((variable) => secrets[variable]!.secret === object), ...from }));
}

function describeRoles({ podRole, secretStore, restart, workloadApply, release, releases }: ServicePlan): PlanDescription['roles'] {
  const optional = [secretStore?.role, release?.role, releases?.promote].filter((role) => role !== undefined);
  const roles = [podRole, restart.role, workloadApply.role, ...optional];
  return roles.map(({ name, trust, statements }) => ({
    name,
    trusts: trusted(trust),
    may: [...new Set(statements.flatMap(({ actions }) => actions))].sort(),
  }));
}

function trusted({ principal, conditions }: RolePlan['trust']): string {
  if ('federated' in principal) return String(Object.entries(conditions.StringEquals ?? {}).find(([key]) => key.endsWith(':sub'))?.[1]);
  return 'service' in principal ? principal.service : principal.role;
}

function describeEdges(peers: ServicePlan['egress']): Edge[] {
  return peers.map(({ to, ports, reason }) => ({
    peer: 'cidrs' in to ? to.cidrs.join(', ') : to.namespace,
    ports: [...new Set(ports.map(({ port }) => port))],
    reason,
  }));
}
