import { isClusterScoped } from './layers';
import type { Manifest } from './manifest';
import { at } from '../issues/issue';
import type { LocatedFinding } from '../issues/issue';

/** What decides who reaches a service; `http.access` and the environment say it, and a patch may not say otherwise. */
const PROTECTED_ANNOTATIONS = /^(?:alb\.ingress\.kubernetes\.io\/(?:scheme|group\.name|inbound-cidrs|security-groups|certificate-arn|ssl-policy|actions\..*|conditions\..*)|tailscale\.com\/(?:funnel|tags)|.*\/(?:configuration|server)-snippet)$/;

/** An ingress of the chart may say of who reaches it only what was planned. */
export function checkIngresses(
  place: string, service: string, planned: Readonly<Record<string, string>>, manifests: readonly Manifest[],
): LocatedFinding[] {
  return manifests.filter(({ kind }) => kind === 'Ingress').flatMap(({ metadata: { name, annotations = {} } }) => {
    const required = name === service ? Object.keys(planned) : [];
    const keys = [...new Set([...required, ...Object.keys(annotations)])].filter((key) => PROTECTED_ANNOTATIONS.test(key));
    return keys.filter((key) => annotations[key] !== planned[key]).map((key) => at(`${place} Ingress/${name} metadata.annotations["${key}"]`, {
      code: 'DUST5004',
      ...(annotations[key] === undefined ? {} : { value: annotations[key] }),
      problem: 'is not what the declaration says',
      allowed: planned[key] === undefined ? 'no such annotation' : `"${planned[key]}"`,
      fix: 'change http.access or the ingress of the environment',
    }));
  });
}

/** What the objects of one chart, those that people added included, must keep to. */
export function checkObjects(place: string, namespace: string, manifests: readonly Manifest[]): LocatedFinding[] {
  const seen = new Set<string>();
  return manifests.flatMap((manifest) => {
    const { kind, apiVersion, metadata } = manifest;
    const path = `${place} ${kind}/${metadata.name}`;
    const identity = `${apiVersion.split('/').slice(0, -1).join('/')} ${kind} ${metadata.name}`;
    const findings: LocatedFinding[] = [];
    if (seen.has(identity)) findings.push(at(path, { code: 'DUST5002', problem: 'stands there twice', allowed: 'one object of a kind and name', fix: 'rename one of them' }));
    seen.add(identity);
    if (!isClusterScoped(kind) && metadata.namespace !== namespace) {
      findings.push(at(path, { code: 'DUST5003', value: metadata.namespace, problem: 'is another namespace', allowed: `"${namespace}", the namespace of the service`, fix: 'leave metadata.namespace out' }));
    }
    return findings;
  });
}
