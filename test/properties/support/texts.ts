import { loadAll } from 'js-yaml';
import { parseAllDocuments } from 'yaml';
import { environmentsOf } from './fleet-model';
import type { FleetModel } from './fleet-model';
import type { Fleet } from './synthesized';

/** Reads all documents of a file. */
export type Parser = (content: string) => unknown[];

function parser(options: { version: '1.1' | '1.2'; schema?: string }): Parser {
  return (content) => parseAllDocuments(content, { ...options, uniqueKeys: true }).map((document) => {
    if (document.errors.length > 0) throw document.errors[0]!;
    return document.toJS() as unknown;
  });
}

/** kubectl reads YAML 1.1, other tools read YAML 1.2. */
export const PARSERS: readonly (readonly [title: string, parse: Parser])[] = [
  ['js-yaml', (content) => loadAll(content)],
  ['yaml as YAML 1.1', parser({ version: '1.1', schema: 'yaml-1.1' })],
  ['yaml as YAML 1.2', parser({ version: '1.2', schema: 'core' })],
];

/** Where a text of a person must stand, and what must stand there. */
interface Expected {
  readonly file: string;
  readonly kind: string;
  readonly name: string;
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/** Texts of the declaration that are not found, exactly as typed, where they belong. */
export function lostTexts({ model, files }: Pick<Fleet, 'model' | 'files'>, parse: Parser): string[] {
  const documents = new Map<string, any[]>();
  return expectedTexts(model).flatMap(({ file, kind, name, path, value }) => {
    if (!documents.has(file)) documents.set(file, parse(files.get(file) ?? ''));
    const object = documents.get(file)!.find((one) => one?.kind === kind && one.metadata?.name === name);
    const found = path.reduce((parent: any, key) => parent?.[key], object);
    return JSON.stringify(found) === JSON.stringify(value) ? [] : [`${file} ${kind}/${name} ${path.join('.')} is ${JSON.stringify(found)} and not ${JSON.stringify(value)}`];
  });
}

function expectedTexts(model: FleetModel): Expected[] {
  return model.services.flatMap((service) => environmentsOf(model, service).flatMap((environment) => {
    const folder = `manifests/${environment.name}/${service.name}`;
    const foundation = (kind: string, name: string, path: Expected['path'], value: unknown): Expected => ({ file: `${folder}/foundation.yaml`, kind, name, path, value });
    const workload = (kind: string, name: string, path: Expected['path'], value: unknown): Expected => ({ file: `${folder}/workload.yaml`, kind, name, path, value });
    const container = (key: string): Expected['path'] => ['spec', 'template', 'spec', 'containers', 0, key];
    const values = Object.entries({ ...service.values, ...service.overrides[environment.name]?.values });
    const namespace = environment.sharedCluster ? `${service.name}-${environment.name}` : service.name;
    return [
      ...values.map(([name, value]) => workload('ConfigMap', `${service.name}-config`, ['data', name], value)),
      ...(['command', 'args'] as const).flatMap((key) => (service[key] === undefined ? [] : [workload('Deployment', service.name, container(key), service[key])])),
      ...service.egress.map(({ reason }, index) => foundation('NetworkPolicy', `egress-${index + 1}`, ['metadata', 'annotations', 'dust.dev/reason'], reason)),
      foundation('Namespace', namespace, ['metadata', 'labels', 'dust.dev/owner'], service.owner),
    ];
  }));
}

/** What stands in every file, apart from its texts: a text must neither begin an object nor end one. */
export function shapeOf(files: Fleet['files'], parse: Parser): string[] {
  const manifests = [...files].filter(([path]) => path.endsWith('.yaml'));
  const shape = (document: any): string => `${document?.kind} ${document?.metadata?.name ?? ''} ${Object.keys(document?.data ?? {}).sort().join()}`;
  return manifests.flatMap(([path, content]) => parse(content).map((document) => `${path} ${shape(document)}`));
}

/** The same fleet with harmless texts. */
export function withPlainTexts(model: FleetModel): FleetModel {
  const plain = (values: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.keys(values).map((name) => [name, 'text']));
  return {
    ...model,
    services: model.services.map((service) => ({
      ...service,
      owner: 'team',
      values: plain(service.values),
      egress: service.egress.map((one) => ({ ...one, reason: 'A plain reason' })),
      ...(service.command === undefined ? {} : { command: service.command.map(() => 'text') }),
      ...(service.args === undefined ? {} : { args: service.args.map(() => 'text') }),
      overrides: Object.fromEntries(Object.entries(service.overrides).map(([name, override]) => [name, override.values === undefined ? override : { ...override, values: plain(override.values) }])),
    })),
  };
}

/** Owners that a template does not say exactly as they were typed: in tags, and in a namespace made by kubectl. */
export function lostOwners({ model, stacks }: Pick<Fleet, 'model' | 'stacks'>): string[] {
  return stacks.flatMap(({ id, template }) => {
    const owner = model.services.find(({ name }) => id.startsWith(`${name}/`))?.owner;
    if (owner === undefined) return [];
    return Object.entries(template.Resources).flatMap(([logicalId, { Type, Properties }]) => {
      const tags = (Properties.Tags ?? []).filter(({ Key }: { Key: string }) => Key === 'dust:owner').map(({ Value }: { Value: unknown }) => Value);
      const labels = Type.startsWith('Custom::') ? (JSON.parse(Properties.Manifest) as any[]).map(({ metadata }) => metadata.labels['dust.dev/owner']) : [];
      return [...tags, ...labels].filter((found) => found !== owner).map((found) => `${id} ${logicalId} has the owner ${JSON.stringify(found)}`);
    });
  });
}
