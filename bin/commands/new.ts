import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { judgeServiceName } from '../../lib/spec/names';
import { CommandError } from '../command';
import type { Command } from '../command';
import { replace, taken, writeNew } from '../new-files';
import { readTemplate } from '../package';
import { LIST, SERVICE_TEMPLATE, declarationOf, declares, isOurs, renderList, renderService, serviceFile } from '../starter';

/** Adds a service to the fleet of the folder. */
export const newService: Command = {
  name: 'new',
  synopsis: 'SERVICE',
  summary: 'add a service to the fleet of this folder',
  maxNames: 1,
  async run({ names: [service] }, io) {
    const path = serviceFile(checkedName(service));
    checkFleet(io.folder, service!, path);
    const services = [...servicesOf(io.folder), service!];
    const file = renderService(readTemplate(SERVICE_TEMPLATE), service!);
    writeNew(io.folder, new Map([[path, file]]), () => replace(io.folder, LIST, renderList(services)));
    const next = `npx dust plan ${service}`;
    return { exitCode: 0, json: { ok: true, written: [path, LIST], next: [next] }, text: `wrote ${path}\nwrote ${LIST}\nnext: replace what ${path} says, then ${next}\n` };
  },
};

function checkedName(service: string | undefined): string {
  if (service === undefined) throw new CommandError('which service?', 'usage: dust new SERVICE');
  const finding = judgeServiceName(service);
  if (finding !== undefined) throw new CommandError(`${JSON.stringify(service)} ${finding.problem}; allowed: ${finding.allowed}`, finding.fix);
  return service;
}

function checkFleet(folder: string, service: string, path: string): void {
  if (!existsSync(join(folder, 'cdk.json')) || !existsSync(join(folder, LIST))) {
    throw new CommandError(`this folder is no fleet that dust init wrote: it has no ${existsSync(join(folder, 'cdk.json')) ? LIST : 'cdk.json'}`, 'run it in the folder of the fleet, or first: dust init');
  }
  if (taken(folder, [path]).length > 0) throw new CommandError(`there is already ${path}; nothing was written`, 'edit that file, or choose another name');
  if (!isOurs(readFileSync(join(folder, LIST), 'utf8'))) {
    throw new CommandError(`${LIST} was changed by hand, and writing it anew would lose that; nothing was written`, `declare it yourself: ${path} exports ${declarationOf(service)}, and ${LIST} lists it`);
  }
}

function servicesOf(folder: string): string[] {
  const services = join(folder, 'services');
  const files = existsSync(services) ? readdirSync(services).filter((file) => file.endsWith('.ts')) : [];
  return files.map((file) => file.slice(0, -'.ts'.length)).filter((name) => declares(name, readFileSync(join(services, `${name}.ts`), 'utf8')));
}
