import { bindingsOf } from './served';
import type { Place, Served } from './served';
import type { AppliedKind } from '../../lib/providers/contract';
import type { KubernetesObject } from '../support/synthesize';

/** What every service has, whoever serves it; the roles of the fleet cover it without being asked. */
const KNOWN = new Set([
  'Namespace', 'ResourceQuota', 'LimitRange', 'ServiceAccount', 'Role', 'RoleBinding', 'NetworkPolicy', 'external-secrets.io/SecretStore',
  'ConfigMap', 'external-secrets.io/ExternalSecret', 'apps/Deployment', 'Service', 'policy/PodDisruptionBudget', 'autoscaling/HorizontalPodAutoscaler', 'Ingress',
]);

const GRANTED = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];

/** Whether a provider names exactly the kinds that it prints, and whoever applies them may. */
export function appliedViolations({ output, places }: Served): string[] {
  return places.flatMap((place) => {
    const applied = bindingsOf(place).flatMap((binding) => binding.applied);
    return [...printed(output.manifests, place, applied), ...missing(place, applied), ...quota(place)].map((problem) => `${place.environment}/${place.service}: ${problem}`);
  });
}

function nameOf({ group, kind }: Pick<AppliedKind, 'group' | 'kind'>): string {
  return group === '' || /^(?:networking|rbac\.authorization)\.k8s\.io$/.test(group) ? kind : `${group}/${kind}`;
}

function groupOf({ apiVersion }: KubernetesObject): string {
  return apiVersion.split('/').slice(0, -1).join('/');
}

function printed(manifests: Served['output']['manifests'], { environment, service, objects }: Place, applied: readonly AppliedKind[]): string[] {
  return objects.flatMap((object) => {
    const { kind, metadata } = object;
    const meant = applied.find((one) => one.group === groupOf(object) && one.kind === kind && (one.name ?? metadata.name) === metadata.name);
    if (meant === undefined) return KNOWN.has(nameOf({ group: groupOf(object), kind })) ? [] : [`it prints ${kind}, which it does not say`];
    const isThere = manifests.get(`${environment}/${service}/${meant.layer}.yaml`)?.includes(object) === true;
    return [...(isThere ? [] : [`${kind}/${metadata.name} is in another layer than ${meant.layer}`]), ...(meant.name === undefined ? covered(objects, meant, environment, service) : [])];
  });
}

function missing({ objects }: Place, applied: readonly AppliedKind[]): string[] {
  const isPrinted = (one: AppliedKind): boolean => objects.some((object) => groupOf(object) === one.group && object.kind === one.kind && (one.name ?? object.metadata.name) === object.metadata.name);
  return [
    ...applied.filter((one) => !isPrinted(one)).map(({ kind }) => `it says ${kind}, which it does not print`),
    ...applied.filter(({ kind, resource }) => resource !== pluralOf(kind)).map(({ kind, resource }) => `${resource} is no plural of ${kind}`),
  ];
}

/** One identity may apply it, by a role of this namespace, and the other may not. */
function covered(objects: readonly KubernetesObject[], { group, resource, layer }: AppliedKind, environment: string, service: string): string[] {
  const groups = { foundation: `dust:${environment}:platform-apply`, data: `dust:${environment}:${service}:workload-apply` };
  const may = (subject: string): boolean => objects.filter(({ kind, subjects }) => kind === 'RoleBinding' && subjects.some(({ name }: any) => name === subject)).some(({ roleRef }) => {
    const rules = objects.find(({ kind, metadata }) => kind === 'Role' && metadata.name === roleRef.name)?.rules as any[] ?? [];
    return rules.some(({ apiGroups, resources, verbs }) => apiGroups.includes(group) && resources.includes(resource) && [...verbs].sort().join() === GRANTED.join());
  });
  const other = layer === 'data' ? 'foundation' : 'data';
  return [...(may(groups[layer]) ? [] : [`${groups[layer]} may not apply ${resource}`]), ...(may(groups[other]) ? [`${groups[other]} may apply ${resource}`] : [])];
}

/** As the definitions of the operators have them. */
function pluralOf(kind: string): string {
  const name = kind.toLowerCase();
  if (name.endsWith('s')) return name;
  return name.endsWith('y') ? `${name.slice(0, -1)}ies` : `${name}s`;
}

const MILLI = (text: string): number => (text.endsWith('m') ? Number(text.slice(0, -1)) : Number(text) * 1000);
const MEBI = (text: string): number => Number(text.slice(0, -2)) * (text.endsWith('Gi') ? 1024 : 1);

/** The pods of operators fit into the namespace beside those of the service at their most. */
function quota(place: Place): string[] {
  const operated = bindingsOf(place).flatMap((binding) => binding.operated);
  const { hard } = place.objects.find(({ kind }) => kind === 'ResourceQuota')!.spec;
  const { replicas, strategy } = place.objects.find(({ kind }) => kind === 'Deployment')!.spec;
  const sum = (of: (one: (typeof operated)[number]) => number): number => operated.reduce((total, one) => total + of(one), 0);
  const wanted: readonly (readonly [string, number, number])[] = [
    ['pods', Number(hard.pods), sum(({ pods }) => pods) + replicas + strategy.rollingUpdate.maxSurge],
    ['requests.cpu', MILLI(hard['requests.cpu']), sum(({ pods, cpu }) => pods * cpu) + 1],
    ['limits.cpu', MILLI(hard['limits.cpu']), sum(({ pods, cpuLimit }) => pods * cpuLimit) + 1],
    ['requests.memory', MEBI(hard['requests.memory']), sum(({ pods, memory }) => pods * memory) + 1],
    ['limits.memory', MEBI(hard['limits.memory']), sum(({ pods, memory }) => pods * memory) + 1],
    ['persistentvolumeclaims', Number(hard.persistentvolumeclaims), sum(({ volumes }) => volumes)],
  ];
  return wanted.filter(([, most, needed]) => !(most >= needed)).map(([name, most, needed]) => `the quota has ${most} ${name} for ${needed}`);
}
