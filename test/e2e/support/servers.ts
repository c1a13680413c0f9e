import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';

// klog's, zap's and slog's way to say that nothing has failed.
const CHATTER = /^[IW]\d{4} |"level":"(info|INFO|warn|WARN)"/;
const KEEPER = join(__dirname, 'keeper.js');

/** Servers of one test file: started in order, stopped in the reverse order, and never left behind. */
export class Servers {
  private readonly running: Server[] = [];

  /** @param folder where the logs go */
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  /** Starts a server and waits until it is ready; one that ends or takes too long is an error that holds its log. */
  public async start(options: ServerOptions): Promise<Server> {
    const server = new Server(options, join(this.folder, `${options.name}.log`));
    this.running.push(server);
    await server.ready();
    return server;
  }

  public async stop(): Promise<void> {
    for (const server of this.running.splice(0).reverse()) await server.stop();
  }

  public tails(): string {
    return this.running.map((server) => server.tail()).join('\n');
  }
}

export interface ServerOptions {
  readonly name: string;
  readonly program: string;
  readonly line: readonly string[];
  readonly environment?: Record<string, string>;
  /** @default 60 */
  readonly patienceSeconds?: number;
  /** Whether it serves by now; an error means not yet. */
  isReady(): Promise<boolean> | boolean;
}

export class Server {
  /** The process id of the server itself. */
  public readonly pid: Promise<number>;
  private readonly keeper: ChildProcess;
  private readonly ended: Promise<void>;
  private exitCode?: number;

  constructor(private readonly options: ServerOptions, private readonly log: string) {
    const { program, line, environment = {} } = options;
    // Detached, so that Ctrl-C in a terminal does not kill the keeper before it has stopped its server.
    this.keeper = spawn(process.execPath, [KEEPER, log, program, ...line], {
      detached: true, stdio: ['pipe', 'ignore', 'ignore', 'ipc'], env: { ...process.env, ...environment },
    });
    // A test that forgets to stop it must not keep the run waiting: the run ends, and with it the server.
    this.keeper.unref();
    this.keeper.channel?.unref();
    (this.keeper.stdin as Socket).unref();
    this.pid = new Promise((resolve) => this.keeper.once('message', ({ pid }: { pid: number }) => resolve(pid)));
    this.ended = new Promise((resolve) => this.keeper.once('exit', (code) => { this.exitCode = code ?? 1; resolve(); }));
  }

  public async ready(): Promise<void> {
    const { name, patienceSeconds = 60 } = this.options;
    const end = Date.now() + patienceSeconds * 1000;
    while (!await this.serves()) {
      if (this.exitCode !== undefined) throw new Error(`${name} ended with ${this.exitCode}\n${this.tail()}`);
      if (Date.now() > end) throw new Error(`${name} is not ready after ${patienceSeconds} s\n${this.tail()}`);
      await pause(100);
    }
  }

  public async stop(): Promise<void> {
    this.keeper.stdin?.end();
    await this.ended;
  }

  /** The last lines of what it said, without the chatter of its daily work. */
  public tail(lines = 20): string {
    const said = readFileSync(this.log, 'utf8').trimEnd().split('\n').filter((line) => !CHATTER.test(line)).slice(-lines);
    return [`--- ${this.options.name}, its last lines:`, ...said].join('\n');
  }

  private async serves(): Promise<boolean> {
    try {
      return await this.options.isReady();
    } catch {
      return false;
    }
  }
}

/** Ports that nobody listens on at the moment, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const listeners = await Promise.all(Array.from({ length: count }, listening));
  const ports = listeners.map((listener) => (listener.address() as { port: number }).port);
  await Promise.all(listeners.map((listener) => new Promise((resolve) => listener.close(resolve))));
  return ports;
}

/**
 * An address of loopback for one server alone, which may listen there on any port that it is planned to have: Linux has all
 * of 127.0.0.0/8, and of so many none is drawn twice.
 */
export function loopbackAddress(): string {
  return `127.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(1, 255)}`;
}

async function listening(): Promise<ReturnType<typeof createServer>> {
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return listener;
}

export async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Asks again until the answer is yes; `what` says in the error what was waited for. */
export async function eventually(what: string, seconds: number, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!await holds()) {
    if (Date.now() > end) throw new Error(`${what}: not after ${seconds} s`);
    await pause(200);
  }
}
