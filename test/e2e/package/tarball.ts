import { chmodSync, cpSync, mkdirSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ROOT, must } from './places';

/** A file of a tarball. */
export interface Packed {
  readonly path: string;
  readonly content: Buffer;
  readonly isExecutable: boolean;
}

/** Packs the package in a folder; where the tarball lies. */
export function pack(folder: string, destination: string): string {
  mkdirSync(destination, { recursive: true });
  must(folder, ['npm', 'pack', '--silent', '--pack-destination', destination]);
  return join(destination, readdirSync(destination).find((name) => name.endsWith('.tgz'))!);
}

/** A tar is blocks of 512 bytes: for each file a header with its name, mode and size, then its bytes. */
export function unpack(tarball: string): Packed[] {
  const tar = gunzipSync(readFileSync(tarball));
  const files: Packed[] = [];
  for (let at = 0; tar[at] !== 0; ) {
    const field = (start: number, length: number): string => tar.subarray(at + start, at + start + length).toString().split('\0')[0]!;
    const [name, mode, size, type, prefix] = [field(0, 100), field(100, 8), parseInt(field(124, 12), 8), field(156, 1), field(345, 155)];
    if (type !== '0') throw new Error(`${name} is a "${type}", no file`);
    const path = (prefix === '' ? name : `${prefix}/${name}`).replace(/^package\//, '');
    files.push({ path, content: tar.subarray(at + 512, at + 512 + size), isExecutable: parseInt(mode, 8) % 2 === 1 });
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

/**
 * Another checkout, compiled there in another time zone and language, by somebody who keeps their files to themselves: git's
 * files, with the packages of this one. Only bundled ones must be files of its own.
 */
export function secondCheckout(folder: string): string {
  for (const path of must(ROOT, ['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard']).split('\0').filter((name) => name !== '')) {
    cpSync(join(ROOT, path), join(folder, path));
    chmodSync(join(folder, path), 0o600);
  }
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync(join(ROOT, 'node_modules')).filter((entry) => !entry.startsWith('.'))) {
    const source = join(ROOT, 'node_modules', name);
    if (BUNDLED.includes(name)) cpSync(source, join(modules, name), { recursive: true });
    else symlinkSync(source, join(modules, name));
  }
  const projen = `node '${ROOT}/node_modules/projen/bin/projen'`;
  must(folder, ['sh', '-c', `umask 077 && ${projen} compile && ${projen} modes`], { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', PATH: `${ROOT}/node_modules/.bin:${process.env.PATH}` });
  return folder;
}

/** What travels inside: the two libraries that we use, and what one of them uses. */
export const BUNDLED = ['argparse', 'js-yaml', 'valibot'];
