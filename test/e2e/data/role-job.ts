import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROLE_FILES } from '../../../lib/postgres/role-job';
import { clientPrograms } from '../../tools/postgres';
import type { Ended } from '../../tools/run';

const CLIENT = clientPrograms();

export type Shell = 'sh' | 'busybox';

export interface JobRun extends Ended {
  /** The arguments of every program of PostgreSQL that was started. */
  readonly commands: string;
}

export interface ImageContent {
  /** What the shell comes with. */
  readonly tools: readonly string[];
  /** Programs of PostgreSQL by their names. */
  readonly programs: Readonly<Record<string, string>>;
  readonly libraries: string;
}

const ROLE_JOB: ImageContent = { tools: ['sleep', 'date', 'sh'], programs: { psql: CLIENT.psql }, libraries: CLIENT.libraries };

/** The image of a job: nothing on the path but its content, for the role job a shell, psql, sleep and date. */
export class JobImage {
  public readonly folder: string;

  constructor(folder: string, shell: Shell = 'sh', { tools, programs, libraries }: ImageContent = ROLE_JOB) {
    this.folder = mkdtempSync(join(folder, 'image-'));
    mkdirSync(this.bin);
    for (const name of tools) symlinkSync(shell === 'busybox' ? CLIENT.busybox : `/bin/${name}`, join(this.bin, name));
    for (const [name, program] of Object.entries(programs)) {
      const text = `#!/bin/sh\nprintf '%s\\n' "$*" >>'${this.commands}'\nLD_LIBRARY_PATH='${libraries}' exec '${program}' "$@"\n`;
      writeFileSync(join(this.bin, name), text, { mode: 0o755 });
    }
    writeFileSync(this.commands, '');
  }

  private get bin(): string {
    return join(this.folder, 'bin');
  }

  private get commands(): string {
    return join(this.folder, 'commands');
  }

  /**
   * Runs a command as a pod does: no terminal, no home, nothing in the environment but what is given.
   * @param onStart is told the process, which may be sent a signal
   */
  public async run([program, ...line]: readonly string[], environment: Readonly<Record<string, string>>, onStart: (job: ChildProcess) => void = () => undefined): Promise<JobRun> {
    const env = { PATH: this.bin, HOME: '/nonexistent', TMPDIR: '/nonexistent', ...environment };
    // Detached is a session of its own, which has no terminal to ask for a password.
    const job = spawn(join(this.bin, program!), line, { detached: true, env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
    onStart(job);
    const read = { out: '', error: '' };
    job.stdout.setEncoding('utf8').on('data', (text: string) => { read.out += text; });
    job.stderr.setEncoding('utf8').on('data', (text: string) => { read.error += text; });
    const exitCode = await new Promise<number>((resolve) => job.once('close', (code) => resolve(code ?? 1)));
    return { exitCode, ...read, commands: readFileSync(this.commands, 'utf8') };
  }
}

/** That image with the ConfigMap of the job. */
export class RoleJob {
  private readonly image: JobImage;
  private readonly files: string;

  constructor(folder: string, files: Readonly<Record<string, string>> = ROLE_FILES, shell: Shell = 'sh') {
    this.image = new JobImage(folder, shell);
    this.files = join(this.image.folder, 'opt');
    mkdirSync(this.files);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.files, name), text);
  }

  public async run(environment: Record<string, string>, script: 'roles.sh' | 'wait.sh' = 'roles.sh'): Promise<JobRun> {
    return this.image.run(['sh', join(this.files, script)], { WAIT_SECONDS: '20', ...environment });
  }
}
