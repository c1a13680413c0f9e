import { exampleDeclared } from './declared';
import { checks } from '../independent/checks';
import { exampleOutput } from '../support/example';
import { copy } from '../independent/mutate';
import { writeFileSync } from 'node:fs';
jest.mock('../independent/world', () => {
  const actual = jest.requireActual('../independent/world');
  const cache = new WeakMap();
  return { ...actual, readWorld: (o: object) => { let w = cache.get(o); if (!w) { w = actual.readWorld(o); cache.set(o, w); } return w; } };
});
jest.setTimeout(3_000_000);
const output = exampleOutput();
type Path = (string | number)[];
function keys(v: any, p: Path = []): Path[] {
  if (Array.isArray(v)) return v.flatMap((e, i) => [[...p, i], ...keys(e, [...p, i])]);
  if (v && typeof v === 'object') return Object.keys(v).flatMap((k) => [[...p, k], ...keys(v[k], [...p, k])]);
  return [];
}
function drop(v: any, p: Path): void { const o = p.slice(0, -1).reduce((x, k) => x[k], v); const k = p.at(-1)!; if (Array.isArray(o)) o.splice(k as number, 1); else delete o[k]; }
function red(o: any): boolean { return Object.values(checks).some((c) => { try { return c(o, exampleDeclared).length > 0; } catch { return true; } }); }
test('score', () => {
  const survivors: string[] = []; let total = 0;
  const skip = /^(Metadata|Description)$/;
  for (const name of ['dust-prod-audit-archive', 'dust-prod', 'dust-builds-audit-archive', 'dust-account-111122223333']) {
    for (const path of keys(output.templates.get(name)!.Resources)) {
      if (path.some((k) => skip.test(String(k)))) continue;
      const o = copy(output); drop(o.templates.get(name)!.Resources, path); total += 1;
      if (!red(o)) survivors.push(`${name} ${path.join('.')}`);
    }
  }
  for (const file of ['prod/audit-archive/foundation.yaml', 'prod/audit-archive/workload.yaml', 'prod/web/workload.yaml', 'prod/cluster/cluster.yaml', 'staging/audit-archive/workload.yaml', 'prod/cluster-admin/cluster-admin.yaml']) {
    for (const path of keys(output.manifests.get(file))) {
      if (/labels\.(app|dust)/.test(path.join('.'))) continue;
      const o = copy(output); drop(o.manifests.get(file), path); total += 1;
      if (!red(o)) survivors.push(`${file} ${output.manifests.get(file)![path[0] as number]!.kind} ${output.manifests.get(file)![path[0] as number]!.metadata.name} ${path.slice(1).join('.')}`);
    }
  }
  writeFileSync('/tmp/survivors.txt', [`${survivors.length}/${total}`, ...survivors].join('\n'));
});
