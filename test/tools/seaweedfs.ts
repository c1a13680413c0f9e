import { join } from 'node:path';
import { goPrograms } from './go';

/** The newest SeaweedFS that can be built from a Go module; it is of January 2023. */
export function seaweedProgram(): string {
  const name = 'seaweedfs';
  const notice = 'built from its Go module, about 3 minutes';
  return join(goPrograms({ name, notice, module: join(__dirname, name), programs: { weed: 'github.com/seaweedfs/seaweedfs/weed' } }), 'weed');
}
