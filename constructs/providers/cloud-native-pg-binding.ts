import type { Binding } from '../../lib/providers/contract';

/** Every name and number of one database in the cluster. */
export interface ClusterBinding extends Binding {
  readonly cluster: string;
  readonly database: string;
  readonly administrator: string;
  readonly owner: string;
  readonly login: string;
  readonly host: string;
  readonly objectName: string;
  readonly image: string;
  readonly instances: number;
  readonly objectStore?: string;
}

export const POSTGRES_PORT = 5432;
/** Of one instance; a development database does little. */
export const INSTANCE = { cpu: 250, cpuLimit: 1000, memory: 512 } as const;
