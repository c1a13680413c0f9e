import type { Check, Checks } from './check';
import { asList } from './json';
import { find, hasPort, ofKind, portsOf, readWorld, selects } from './world';
import type { Placed, Pod, World } from './world';

function selectedPods(world: World, placed: Placed, selector: Record<string, any> | undefined): Pod[] {
  return world.pods.filter((pod) => pod.environment === placed.environment && pod.namespace === placed.namespace && selects(selector, pod.labels));
}

/** A Deployment selects its own pods and no others, and spreads by its own labels. */
const workloadSelectors: Check = (output) => {
  const world = readWorld(output);
  return ofKind(world, 'Deployment').flatMap((placed) => {
    const { spec } = placed.object;
    const own = world.pods.find(({ workload }) => workload === placed);
    const pod = spec.template.spec;
    const terms = asList<Record<string, any>>(pod.affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution).map(
      ({ podAffinityTerm }) => podAffinityTerm,
    );
    const selectors: Record<string, any>[] = [spec.selector, ...terms, ...asList<Record<string, any>>(pod.topologySpreadConstraints)].map(
      (entry) => entry?.labelSelector ?? entry,
    );
    return selectors
      .filter(
        (selector) =>
          Object.keys(selector.matchLabels ?? {}).length === 0 ||
          selectedPods(world, placed, selector).length !== 1 ||
          !selects(selector, own?.labels ?? {}),
      )
      .map((selector) => `${placed.at}: ${JSON.stringify(selector)} does not select its own pods alone`);
  });
};

/** A Service leads to the pods of one workload, at ports that they have. */
const services: Check = (output) => {
  const world = readWorld(output);
  return ofKind(world, 'Service').flatMap((placed) => {
    const { selector } = placed.object.spec as { selector?: Record<string, string> };
    const pods = Object.keys(selector ?? {}).length === 0 ? [] : selectedPods(world, placed, { matchLabels: selector });
    const ports = asList<{ port: number; targetPort?: unknown }>(placed.object.spec.ports);
    return [
      ...(pods.length === 1 ? [] : [`${placed.at}: selects ${pods.length} workloads`]),
      ...ports
        .filter(({ port, targetPort }) => !pods.every((pod) => hasPort(portsOf(pod), targetPort ?? port)))
        .map(({ targetPort }) => `${placed.at}: port ${targetPort} is not a port of its pods`),
    ];
  });
};

/** Autoscalers scale, and budgets protect, exactly one workload that exists. */
const scalingTargets: Check = (output) => {
  const world = readWorld(output);
  const scaled = ofKind(world, 'HorizontalPodAutoscaler')
    .filter((placed) => {
      const { kind, name, apiVersion } = placed.object.spec.scaleTargetRef;
      return find(world, placed, kind, name)?.object.apiVersion !== apiVersion;
    })
    .map(({ at, object }) => `${at}: there is no ${object.spec.scaleTargetRef.kind} ${object.spec.scaleTargetRef.name}`);
  const guarded = ofKind(world, 'PodDisruptionBudget')
    .filter(({ object }) => Object.keys(object.spec.selector?.matchLabels ?? {}).length > 0)
    .filter((placed) => selectedPods(world, placed, placed.object.spec.selector).length === 1);
  const unguarded = ofKind(world, 'PodDisruptionBudget')
    .filter((placed) => !guarded.includes(placed))
    .map(({ at }) => `${at}: does not select exactly one workload`);
  return [...scaled, ...unguarded];
};

export const selectors: Checks = { workloadSelectors, services, scalingTargets };
