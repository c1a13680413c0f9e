import { homedir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder, installed } from './cache';
import { mustRun } from './run';

/** Go as the tests use it: its caches in the cache folder, nothing changed in the modules, no toolchain fetched. */
export function goEnvironment(): NodeJS.ProcessEnv {
  const cache = join(cacheFolder(), 'go');
  return {
    ...process.env,
    GOENV: process.env.GOENV ?? join(userConfiguration(), 'go/env'),
    // Go writes its telemetry below the user's configuration, wherever that is.
    XDG_CONFIG_HOME: join(cache, 'config'),
    GOMODCACHE: join(cache, 'mod'),
    GOCACHE: join(cache, 'build'),
    GOFLAGS: '-mod=readonly -modcacherw -buildvcs=false -trimpath',
    GOTOOLCHAIN: 'local',
    CGO_ENABLED: '0',
  };
}

export interface GoPrograms {
  readonly name: string;
  readonly notice: string;
  /** The folder of the module, whose go.mod and go.sum pin everything. */
  readonly module: string;
  /** The package of each program. */
  readonly programs: Readonly<Record<string, string>>;
  readonly tags?: string;
  linkerFlags?(): string;
}

/** Builds programs of a pinned Go module; the folder that holds them. */
export function goPrograms({ name, notice, module, programs, tags = '', linkerFlags }: GoPrograms): string {
  return installed({
    name,
    notice,
    sources: [module],
    versions: [goVersion(), JSON.stringify(programs), tags],
    make: (folder) => {
      for (const [program, path] of Object.entries(programs)) {
        const flags = ['-tags', tags, '-ldflags', `-s -w ${linkerFlags?.() ?? ''}`];
        mustRun('go', ['build', ...flags, '-o', join(folder, program), path], { cwd: module, env: goEnvironment() });
      }
    },
  });
}

/** The folder of a downloaded module of the module in `folder`. */
export function goModule(folder: string, path: string): { readonly version: string; readonly folder: string } {
  const out = mustRun('go', ['list', '-m', '-json', path], { cwd: folder, env: goEnvironment() });
  const { Version, Dir } = JSON.parse(out) as { Version: string; Dir: string };
  return { version: Version, folder: Dir };
}

function goVersion(): string {
  return mustRun('go', ['env', 'GOVERSION'], { env: goEnvironment() }).trim();
}

/** Where Go looks for the settings of the user. @see https://pkg.go.dev/os#UserConfigDir */
function userConfiguration(): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library/Application Support');
  return process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config');
}
