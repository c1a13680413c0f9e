import { find } from './cluster';
import { SERVICE } from './stage';
import type { StandIns } from './stand-ins';
import type { KubernetesObject } from '../../support/synthesize';

/** What may be changed before the application starts. */
export interface World {
  readonly objects: readonly KubernetesObject[];
  /** What is kept of secrets, by their names. */
  readonly stored: Record<string, string>;
  standIns: StandIns;
}

export type Change = (world: World) => void;

export const POSTGRES_CA = '/etc/dust/postgres/ca.pem';
export const CACHE_CA = '/etc/dust/cache/ca.pem';

/** Changes properties of a secret that is JSON. */
export const store = (name: string, properties: object): Change => ({ stored }) => { stored[name] = JSON.stringify({ ...JSON.parse(stored[name]!) as object, ...properties }); };

export const config = (variables: Record<string, string>): Change => ({ objects }) => { Object.assign(find(objects, 'ConfigMap', SERVICE, new RegExp(`^${SERVICE}-config$`)).data as object, variables); };

/** The variables that an ExternalSecret makes. */
export const template = ({ objects }: World, name: string): Record<string, string> => find(objects, 'ExternalSecret', SERVICE, new RegExp(`^${name}$`)).spec.target.template.data;

/** The file has what is said instead of the authority of the server. */
export const authority = (path: string, text: (world: World) => string): Change => (world) => {
  const files = { ...world.standIns.files, [path]: { text: text(world), what: 'another' } };
  world.standIns = { ...world.standIns, files };
};

/** The server is there under another name, too, which its certificate does not have. */
export const alsoAt = (port: number, host: string): Change => (world) => {
  const [, server] = Object.entries(world.standIns.addresses).find(([name]) => name.endsWith(`:${port}`))!;
  world.standIns = { ...world.standIns, addresses: { ...world.standIns.addresses, [`${host}:${port}`]: server } };
};

export const both = (...changes: readonly Change[]): Change => (world) => { for (const change of changes) change(world); };
