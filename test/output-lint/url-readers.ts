import { createRequire } from 'node:module';
import { join } from 'node:path';
import { differences } from './differences';
import { judge } from './tools';
import { temporaryFolder } from '../support/synthesize';
import { loadFrom } from '../tools/node';

/** What a client of a database or cache is told by a URL. */
export interface Target {
  readonly user?: string | undefined;
  readonly password: string | undefined;
  readonly host: string | undefined;
  readonly port: number;
  readonly database: string | number | undefined;
  readonly sslmode?: string | undefined;
  readonly sslrootcert?: string | undefined;
  readonly tls?: boolean;
}

/** What one library found in a URL, or why it refuses it. */
type Reading = { readonly found: object } | { readonly error: string };
type Readings = Readonly<Record<string, Reading>>;

export interface Tools {
  /** Interpreter with the libraries of `clients`. */
  readonly python: string;
  /** Folder with the packages of `node`. */
  readonly packages: string;
}

/** Where the libraries of Python and Node find something else in URLs than what was put in, each place with both. */
export function misread(tools: Tools, urls: readonly { readonly name: string; readonly url: string; readonly expected: Target }[]): string[] {
  if (urls.length === 0) return [];
  const inPython = readByPython(tools, urls.map(({ url }) => url));
  const inNode = nodeReaders(tools);
  return urls.flatMap(({ name, url, expected }, index) => {
    const readings = Object.entries({ ...inPython[index], ...inNode(url) });
    if (readings.length === 0) return [`${name} is for no library that is known`];
    return readings.flatMap(([reader, reading]) => {
      const place = `${name} in ${reader}`;
      return 'error' in reading ? [`${place}: ${reading.error}`] : differences(given(expected), given(reading.found), place);
    });
  });
}

/** No user is what some libraries call undefined, null, or an empty text. */
function given(target: object): object {
  return Object.fromEntries(Object.entries(target).filter(([key, value]) => !(key === 'user' && (value ?? '') === '')));
}

function readByPython({ python }: Tools, urls: readonly string[]): Readings[] {
  const { exitCode, out, error } = judge(python, [join(__dirname, 'read_urls.py')], { folder: temporaryFolder(), input: JSON.stringify(urls) });
  if (exitCode !== 0) throw new Error(`Python ended with ${exitCode}: ${error}`);
  return JSON.parse(out) as Readings[];
}

function nodeReaders({ packages }: Tools): (url: string) => Readings {
  const load = loadFrom(packages);
  const readers: Readonly<Record<string, Readonly<Record<string, (url: string) => object>>>> = {
    'postgresql:': { 'URL': byUrl, 'node-postgres': byNodePostgres(load('pg-connection-string')) },
    'rediss:': { 'URL': byUrl, 'ioredis': byIoredis(load('ioredis')), 'node-redis': byNodeRedis(load('@redis/client')) },
  };
  return (url) => {
    const [scheme] = /^[a-z]+:/.exec(url) ?? [''];
    return Object.fromEntries(Object.entries(readers[scheme] ?? {}).map(([name, reader]) => [name, readingOf(() => reader(url))]));
  };
}

function readingOf(read: () => object): Reading {
  try {
    return { found: read() };
  } catch (error) {
    return { error: String(error) };
  }
}

function byUrl(text: string): object {
  const url = new URL(text);
  const [user, password, database] = [url.username, url.password, url.pathname.slice(1)].map(decodeURIComponent);
  const found = { user, password, host: url.hostname, port: Number(url.port) };
  if (url.protocol === 'rediss:') return { ...found, database: Number(database), tls: true };
  return { ...found, database, ...Object.fromEntries(url.searchParams) };
}

/** The file of certificates, which it reads while it parses, is there in a container and not here. */
function byNodePostgres({ parse }: { parse(url: string): Record<string, any> }): (url: string) => object {
  const fs = createRequire(__filename)('node:fs') as typeof import('node:fs');
  return (url) => {
    const reading = jest.spyOn(fs, 'readFileSync').mockImplementation((path) => `the content of ${String(path)}`);
    try {
      const { port, ssl, ...found } = parse(url);
      return { ...found, port: Number(port), sslrootcert: String(ssl.ca).replace('the content of ', '') };
    } finally {
      reading.mockRestore();
    }
  };
}

function byIoredis({ Redis }: { Redis: new (url: string, options: object) => { options: Record<string, any> } }): (url: string) => object {
  return (url) => {
    const { username, password, host, port, db, tls } = new Redis(url, { lazyConnect: true }).options;
    return { user: username, password, host, port, database: db, tls };
  };
}

function byNodeRedis({ RedisClient }: { RedisClient: { parseURL(url: string): Record<string, any> } }): (url: string) => object {
  return (url) => {
    const { username, password, database, socket: { host, port, tls } } = RedisClient.parseURL(url);
    return { user: username, password, host, port, database, tls };
  };
}
