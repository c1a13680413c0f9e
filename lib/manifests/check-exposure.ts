import { decidesReach } from './ingress-annotations';
import type { Manifest } from './manifest';
import { at } from '../issues/issue';
import type { Finding, LocatedFinding } from '../issues/issue';

/** Who reaches a service, as `http.access` and the environment say it. */
export interface PlannedExposure {
  /** What the chart calls its own Ingress. */
  readonly name: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** Undefined where there is no ingress. */
  readonly className?: string | undefined;
  readonly host?: string | undefined;
}

/** Objects of the chart, patched ones and those that people added, say of who reaches the service only what was planned. */
export function checkExposure(place: string, planned: PlannedExposure, manifests: readonly Manifest[]): LocatedFinding[] {
  return manifests.flatMap((manifest) => {
    const path = `${place} ${manifest.kind}/${manifest.metadata.name}`;
    if (manifest.kind === 'Ingress') return checkIngress(path, planned, manifest);
    return manifest.kind === 'Service' && manifest.apiVersion === 'v1' ? checkService(path, manifest) : [];
  });
}

interface IngressSpec {
  readonly ingressClassName?: string;
  readonly rules?: readonly { readonly host?: string }[];
}

function checkIngress(path: string, planned: PlannedExposure, { metadata: { name, annotations = {} }, spec }: Manifest): LocatedFinding[] {
  const required = name === planned.name ? Object.keys(planned.annotations) : [];
  const { ingressClassName: className, rules = [] } = (spec ?? {}) as IngressSpec;
  const hosts = [...new Set(rules.map(({ host }) => host))].filter((host) => host !== undefined && host !== planned.host);
  return [
    ...checkAnnotations(path, annotations, planned.annotations, required),
    ...(className === undefined || className === planned.className ? [] : [at(`${path} spec.ingressClassName`, other(className, planned.className))]),
    ...hosts.map((host) => at(`${path} spec.rules`, other(host, planned.host))),
  ];
}

/** What is reached from outside is an Ingress of the service's own class. */
function checkService(path: string, { metadata: { annotations = {} }, spec }: Manifest): LocatedFinding[] {
  const { type = 'ClusterIP', externalIPs = [] } = (spec ?? {}) as { readonly type?: string; readonly externalIPs?: readonly string[] };
  return [
    ...checkAnnotations(path, annotations, {}, []),
    ...(type === 'ClusterIP' ? [] : [at(`${path} spec.type`, other(type, 'ClusterIP'))]),
    ...(externalIPs.length === 0 ? [] : [at(`${path} spec.externalIPs`, other(externalIPs.join(', '), undefined))]),
  ];
}

function checkAnnotations(
  path: string, annotations: Readonly<Record<string, string>>, planned: Readonly<Record<string, string>>, required: readonly string[],
): LocatedFinding[] {
  const keys = [...new Set([...required, ...Object.keys(annotations)])].filter(decidesReach);
  return keys.filter((key) => annotations[key] !== planned[key]).map((key) => at(`${path} metadata.annotations["${key}"]`, other(annotations[key], planned[key])));
}

function other(value: string | undefined, planned: string | undefined): Finding {
  return {
    code: 'DUST5004',
    ...(value === undefined ? {} : { value }),
    problem: 'is not what the declaration says',
    allowed: planned === undefined ? 'nothing of the kind' : `"${planned}"`,
    fix: 'change http.access or the ingress of the environment',
  };
}
