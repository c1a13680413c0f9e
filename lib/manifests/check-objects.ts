import { isClusterScoped } from './layers';
import type { Manifest } from './manifest';
import { at } from '../issues/issue';
import type { LocatedFinding } from '../issues/issue';

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
