import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { declareCopies } from './copies';
import { fleet } from '../examples/dust/fleet';
import { DustApp } from 'dust-service';

/** What one run of the process cost and printed; `run.ts` reads it from standard output. */
export interface Measured {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly peakMebibytes: number;
  readonly stacks: number;
  readonly resources: number;
  readonly manifests: number;
  readonly mebibytes: number;
}

/**
 * The whole work for a number of services in the three environments of the example, in a process of its own: what a person
 * waits for, without the CDK CLI.
 */
function main(services: number): Measured {
  const folder = mkdtempSync(join(tmpdir(), 'dust-benchmark-'));
  try {
    const began = process.hrtime.bigint();
    const app = new DustApp({ ...fleet, outdir: join(folder, 'cdk.out'), manifestsDirectory: join(folder, 'manifests') });
    declareCopies(app, services);
    const stacks = app.synth().stacksRecursively;
    const wallSeconds = Number(process.hrtime.bigint() - began) / 1e9;
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return {
      wallSeconds,
      cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
      peakMebibytes: maxRSS / 1024,
      stacks: stacks.length,
      resources: stacks.reduce((sum, { template }) => sum + Object.keys((template as { Resources: object }).Resources).length, 0),
      manifests: files.filter(({ name }) => name.endsWith('.yaml')).length,
      mebibytes: files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0) / 1024 / 1024,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.stdout.write(`${JSON.stringify(main(Number(process.argv[2])))}\n`);
