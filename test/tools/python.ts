import { join } from 'node:path';
import { cacheFolder, installed } from './cache';
import { mustRun } from './run';

/** The `bin` folder of a virtual environment with exactly the packages that `python/<name>.txt` pins by their hashes. */
export function pythonEnvironment(name: 'aws' | 'clients' | 'data' | 'lint' | 'package'): string {
  const requirements = join(__dirname, 'python', `${name}.txt`);
  const python = process.env.PYTHON ?? 'python3';
  const folder = installed({
    name: `python-${name}`,
    notice: 'a virtual environment, about a minute',
    sources: [requirements],
    versions: [mustRun(python, ['--version'])],
    make: (made) => {
      mustRun(python, ['-m', 'venv', made]);
      // Wheels alone: nothing of a package runs while it is installed.
      const line = ['-m', 'pip', 'install', '--quiet', '--require-hashes', '--only-binary', ':all:', '-r', requirements];
      mustRun(join(made, 'bin/python'), line, { env: { ...process.env, PIP_CACHE_DIR: join(cacheFolder(), 'pip'), PIP_DISABLE_PIP_VERSION_CHECK: '1' } });
    },
  });
  return join(folder, 'bin');
}
