import * as fc from 'fast-check';
import { arbitraryFleet } from './arbitrary-fleet';
import { outcomeOf } from './support/synthesized';
test('probe', () => {
  const codes = new Map<string, number>(); let refused = 0; const other = new Map<string, any>(); let places = 0;
  const t = Date.now();
  const all = fc.sample(arbitraryFleet, { seed: Number(process.env.DUST_SEED ?? 7), numRuns: Number(process.env.N ?? 100) });
  for (const m of all) {
    try { const o = outcomeOf(m); if ('issues' in o) { refused++; for (const i of o.issues) { const k = `${i.code} ${i.path.replace(/^[^.]*/, 'S')} ${i.problem} ${i.value}`.slice(0, 200); codes.set(k, (codes.get(k) ?? 0) + 1); } } else places += o.fleet.stacks.length; }
    catch (e) { other.set(String((e as Error).message).slice(0, 300), JSON.stringify(m.services.map(s=>[s.name, Object.keys(s.buckets)])).slice(0, 500)); }
  }
  console.log(Date.now() - t, 'ms', all.length, 'refused', refused, 'services', all.reduce((n, m) => n + m.services.length, 0) / all.length, 'stacks', places, [...codes].sort((a, b) => b[1] - a[1]).slice(0, 40), [...other]);
}, 600000);
