import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { JsonObject } from '../../independent/json';

/** An answer of AWS's API; what is in it depends on the operation. */
export type Answer = Record<string, any>;

/** AWS refused a call, or the emulator does not know it. */
export class AwsError extends Error {
  constructor(public readonly code: string, call: string, message: string) {
    super(`${call}: ${message}`);
  }
}

interface Waiting {
  readonly call: string;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * boto3 with the credentials of an environment. One Python process serves all calls in their order, for starting one costs
 * more than a hundred calls; it ends with its input, and so never outlives the test run.
 */
export class AwsClient {
  private readonly process: ChildProcessWithoutNullStreams;
  private readonly over: Promise<void>;
  private readonly waiting: Waiting[] = [];
  private said = '';

  constructor(programs: string, environment: Record<string, string>, private readonly serverLog: () => string) {
    this.process = spawn(join(programs, 'python'), ['-B', join(__dirname, 'boto.py')], { env: environment });
    this.process.stderr.on('data', (text: Buffer) => { this.said += text.toString(); });
    createInterface({ input: this.process.stdout }).on('line', (line) => this.answered(line));
    for (const source of [this.process, this.process.stdin]) source.on('error', (error: Error) => { this.said += error.message; });
    this.over = new Promise((resolve) => this.process.once('close', () => { this.ended(); resolve(); }));
    // A test that forgets to stop it must not keep the run waiting.
    for (const stream of [this.process.stdin, this.process.stdout, this.process.stderr]) (stream as Socket).unref();
    this.process.unref();
  }

  /** Calls an operation by boto3's names: `call('iam', 'get_role', { RoleName: 'x' })`. */
  public async call(service: string, operation: string, parameters: JsonObject = {}): Promise<Answer> {
    const answer = new Promise<Answer>((resolve, reject) => this.waiting.push({ call: `${service} ${operation} ${JSON.stringify(parameters)}`, resolve, reject }));
    this.process.stdin.write(`${JSON.stringify({ service, operation, parameters })}\n`, (error) => { if (error) this.ended(); });
    return answer;
  }

  /** As `call`, where an error of this code means that there is nothing. */
  public async find(code: string, service: string, operation: string, parameters: JsonObject = {}): Promise<Answer | undefined> {
    try {
      return await this.call(service, operation, parameters);
    } catch (error) {
      if (error instanceof AwsError && error.code === code) return undefined;
      throw error;
    }
  }

  public async stop(): Promise<void> {
    this.process.stdin.end();
    await this.over;
  }

  private answered(line: string): void {
    const { call, resolve, reject } = this.waiting.shift()!;
    const { result, error } = JSON.parse(line) as { result?: Answer; error?: { code: string; message: string } };
    if (error === undefined) resolve(result!);
    else reject(new AwsError(error.code, call, `${error.message}\n${this.serverLog()}`));
  }

  private ended(): void {
    for (const { call, reject } of this.waiting.splice(0)) reject(new Error(`${call}: boto3 has ended\n${this.said}`));
  }
}
