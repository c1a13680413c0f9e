import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';

/**
 * Run before packing. npm packs the modes that files happen to have, which depend on the umask of whoever checked out,
 * installed and compiled; and it makes a command executable where it installs it, but the wheel for Python only unpacks.
 */
interface Listed {
  readonly path: string;
  readonly mode: number;
}

const OWNER_EXECUTES = 0o100;
const listing = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--silent'], { encoding: 'utf8' })) as Record<string, { files: readonly Listed[] }>;
const { bin } = JSON.parse(readFileSync('package.json', 'utf8')) as { bin: Record<string, string> };
const commands = Object.values(bin);
for (const { path, mode } of Object.values(listing).flatMap(({ files }) => files)) {
  // eslint-disable-next-line no-bitwise
  chmodSync(path, commands.includes(path) || (mode & OWNER_EXECUTES) !== 0 ? 0o755 : 0o644);
}
