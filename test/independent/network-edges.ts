import { OUTSIDE_NAMESPACES, namespaceOf } from './check';
import type { Check, Checks, Declared } from './check';
import { asList } from './json';
import { peerNamespace, rulesOf } from './network-rules';
import type { Direction } from './network-rules';
import { isOperated, operatedServices, selectedFrom, subjectsOf } from './operated';
import { ofKind, portsOf, readWorld } from './world';
import type { World } from './world';

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly port: string;
  readonly at: string;
}

function isOfOperator(declared: Declared, environment: string, namespace: string): boolean {
  return Object.values(declared.environments[environment]?.operators?.namespaces ?? {}).includes(namespace);
}

function key({ from, to, port }: Edge): string {
  return `${from} → ${to}:${port}`;
}

/** Edges between namespaces of the fleet, but those of pods that operators make: which of these there are is judged pod by pod. */
function edgesOf(world: World, declared: Declared, direction: Direction): Edge[] {
  const all = subjectsOf(world);
  return rulesOf(world, direction).flatMap(({ policy, peers, ports }) =>
    peers
      .filter((peer) => {
        const near = { environment: policy.environment, namespace: peerNamespace(peer) };
        const ends = [selectedFrom(all, policy, policy.object.spec.podSelector), selectedFrom(all, near, peer.podSelector)];
        return !ends.some((end) => end.length > 0 && end.every(isOperated));
      })
      .map(peerNamespace)
      .filter((namespace) => namespace !== undefined && !OUTSIDE_NAMESPACES.includes(namespace) && !isOfOperator(declared, policy.environment, namespace))
      .flatMap((namespace) =>
        ports.map(({ port, protocol }) => {
          const [own, other] = [`${policy.environment} ${policy.namespace}`, `${policy.environment} ${namespace}`];
          return { from: direction === 'egress' ? own : other, to: direction === 'egress' ? other : own, port: `${port}/${protocol}`, at: policy.at };
        }),
      ),
  );
}

/** Both ends of a call are open on the same port, which the callee listens on; and there are just the declared calls. */
const callEdges: Check = (output, declared) => {
  const world = readWorld(output);
  const [egress, ingress] = [edgesOf(world, declared, 'egress'), edgesOf(world, declared, 'ingress')];
  const expected = Object.entries(declared.services).flatMap(([caller, { calls, environments }]) =>
    environments.flatMap((environment) =>
      calls.map(
        (callee) => `${environment} ${namespaceOf(declared, environment, caller)} → ${environment} ${namespaceOf(declared, environment, callee)}:`,
      ),
    ),
  );
  const one = (edges: readonly Edge[], others: readonly Edge[], side: string) =>
    edges
      .filter((edge) => !others.some((other) => key(other) === key(edge)))
      .map((edge) => `${edge.at}: ${key(edge)} is not open on the ${side} side`);
  return [
    ...one(egress, ingress, 'ingress'),
    ...one(ingress, egress, 'egress'),
    ...egress
      .filter(
        ({ to, port }) =>
          !world.pods.some(
            (pod) => `${pod.environment} ${pod.namespace}` === to && portsOf(pod).some(({ containerPort }) => `${containerPort}/TCP` === port),
          ),
      )
      .map((edge) => `${edge.at}: nobody listens at ${key(edge)}`),
    ...egress.filter((edge) => !expected.some((start) => key(edge).startsWith(start))).map((edge) => `${edge.at}: ${key(edge)} was not declared`),
    ...expected.filter((start) => !egress.some((edge) => key(edge).startsWith(start))).map((start) => `${start} was declared and is not open`),
  ];
};

const URL = /^http:\/\/(?<service>[a-z0-9-]+)\.(?<namespace>[a-z0-9-]+)\.svc(?:\.cluster\.local)?:(?<port>\d+)$/;

/** URLs of other services lead to a Service and port that exist, and the network lets the caller through. */
const callUrls: Check = (output, declared) => {
  const world = readWorld(output);
  const urls = ofKind(world, 'ConfigMap').flatMap((placed) =>
    Object.entries((placed.object.data ?? {}) as Record<string, string>)
      // Where an operator's Service is, is judged with its pods.
      .filter(([, value]) => value.includes('.svc') && !operatedServices(world).some(({ source, name: made }) => value.includes(`//${made}.${source.namespace}.`)))
      .map(([name, value]) => ({ placed, name, value })),
  );
  const wrong = urls.flatMap(({ placed, name, value }) => {
    const { service, namespace, port } = URL.exec(value)?.groups ?? {};
    const target = ofKind(world, 'Service').find(
      (other) => other.environment === placed.environment && other.namespace === namespace && other.object.metadata.name === service,
    );
    const listens = asList<{ port: number }>(target?.object.spec.ports).some((entry) => String(entry.port) === port);
    const open = edgesOf(world, declared, 'egress').some(
      (edge) => key(edge) === `${placed.environment} ${placed.namespace} → ${placed.environment} ${namespace}:${port}/TCP`,
    );
    return listens && open ? [] : [`${placed.at}: ${name} is ${value}, where ${listens ? 'the network leads nobody' : 'nobody listens'}`];
  });
  const absent = Object.entries(declared.services).flatMap(([caller, { calls, environments }]) =>
    environments.flatMap((environment) =>
      calls
        .filter(
          (callee) =>
            !urls.some(
              ({ placed, name }) =>
                placed.environment === environment && placed.folder === caller && name === `${callee.toUpperCase().replace(/-/g, '_')}_URL`,
            ),
        )
        .map((callee) => `${caller} in ${environment}: has no URL of ${callee}`),
    ),
  );
  return [...wrong, ...absent];
};

export const networkEdges: Checks = { callEdges, callUrls };
