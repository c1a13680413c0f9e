import { synthesize } from '../support/synthesize';
import { smallFleet, declaring } from '../support/fleets';
import { exampleOutput } from '../support/example';
import { runInThisContext } from 'node:vm';
test('time', () => {
  for (let i = 0; i < 5; i++) {
    const t = Date.now();
    const out = synthesize(smallFleet(), (app) => { for (let k = 0; k < 4; k++) declaring(`svc-${k}`, { buckets: { a: {}, 'raw-b': {} } })(app); });
    console.log(Date.now() - t, out.files.size, [...out.files.values()].join('').length);
  }
  const t = Date.now(); exampleOutput(); console.log('example', Date.now() - t);
  const real = runInThisContext('process');
  const before = new Date(0).getHours();
  real.env.TZ = 'Asia/Tokyo';
  console.log(before, new Date(0).getHours(), real === process, 'z'.localeCompare('t', 'et'), process.env.TZ);
  delete real.env.TZ;
});
test('faults', () => {
  const go = (c: any, name = 'svc') => { try { const o = synthesize(smallFleet(), declaring(name, c)); return o; } catch (e) { return String((e as Error).message).slice(0, 300); } };
  console.log(go({ buckets: { 'a-1': {}, 'a1': {} } }));
  console.log(go({ buckets: { 'x': {}, 'x-policy': {} } }));
  console.log((go({ values: { toString: 'x', A: 'b' } }) as any).manifests?.get('dev/svc/workload.yaml')[0].data);
});
