import { ControlPlane } from './control-plane';
import { pause } from '../support/servers';

// A test run for `control-plane.test.ts` to end in the middle. It never stops what it has started.
test('waits to be ended', async () => {
  const plane = await ControlPlane.start();
  process.stderr.write(`running: ${plane.pids.join(' ')}\n`);
  await pause(120_000);
});
