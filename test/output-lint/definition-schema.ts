/** A part of a custom resource definition's schema, in the dialect of OpenAPI that Kubernetes takes. */
type OpenApi = Readonly<Record<string, any>>;
type JsonSchema = Record<string, unknown>;

/** A custom resource definition as its operator publishes it. */
export interface Definition {
  readonly kind: string;
  readonly spec: { readonly group: string; readonly names: { readonly kind: string }; readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: OpenApi } }[] };
}

/** The schema of one version of one kind, with the names that kubeconform looks it up by. */
export interface KindSchema {
  readonly group: string;
  readonly kind: string;
  readonly version: string;
  readonly schema: JsonSchema;
}

/**
 * JSON schemas of a custom resource definition that know every field: an API server drops the others, and so a misspelt
 * field passes there unless somebody asks for strictness.
 *
 * @param objectMeta where the schema of `metadata` lies, since definitions leave that to the API server
 */
export function kindSchemas({ spec: { group, names: { kind }, versions } }: Definition, objectMeta: string): KindSchema[] {
  return versions.map(({ name, schema: { openAPIV3Schema } }) => ({ group, kind, version: name, schema: rooted(closed(openAPIV3Schema), { $ref: objectMeta }) }));
}

function rooted(schema: JsonSchema, metadata: JsonSchema): JsonSchema {
  const required = [...(schema.required as string[] | undefined) ?? [], 'apiVersion', 'kind', 'metadata'];
  return { ...schema, $schema: DIALECT, properties: { ...schema.properties as JsonSchema, ...HEADER, metadata }, required: [...new Set(required)] };
}

/** The keywords that mean the same in JSON Schema; what `x-kubernetes-validations` says, a real API server judges. */
const SHARED = [
  'type', 'enum', 'pattern', 'required', 'minLength', 'maxLength', 'minimum', 'maximum', 'multipleOf', 'minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties',
  // Inside these, a definition may only narrow what it has said outside; they say nothing about which fields there are.
  'allOf', 'anyOf', 'oneOf', 'not',
];

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
const HEADER: JsonSchema = { apiVersion: { type: 'string' }, kind: { type: 'string' } };

function closed(source: OpenApi): JsonSchema {
  const schema: JsonSchema = Object.fromEntries(SHARED.filter((keyword) => keyword in source).map((keyword) => [keyword, source[keyword] as unknown]));
  if (source['x-kubernetes-int-or-string'] === true) schema.type = ['integer', 'string'];
  if (source.exclusiveMinimum === true) schema.exclusiveMinimum = source.minimum;
  if (source.exclusiveMaximum === true) schema.exclusiveMaximum = source.maximum;
  if (source.nullable === true) nullable(schema);
  if (source.items !== undefined) schema.items = closed(source.items as OpenApi);
  return { ...schema, ...fields(source) };
}

function fields(source: OpenApi): JsonSchema {
  const embedded = source['x-kubernetes-embedded-resource'] === true ? { ...HEADER, metadata: { type: 'object' } } : {};
  const own = Object.fromEntries(Object.entries((source.properties ?? {}) as Record<string, OpenApi>).map(([name, field]) => [name, closed(field)]));
  const properties = { ...embedded, ...own };
  if (typeof source.additionalProperties === 'object') return { properties, additionalProperties: closed(source.additionalProperties as OpenApi) };
  const isOpen = source['x-kubernetes-preserve-unknown-fields'] === true || source.additionalProperties === true;
  if (source.type !== 'object' || isOpen) return Object.keys(properties).length === 0 ? {} : { properties };
  return { properties, additionalProperties: false };
}

function nullable(schema: JsonSchema): void {
  if (schema.type !== undefined) schema.type = [schema.type, 'null'].flat();
  if (Array.isArray(schema.enum)) schema.enum = [...schema.enum as unknown[], null];
}
