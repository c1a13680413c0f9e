import { render } from './external-secrets';
import type { Question } from './external-secrets';
import { madeUp } from './stored-secrets';
import { misread } from './url-readers';
import type { Target, Tools } from './url-readers';
import type { KubernetesObject, Output } from '../support/synthesize';

export type Judged = Pick<Output, 'manifests' | 'templates'>;

export interface SecretTools extends Tools {
  readonly externalSecrets: string;
}

type Variables = Readonly<Record<string, string>>;
/** Data of Secrets and ConfigMaps, by kind, namespace and name. */
type Sources = ReadonlyMap<string, Variables>;

/**
 * What is wrong with the secrets that pods are given, once External Secrets has made them from made-up values: Secrets that
 * it cannot make, keys that a container reads and nobody makes, and URLs that say something else than the variables beside them.
 */
export function problemsOf(output: Judged, tools: SecretTools): string[] {
  return [...environments(output)].flatMap(([environment, objects]) => {
    const { sources, problems } = sourcesOf(objects, output, tools);
    const containers = objects.flatMap((object) => containersOf(object, sources));
    const urls = containers.flatMap(({ place, variables }) => urlsOf(place, variables));
    const all = [...problems, ...containers.flatMap((container) => container.problems), ...misread(tools, urls)];
    return all.map((problem) => `${environment} ${problem}`);
  });
}

export function externalSecrets({ manifests }: Pick<Judged, 'manifests'>): KubernetesObject[] {
  return [...manifests.values()].flat().filter(({ kind }) => kind === 'ExternalSecret');
}

/** Another environment is another cluster, as far as names may meet. */
function environments({ manifests }: Judged): Map<string, KubernetesObject[]> {
  const all = new Map<string, KubernetesObject[]>();
  for (const [path, objects] of manifests) {
    const [environment = ''] = path.split('/');
    all.set(environment, [...all.get(environment) ?? [], ...objects]);
  }
  return all;
}

interface Made {
  readonly sources: Sources;
  readonly problems: readonly string[];
}

function sourcesOf(objects: readonly KubernetesObject[], { templates }: Judged, { externalSecrets: program }: SecretTools): Made {
  const ofKind = (wanted: string): KubernetesObject[] => objects.filter(({ kind }) => kind === wanted);
  const generators = objects.filter(({ apiVersion }) => apiVersion.startsWith('generators.external-secrets.io/'));
  const questions = ofKind('ExternalSecret').map((manifest): Question => ({ manifest, values: madeUp(manifest, templates), generators }));
  const renderings = render(program, questions);
  const sources = new Map(ofKind('ConfigMap').map((object) => [idOf(object), object.data as Variables]));
  const problems = questions.flatMap(({ manifest }, index) => {
    const rendering = renderings[index]!;
    if ('error' in rendering) return [`${idOf(manifest)}: ${rendering.error}`];
    sources.set(idBeside(manifest, 'Secret', manifest.spec.target?.name ?? manifest.metadata.name), rendering.data);
    return [];
  });
  for (const object of ofKind('S3Credentials')) sources.set(idBeside(object, 'Secret', object.spec.secretRef.name), keysOf(object));
  return { sources: withHanded(sources, objects), problems };
}

/** SeaweedFS's operator writes exactly these two. */
function keysOf({ spec: { secretRef: { accessKeyField, secretKeyField } } }: KubernetesObject): Variables {
  return { [accessKeyField]: 'an access key', [secretKeyField]: 'a secret key' };
}

/** Where a namespace has no store, a person puts the application's own secrets there, which are read by the names of their keys. */
function withHanded(sources: Map<string, Variables>, objects: readonly KubernetesObject[]): Sources {
  const stores = new Set(objects.filter(({ kind }) => kind === 'SecretStore').map(({ metadata }) => metadata.namespace));
  for (const object of objects.filter((one) => podsIn(one).length > 0 && !stores.has(one.metadata.namespace))) {
    for (const { name, valueFrom } of podsIn(object).flatMap((pod) => pod.containers.flatMap(({ env = [] }: any) => env))) {
      const id = idBeside(object, 'Secret', valueFrom?.secretKeyRef?.name ?? '');
      if (valueFrom?.secretKeyRef?.key === name && id.includes('-secret-') && !sources.has(id)) sources.set(id, { [name]: 'given by a person' });
    }
  }
  return sources;
}

function idOf(object: KubernetesObject): string {
  return idBeside(object, object.kind, object.metadata.name);
}

/** What an object of the same namespace is called. */
function idBeside({ metadata: { namespace = '' } }: KubernetesObject, kind: string, name: string): string {
  return `${kind} ${namespace}/${name}`;
}

interface Container {
  readonly place: string;
  readonly variables: Variables;
  readonly problems: readonly string[];
}

function containersOf(object: KubernetesObject, sources: Sources): Container[] {
  return podsIn(object).flatMap((pod) => [...pod.initContainers ?? [], ...pod.containers].map((container: Record<string, any>): Container => {
    const place = `${idOf(object)}, container ${container.name}`;
    const whole: (Variables | undefined)[] = (container.envFrom ?? []).map((reference: any) => sources.get(sourceId(object, reference)));
    const single: Variable[] = (container.env ?? []).map((variable: any) => ({ name: variable.name, ...valueOf(variable, object, sources) }));
    return {
      place,
      variables: Object.assign({}, ...whole, ...single.map(({ name, value }) => (value === undefined ? {} : { [name]: value }))),
      problems: single.flatMap(({ name, problem }) => (problem === undefined ? [] : [`${place}: ${name} ${problem}`])),
    };
  }));
}

/** Templates of pods, wherever a kind has them. */
function podsIn(value: unknown): Record<string, any>[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('containers' in value && Array.isArray(value.containers)) return [value];
  return Object.values(value).flatMap(podsIn);
}

interface Found {
  readonly value?: string;
  readonly problem?: string;
}
interface Variable extends Found {
  readonly name: string;
}

function valueOf({ value, valueFrom: { secretKeyRef, configMapKeyRef } = {} as any }: any, object: KubernetesObject, sources: Sources): Found {
  const { key } = secretKeyRef ?? configMapKeyRef ?? {};
  if (key === undefined) return { value };
  const id = sourceId(object, { secretRef: secretKeyRef, configMapRef: configMapKeyRef });
  const source = sources.get(id);
  if (source === undefined) return { problem: `reads ${id}, which nobody makes` };
  if (!Object.hasOwn(source, key)) return { problem: `reads key ${key} of ${id}, which has ${Object.keys(source).sort().join(', ')}` };
  return { value: source[key]! };
}

function sourceId(object: KubernetesObject, { secretRef, configMapRef }: any): string {
  return secretRef === undefined ? idBeside(object, 'ConfigMap', configMapRef.name) : idBeside(object, 'Secret', secretRef.name);
}

interface Url {
  readonly name: string;
  readonly url: string;
  readonly expected: Target;
}

/** The URLs among the variables of a container, and what the variables beside each say. */
function urlsOf(place: string, v: Variables): Url[] {
  const database = { database: v.PGDATABASE, sslmode: v.PGSSLMODE, sslrootcert: v.PGSSLROOTCERT };
  const expected: Readonly<Record<string, Target>> = {
    DATABASE_URL: { user: v.PGUSER, password: v.PGPASSWORD, host: v.PGHOST, port: Number(v.PGPORT), ...database },
    REDIS_URL: { password: v.REDIS_PASSWORD, host: v.REDIS_HOST, port: Number(v.REDIS_PORT), database: 0, tls: v.REDIS_TLS === 'true' },
  };
  return Object.entries(expected).flatMap(([name, target]) => {
    const url = v[name];
    return url === undefined ? [] : [{ name: `${place}: ${name}`, url, expected: target }];
  });
}
