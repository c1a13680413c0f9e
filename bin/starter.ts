/** The files of a new fleet, with the template of each below `templates/`; npm would not pack some of them under their own names. */
export const FLEET_TEMPLATES: Readonly<Record<string, string>> = {
  'package.json': 'fleet/package.json.txt',
  '.npmrc': 'fleet/npmrc.txt',
  '.gitignore': 'fleet/gitignore.txt',
  'cdk.json': 'fleet/cdk.json',
  'tsconfig.json': 'fleet/tsconfig.json',
  'fleet.ts': 'fleet/fleet.ts',
  'main.ts': 'fleet/main.ts',
  'test/fleet.test.ts': 'fleet/test/fleet.test.ts',
  'README.md': 'fleet/README.md',
};
export const SERVICE_TEMPLATE = 'service.ts';

/** The list of services that `main.ts` declares. It is no file of the folder `services`, where every name is a service's. */
export const LIST = 'services.ts';

/** The part of a package.json that a new fleet's pins come from. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly engines: { readonly node: string };
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** The versions that the library is built and tested with, and its own. */
export function versionsOf({ name, version, engines, devDependencies }: Manifest): Record<string, string> {
  return { ...devDependencies, [name]: version, node: engines.node };
}

/** A template with its `{{words}}` replaced. */
export function render(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{([^{}]+)\}\}/g, (_, word: string) => {
    const value = values[word];
    if (value === undefined) throw new Error(`a template asks for "${word}", which nobody gives`);
    return value;
  });
}

export function serviceFile(service: string): string {
  return `services/${service}.ts`;
}

export function renderService(template: string, service: string): string {
  return render(template, { service, declaration: declarationOf(service) });
}

/** What the file of a service exports: `matchingService`. The word at its end keeps `delete` and `class` legal. */
export function declarationOf(service: string): string {
  // A digit has no upper case: `a-1` must not become the `a1` of another service.
  return `${service.replace(/-([a-z0-9])/g, (_, next: string) => (/[0-9]/.test(next) ? `_${next}` : next.toUpperCase()))}Service`;
}

/** Whether a file of the folder `services` declares the service of its name; a person may keep other files there. */
export function declares(service: string, text: string): boolean {
  return new RegExp(`^export (?:async )?(?:function|const) ${declarationOf(service)}\\b`, 'm').test(text);
}

/** The list as `dust new` writes it: all of it, in the order of the names. */
export function renderList(services: readonly string[]): string {
  const sorted = [...services].sort();
  return [
    '// Written anew by `dust new` from the files in services/, one line for each.',
    ...sorted.map((service) => `import { ${declarationOf(service)} } from './services/${service}';`),
    '',
    `export const services = [${sorted.map(declarationOf).join(', ')}];`,
    '',
  ].join('\n');
}

/** Whether a list is as `dust new` wrote it, so that writing it anew loses nothing of a person's. */
export function isOurs(list: string): boolean {
  const services = [...list.matchAll(/ from '\.\/services\/([^']+)';$/gm)].map(([, service]) => service!);
  return renderList(services) === list;
}
