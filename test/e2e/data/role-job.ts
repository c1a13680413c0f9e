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

/** The image and the ConfigMap of the job: nothing on the path but a shell, psql, sleep and date. */
export class RoleJob {
  private readonly image: string;
  private readonly files: string;

  constructor(folder: string, files: Readonly<Record<string, string>> = ROLE_FILES, shell: Shell = 'sh') {
    this.image = mkdtempSync(join(folder, 'image-'));
    this.files = join(this.image, 'opt');
    mkdirSync(this.files);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.files, name), text);
    const bin = join(this.image, 'bin');
    mkdirSync(bin);
    for (const name of ['sleep', 'date', 'sh']) symlinkSync(shell === 'busybox' ? CLIENT.busybox : `/bin/${name}`, join(bin, name));
    const psql = `#!/bin/sh\nprintf '%s\\n' "$*" >>'${this.commands}'\nLD_LIBRARY_PATH='${CLIENT.libraries}' exec '${CLIENT.psql}' "$@"\n`;
    writeFileSync(join(bin, 'psql'), psql, { mode: 0o755 });
    writeFileSync(this.commands, '');
  }

  private get commands(): string {
    return join(this.image, 'commands');
  }

  /** Runs one of the scripts as a pod does: no terminal, no home, nothing in the environment but what is given. */
  public async run(environment: Record<string, string>, script: 'roles.sh' | 'wait.sh' = 'roles.sh'): Promise<JobRun> {
    const env = { PATH: join(this.image, 'bin'), HOME: '/nonexistent', TMPDIR: '/nonexistent', WAIT_SECONDS: '20', ...environment };
    // Detached is a session of its own, which has no terminal to ask for a password.
    const job = spawn(join(this.image, 'bin/sh'), [join(this.files, script)], { detached: true, env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
    const read = { out: '', error: '' };
    job.stdout.setEncoding('utf8').on('data', (text: string) => { read.out += text; });
    job.stderr.setEncoding('utf8').on('data', (text: string) => { read.error += text; });
    const exitCode = await new Promise<number>((resolve) => job.once('close', (code) => resolve(code ?? 1)));
    return { exitCode, ...read, commands: readFileSync(this.commands, 'utf8') };
  }
}
