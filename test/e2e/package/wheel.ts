import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PLACE, ROOT, environment, must } from './places';
import { pythonEnvironment } from '../../tools/python';
import { run } from '../../tools/run';
import type { Ended } from '../../tools/run';

/** A folder in which Python finds the package, built as a wheel by tools that are pinned, beside what it runs on. */
export class Wheel {
  private readonly bin = pythonEnvironment('package');
  private readonly installed = join(PLACE, 'python');
  /** The code that jsii-pacmak generated. */
  public readonly sources = join(PLACE, 'pacmak/python');

  constructor() {
    must(ROOT, ['node', 'node_modules/jsii-pacmak/bin/jsii-pacmak', '--target', 'python', '--code-only', '--no-npmignore', '--outdir', join(PLACE, 'pacmak')]);
    const wheels = join(PLACE, 'wheels');
    must(PLACE, [this.python, '-m', 'pip', 'wheel', '--quiet', '--no-deps', '--no-index', '--no-build-isolation', '--wheel-dir', wheels, this.sources]);
    must(PLACE, [this.python, '-m', 'pip', 'install', '--quiet', '--no-deps', '--no-index', '--target', this.installed, join(wheels, readdirSync(wheels)[0]!)]);
  }

  public get python(): string {
    return join(this.bin, 'python');
  }

  /** The tarball inside the wheel. */
  public get tarball(): string {
    const folder = join(this.installed, 'dust_service/_jsii');
    return join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz'))!);
  }

  /** A program that the wheel installs. */
  public program(name: string): string {
    return join(this.installed, 'bin', name);
  }

  public run(folder: string, line: readonly string[]): Ended {
    return run(this.python, line, { cwd: folder, env: environment({ PYTHONPATH: this.installed }) });
  }

  /** The real CDK CLI on an example in Python, in an empty folder. */
  public synthesize(example: string): string {
    const folder = join(PLACE, 'python-example');
    mkdirSync(folder);
    cpSync(join(ROOT, example), join(folder, 'main.py'));
    writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ app: `${this.python} main.py`, versionReporting: false }));
    must(folder, ['node', join(ROOT, 'node_modules/aws-cdk/bin/cdk'), 'synth', '-q', '--no-notices'], { PYTHONPATH: this.installed });
    return folder;
  }
}
