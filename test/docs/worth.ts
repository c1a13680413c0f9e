import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { regionOf } from './snippets';
import type { Output } from '../support/synthesize';

const folder = join(__dirname, '../../examples/dust/services');

/** What one service of the example is declared with, and what comes out, in all its environments together. */
interface Worth {
  readonly service: string;
  /** Lines with anything in them. */
  readonly lines: number;
  readonly stacks: number;
  readonly resources: number;
  readonly objects: number;
  /** Lines of the manifests, which somebody would have to review. */
  readonly yaml: number;
}

export function worthOf({ templates, manifests, files }: Output): Worth[] {
  const services = readdirSync(folder).filter((name) => name !== 'index.ts').map((name) => name.replace(/\.ts$/, '')).sort();
  return services.map((service) => {
    const own = [...templates].filter(([stack]) => new RegExp(`^dust-(?:builds|dev|staging|prod)-${service}$`).test(stack));
    const printed = [...manifests].filter(([path]) => path.split('/')[1] === service && !path.endsWith('kustomization.yaml'));
    return {
      service,
      lines: regionOf(readFileSync(join(folder, `${service}.ts`), 'utf8'), service).split('\n').filter((line) => line.trim() !== '').length,
      stacks: own.length,
      resources: own.reduce((sum, [, { Resources }]) => sum + Object.keys(Resources).length, 0),
      objects: printed.reduce((sum, [, objects]) => sum + objects.length, 0),
      yaml: printed.reduce((sum, [path]) => sum + files.get(`manifests/${path}`)!.split('\n').length - 1, 0),
    };
  });
}

/** The table of the README. */
export function renderWorth(output: Output): string {
  const rows = worthOf(output).map(({ service, lines, stacks, resources, objects, yaml }) => [service, lines, stacks, resources, objects, yaml].join(' | '));
  return ['| service | lines declared | stacks | AWS resources | Kubernetes objects | lines of YAML |', '|---|---|---|---|---|---|', ...rows.map((row) => `| ${row} |`), ''].join('\n');
}
