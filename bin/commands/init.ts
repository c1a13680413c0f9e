import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { CommandError } from '../command';
import type { Command } from '../command';
import { taken, writeNew } from '../new-files';
import { ownManifest, readTemplate } from '../package';
import { FLEET_TEMPLATES, LIST, SERVICE_TEMPLATE, render, renderList, renderService, serviceFile, versionsOf } from '../starter';

/** The service that shows how one is declared. */
const FIRST_SERVICE = 'hello';

/** Writes the folder of a new fleet. */
export const init: Command = {
  name: 'init',
  synopsis: '[folder]',
  summary: 'write a new fleet, with its test, into an empty folder; nothing is ever overwritten',
  maxNames: 1,
  async run({ names: [name] }, io) {
    const folder = resolve(io.folder, name ?? '.');
    const files = fleetFiles();
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false) throw new CommandError(`${name} is no folder; nothing was written`, 'choose another name: dust init FOLDER');
    const there = taken(folder, [...files.keys()]);
    if (there.length > 0) throw new CommandError(`there is already ${there.join(', ')}; nothing was written`, 'choose an empty folder: dust init FOLDER');
    writeNew(folder, files);
    const next = [...(name === undefined ? [] : [`cd ${/^[\w./-]+$/.test(name) ? name : JSON.stringify(name)}`]), 'npm install', 'npm test', 'npx cdk synth -q'];
    const written = [...files.keys()];
    const text = `${written.map((path) => `wrote ${path}\n`).join('')}next: ${next.join(' && ')}\nthen replace what README.md says\n`;
    return { exitCode: 0, json: { ok: true, folder, written, next }, text };
  },
};

function fleetFiles(): Map<string, string> {
  const versions = versionsOf(ownManifest());
  const files = Object.entries(FLEET_TEMPLATES).map(([path, template]) => [path, render(readTemplate(template), versions)] as const);
  return new Map([
    ...files,
    [LIST, renderList([FIRST_SERVICE])],
    [serviceFile(FIRST_SERVICE), renderService(readTemplate(SERVICE_TEMPLATE), FIRST_SERVICE)],
  ]);
}
