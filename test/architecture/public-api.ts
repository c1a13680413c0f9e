/** The parts of a `.jsii` file that our rules look at. */
export interface Assembly {
  readonly types: Record<string, ApiType>;
}

interface ApiType {
  readonly kind: 'class' | 'interface' | 'enum';
  readonly name: string;
  readonly datatype?: boolean;
  readonly abstract?: boolean;
  readonly docs?: Docs;
  readonly properties?: readonly Property[];
  readonly methods?: readonly Callable[];
  readonly members?: readonly { readonly name: string; readonly docs?: Docs }[];
  readonly initializer?: Callable;
}

interface Docs {
  readonly summary?: string;
  readonly default?: string;
}

interface Property {
  readonly name: string;
  readonly immutable?: boolean;
  readonly optional?: boolean;
  readonly type?: TypeReference;
  readonly docs?: Docs;
}

interface Callable {
  readonly name?: string;
  readonly parameters?: readonly Property[];
  readonly returns?: { readonly type: TypeReference };
  readonly docs?: Docs;
}

interface TypeReference {
  readonly primitive?: string;
  readonly fqn?: string;
  readonly union?: unknown;
  readonly intersection?: unknown;
  readonly collection?: { readonly elementtype: TypeReference };
}

/** What jsii accepts and we do not. */
export function apiViolations({ types }: Assembly): string[] {
  return Object.values(types).flatMap((type) => [
    ...(type.docs?.summary === undefined ? [`${type.name} has no summary`] : []),
    ...(type.kind === 'interface' && type.datatype !== true ? [`${type.name} is an interface that is no struct`] : []),
    ...(type.properties ?? []).flatMap((property) => propertyViolations(type, property)),
    ...[...(type.methods ?? []), ...(type.initializer === undefined ? [] : [type.initializer])].flatMap((callable) => callableViolations(type, callable)),
    ...(type.members ?? []).filter(({ docs }) => docs?.summary === undefined).map(({ name }) => `${type.name}.${name} has no summary`),
  ]);
}

function propertyViolations(type: ApiType, property: Property): string[] {
  const place = `${type.name}.${property.name}`;
  return [
    ...(property.immutable === true ? [] : [`${place} is not readonly`]),
    ...(property.docs?.summary === undefined ? [`${place} has no summary`] : []),
    ...(property.optional === true && property.docs?.default === undefined ? [`${place} is optional and has no @default`] : []),
    ...typeViolations(place, property.type),
  ];
}

function callableViolations(type: ApiType, { name, parameters, returns, docs }: Callable): string[] {
  const place = `${type.name}.${name ?? 'constructor'}`;
  return [
    ...(name !== undefined && docs?.summary === undefined ? [`${place} has no summary`] : []),
    ...(parameters ?? []).flatMap((parameter) => typeViolations(`${place}(${parameter.name})`, parameter.type)),
    ...typeViolations(place, returns?.type),
  ];
}

function typeViolations(place: string, type: TypeReference | undefined): string[] {
  if (type === undefined) return [];
  if (type.union !== undefined) return [`${place} is a union`];
  if (type.intersection !== undefined) return [`${place} is an intersection`];
  return typeViolations(place, type.collection?.elementtype);
}
