import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROLE_FILES } from '../../../lib/postgres/role-job';
import { clientPrograms } from '../../tools/postgres';
import type { Ended } from '../../tools/run';

const CLIENT = clientPrograms();

export type Shell = 'sh' | 'busybox';

export interface JobRun extends Ended {
  /** The arguments of every psql that was started. */
  readonly commands: string;
}

/** The image of the job: nothing on the path but a shell, psql, sleep and date. */
export class JobImage {
  public readonly folder: string;

  constructor(folder: string, shell: Shell = 'sh') {
    this.folder = mkdtempSync(join(folder, 'image-'));
    mkdirSync(this.bin);
    for (const name of ['sleep', 'date', 'sh']) symlinkSync(shell === 'busybox' ? CLIENT.busybox : `/bin/${name}`, join(this.bin, name));
    const psql = `#!/bin/sh\nprintf '%s\\n' "$*" >>'${this.commands}'\nLD_LIBRARY_PATH='${CLIENT.libraries}' exec '${CLIENT.psql}' "$@"\n`;
    writeFileSync(join(this.bin, 'psql'), psql, { mode: 0o755 });
    writeFileSync(this.commands, '');
  }

  private get bin(): string {
    return join(this.folder, 'bin');
  }

  private get commands(): string {
    return join(this.folder, 'commands');
  }

  /** Runs a command as a pod does: no terminal, no home, nothing in the environment but what is given. */
  public async run([program, ...line]: readonly string[], environment: Readonly<Record<string, string>>): Promise<JobRun> {
    const env = { PATH: this.bin, HOME: '/nonexistent', TMPDIR: '/nonexistent', ...environment };
    // Detached is a session of its own, which has no terminal to ask for a password.
    const job = spawn(join(this.bin, program!), line, { detached: true, env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
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
