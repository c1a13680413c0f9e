import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_ZONES } from './command-lines';
import { ControlPlane } from './control-plane';
import { isRunning } from '../../tools/cache';
import { eventually, Servers } from '../support/servers';

const ROOT = join(__dirname, '../../..');

describe('a control plane', () => {
  test('has a ready node in each zone, and nothing of it is left when it was stopped', async () => {
    const plane = await ControlPlane.start();
    const pids = plane.pids;
    try {
      expect(plane.client.list('nodes').map(({ metadata }) => metadata.labels!['topology.kubernetes.io/zone'])).toEqual(NODE_ZONES);
      expect(pids).toHaveLength(5);
      expect(pids.every(isRunning)).toBe(true);
    } finally {
      await plane.stop();
    }
    expect(pids.filter(isRunning)).toEqual([]);
    expect(existsSync(plane.folder)).toBe(false);
  });

  test('says what it was asked, what failed and how things stand', async () => {
    const plane = await ControlPlane.start();
    try {
      const namespace = plane.client.namespace();
      expect(() => plane.client.must(['rollout', 'status', 'deployment/nobody', '--namespace', namespace]))
        .toThrow(new RegExp(`kubectl rollout status deployment/nobody[^]*NotFound[^]*--- events in ${namespace}[^]*--- kube-apiserver`));
    } finally {
      await plane.stop();
    }
  });

  // The two ways in which a run ends without any of its own code: a person's Ctrl-C, and a machine that runs out of memory.
  test.each(['SIGINT', 'SIGKILL'] as const)('is stopped although its test run ended by %s', async (signal) => {
    const jest = [join(ROOT, 'node_modules/jest/bin/jest.js'), '--config', join(ROOT, 'test/e2e/jest.config.json'), '--runInBand'];
    const run = spawn(process.execPath, [...jest, '--testMatch', '**/control-plane.fixture.ts'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] });
    const pids = await announced(run.stderr);
    expect(pids.every(isRunning)).toBe(true);
    run.kill(signal);
    await once(run, 'exit');
    await eventually('all servers have ended', 30, () => !pids.some(isRunning));
  });
});

test('a server that ends while it starts is an error with its last words, and those before it are stopped', async () => {
  const folder = join(ROOT, '.cache/servers-test');
  const servers = new Servers(folder);
  const node = { program: process.execPath, isReady: () => true };
  const first = await servers.start({ ...node, name: 'first', line: ['-e', 'setInterval(() => {}, 1000)'] });
  const pid = await first.pid;
  const failing = servers.start({ ...node, name: 'second', line: ['-e', 'console.error("the disk is full"); process.exit(3)'], isReady: () => false });
  await expect(failing).rejects.toThrow(/second ended with 3[^]*the disk is full/);
  await servers.stop();
  expect(isRunning(pid)).toBe(false);
});

/** The process ids that the fixture prints as soon as its control plane serves. */
async function announced(stream: NodeJS.ReadableStream): Promise<number[]> {
  let said = '';
  for await (const part of stream) {
    said += String(part);
    const [, pids] = /^running: ([\d ]+)$/m.exec(said) ?? [];
    if (pids !== undefined) return pids.split(' ').map(Number);
  }
  throw new Error(`the run ended too early:\n${said}`);
}
