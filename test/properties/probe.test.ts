import { knownFaults } from './known-faults';
import { outcomeOf } from './support/synthesized';
test('probe', () => {
  const lines = knownFaults.map(({ title, invariant, counterexample }) => {
    try { const o = outcomeOf(counterexample); return title + '\n    ' + ('fleet' in o ? JSON.stringify(invariant.predicate(o.fleet)) : JSON.stringify(o.issues.map((i) => [i.code, i.path, i.problem]))); }
    catch (e) { return title + '\n   THROWS ' + (e as Error).message.slice(0, 100); }
  });
  console.log(lines.join('\n'));
}, 600000);
