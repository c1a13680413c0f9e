import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Container, Data } from './kubernetes-environment';

/** Where a server listens in the place of another. */
export interface Server {
  readonly address: string;
  readonly port: number;
  /** What it is, for whoever reads the table. */
  readonly what: string;
}

/** Everything that is not as in the cluster; nothing else of what a container sees is changed. */
export interface StandIns {
  /** By the name and the port that a client is told; a star is any one label. */
  readonly addresses: Readonly<Record<string, Server>>;
  /** Mounted files that have another content, by their paths. */
  readonly files: Readonly<Record<string, { readonly text: string; readonly what: string }>>;
  /** Variables which the platform gives a pod beside those of its manifest. */
  readonly platform: Data;
  /** What else is not as it is printed, for whoever reads the table. @default nothing */
  readonly differences?: Data;
}

/** A container as it runs on this machine. */
export interface Local {
  readonly command: readonly string[];
  readonly variables: Record<string, string>;
}

/**
 * The container with its mounted files in a folder. Their paths are the only thing that changes in a variable. Names of hosts
 * stay, so that certificates are held against the planned names: Python's resolver is given the table, and libpq, which has
 * its own, is told the address beside the name.
 *
 * @param folder whose path can stand in a URL and in a shell as it is
 */
export function local(container: Container, standIns: StandIns, folder: string): Local {
  if (!/^[\w./-]+$/.test(folder)) throw new Error(`DUST_CACHE is "${folder}": paths in URLs need one of letters, digits, dots and hyphens`);
  const root = mkdtempSync(join(folder, 'root-'));
  writeFiles(root, container, standIns);
  const roots = container.mounts.filter((mount) => [...container.files.keys()].some((path) => path.startsWith(`${mount}/`)));
  // A path ends where something else begins: /etc/dust is no part of /etc/dustbin.
  const moved = (text: string): string => roots.reduce((all, mount) => all.replaceAll(new RegExp(`(?<![\\w./-])${mount}(?![\\w-])`, 'g'), () => root + mount), text);
  const variables = Object.fromEntries(Object.entries(container.variables).map(([name, value]) => [name, moved(value)]));
  return { command: container.command.map(moved), variables: { ...variables, ...standIns.platform, ...forLibpq(variables, standIns) } };
}

function writeFiles(root: string, { files }: Container, { files: others }: StandIns): void {
  for (const path of Object.keys(others)) if (!files.has(path)) throw new Error(`${path} is replaced, but no volume has it`);
  for (const [path, text] of files) {
    mkdirSync(dirname(root + path), { recursive: true });
    writeFileSync(root + path, others[path]?.text ?? text);
  }
}

function forLibpq({ PGHOST, PGPORT }: Data, { addresses }: StandIns): Data {
  if (PGHOST === undefined) return {};
  const server = addresses[`${PGHOST}:${PGPORT}`];
  if (server === undefined) throw new Error(`nobody plays ${PGHOST}:${PGPORT}`);
  if (server.port !== Number(PGPORT)) throw new Error(`libpq cannot be told another port than ${PGPORT} beside the name`);
  return { PGHOSTADDR: server.address };
}

/** A printed image without its registry and its digest. */
export function nameOf(image: string): string {
  return image.replace(/^.*\/|@.*$/g, '');
}

/** The table as Python's resolver reads it. */
export function forPython({ addresses }: StandIns): Data {
  return { ADDRESSES: JSON.stringify(Object.fromEntries(Object.entries(addresses).map(([name, { address, port }]) => [name, [address, port]]))) };
}

/** The table for people. */
export function table(title: string, { addresses, files, platform, differences = {} }: StandIns, mounts: readonly string[]): string {
  const rows = [
    ...Object.entries(addresses).map(([name, { address, port, what }]) => [name, `${address}:${port}, ${what}`]),
    ...Object.entries(files).map(([path, { what }]) => [path, what]),
    ...mounts.map((mount) => [`${mount}/`, 'the same below a folder of this run']),
    ...Object.entries(differences),
    ...Object.keys(platform).map((name) => [name, 'given by the platform, not by the manifest']),
  ];
  const width = Math.max(...rows.map(([name]) => name!.length));
  return [`What stands in for what, ${title}:`, ...rows.map(([name, what]) => `  ${name!.padEnd(width)}  ${what}`), ''].join('\n');
}
