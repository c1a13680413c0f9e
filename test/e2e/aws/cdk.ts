import { join } from 'node:path';
import { run } from '../../tools/run';
import type { Ended } from '../../tools/run';

const PROGRAM = join(__dirname, '../../../node_modules/aws-cdk/bin/cdk');
const PATIENCE_MS = 180_000;

/**
 * What the emulator asks for. The first deployment by change set would lose outputs and later ones fail; without the second
 * option the CLI says that the bootstrap version stays as it was, which moto does not understand.
 */
const DEPLOY = ['--method=direct', '--no-previous-parameters', '--require-approval', 'never', '--progress', 'events'];

/** The real, pinned CDK CLI with the credentials of one account; it assumes the roles that its own bootstrap made. */
export class Cdk {
  constructor(private readonly folder: string, private readonly environment: Record<string, string>, private readonly serverLog: () => string) {}

  public run(line: readonly string[]): Ended {
    const environment = { ...this.environment, NODE_NO_WARNINGS: '1', CDK_DISABLE_CLI_TELEMETRY: 'true', CDK_HOME: join(this.folder, 'cdk') };
    return run(process.execPath, [PROGRAM, ...line, '--no-notices', '--no-color'], { cwd: this.folder, env: environment, timeout: PATIENCE_MS });
  }

  /** Answers all that it said; an error holds that, the command and the end of the emulator's log. */
  public must(line: readonly string[]): string {
    const { exitCode, out, error } = this.run(line);
    if (exitCode === 0) return out + error;
    throw new Error([`cdk ${line.join(' ')} ended with ${exitCode}`, out, error, this.serverLog()].join('\n'));
  }

  public bootstrap(account: string, region: string, ...options: readonly string[]): string {
    return this.must(['bootstrap', `aws://${account}/${region}`, ...options]);
  }

  /** @param stacks ids of the CLI, such as `web/prod`; their dependencies come with them */
  public deploy(app: string, stacks: readonly string[] = ['--all'], ...options: readonly string[]): string {
    return this.must(['deploy', '--app', app, ...stacks, ...DEPLOY, ...options]);
  }

  /** Compares templates; by change set, which is the default, the CLI would wait for the emulator without an end. */
  public diff(app: string): { readonly exitCode: number; readonly said: string } {
    const { exitCode, out, error } = this.run(['diff', '--app', app, '--method=template', '--fail']);
    return { exitCode, said: out + error };
  }

  public destroy(app: string, stacks: readonly string[]): string {
    return this.must(['destroy', '--app', app, ...stacks, '--force']);
  }
}
