import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Container } from './kubernetes-environment';
import { forPython, local } from './stand-ins';
import type { StandIns } from './stand-ins';
import { pythonEnvironment } from '../../tools/python';

const CLIENT = join(__dirname, 'client');

export interface Done {
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly tls?: boolean;
  readonly endpoint?: string;
  readonly bucket?: string;
  /** Of the object or in the cache. */
  readonly key?: string;
  readonly row?: string;
}

/** What the client says that it has done. */
export interface Report {
  /** What it has written everywhere. */
  readonly token: string;
  readonly done: Readonly<Record<string, Done>>;
  /** The step that was refused, and how. */
  readonly failed?: string;
  readonly error?: string;
}

/**
 * Runs the client as the application of a container: nothing is in its environment but what the container and its platform
 * have. This process goes on meanwhile, for it plays the platform.
 */
export async function runClient(container: Container, standIns: StandIns, folder: string): Promise<Report> {
  const { variables } = local(container, standIns, folder);
  const python = { ...forPython(standIns), PYTHONPATH: CLIENT, PYTHONDONTWRITEBYTECODE: '1' };
  const client = spawn(join(pythonEnvironment('data'), 'python'), [join(CLIENT, 'client.py')], { env: { ...variables, ...python }, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
  const said = { out: '', error: '' };
  client.stdout.setEncoding('utf8').on('data', (text: string) => { said.out += text; });
  client.stderr.setEncoding('utf8').on('data', (text: string) => { said.error += text; });
  const exitCode = await new Promise<number | null>((resolve) => client.once('close', resolve));
  const report = said.error === '' && said.out !== '' ? JSON.parse(said.out) as Report : undefined;
  if (report === undefined || (exitCode === 0) !== (report.failed === undefined)) throw new Error(`the client ended with ${exitCode} and said\n${said.out}${said.error}`);
  return report;
}
