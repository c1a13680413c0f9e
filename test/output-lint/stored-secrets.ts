import type { Stored } from './external-secrets';
import type { KubernetesObject, Template } from '../support/synthesize';

/**
 * Values for the secrets that an ExternalSecret reads, in the shape that the templates give them. A secret that no template
 * makes has none; one whose value comes later, from a person or a job, has whatever is asked of it.
 */
export function madeUp({ spec }: KubernetesObject, templates: ReadonlyMap<string, Template>): Stored {
  const shapes = shapesOf(templates);
  const references = (spec.data ?? []).map(({ remoteRef }: any) => remoteRef) as { readonly key: string; readonly property?: string }[];
  const extracted = (spec.dataFrom ?? []).flatMap(({ extract }: any) => (extract === undefined ? [] : [extract.key])) as string[];
  const names = new Set([...references.map(({ key }) => key), ...extracted]);
  return Object.fromEntries([...names].filter((name) => shapes.has(name)).map((name) => {
    const asked = references.flatMap(({ key, property }) => (key === name && property !== undefined ? [property] : []));
    const properties = shapes.get(name) ?? asked;
    const object = Object.fromEntries(properties.map((property) => [property, valueOf(name, property)]));
    return [name, properties.length === 0 ? text(name, 'whole') : JSON.stringify(object)];
  }));
}

/** The name of a host and a port are what they are; all else may hold whatever a password holds. */
function valueOf(secret: string, property: string): unknown {
  if (property === 'host') return 'host.of.example.internal';
  return property === 'port' ? 6380 : text(secret, property);
}

/** Another one for each property of each secret, so that no two can be mistaken for one another. */
function text(secret: string, property: string): string {
  return `${property} of ${secret}: +%41&"'\\{{ }}$(A)#?@[é]`;
}

/** The properties that the templates put into each secret; none is a text, and undefined one that is filled later. */
function shapesOf(templates: ReadonlyMap<string, Template>): Map<string, readonly string[] | undefined> {
  return new Map([...templates.values()].flatMap(({ Resources }) => Object.entries(Resources)
    .filter(([, { Type }]) => Type === 'AWS::SecretsManager::Secret')
    .map(([id, { Properties }]) => {
      const shape = shapeOf(Properties);
      return [Properties.Name as string, shape === undefined || !isAttached(id, Resources) ? shape : [...shape, ...ATTACHED]] as const;
    })));
}

/** What RDS adds to a secret that is attached to an instance. @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html */
const ATTACHED = ['engine', 'host', 'port', 'dbname', 'dbInstanceIdentifier'];

function isAttached(id: string, resources: Template['Resources']): boolean {
  return Object.values(resources).some(({ Type, Properties }) => Type === 'AWS::SecretsManager::SecretTargetAttachment' && Properties.SecretId?.Ref === id);
}

function shapeOf({ SecretString, GenerateSecretString: generator }: Readonly<Record<string, any>>): readonly string[] | undefined {
  const source: unknown = SecretString ?? generator?.SecretStringTemplate;
  if (source === undefined) return generator === undefined ? undefined : [];
  try {
    const written = Object.keys(JSON.parse(resolved(source)) as object);
    return generator === undefined ? written : [...written, generator.GenerateStringKey as string];
  } catch {
    return [];
  }
}

/** A text with a zero for all that CloudFormation puts there, which is JSON within quotes and without. */
function resolved(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join, 'Fn::Sub': sub } = value as Record<string, any>;
  if (join !== undefined) return (join[1] as unknown[]).map(resolved).join(join[0] as string);
  return sub === undefined ? '0' : ([sub].flat()[0] as string).replace(/\$\{[^}]*\}/g, '0');
}
