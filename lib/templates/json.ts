/** A value that only CloudFormation knows, as far as it is known: literal text, and the names of what is put in between. */
export class Unresolved {
  public constructor(public readonly parts: readonly (string | Hole)[]) {}

  /** As `Fn::Sub` would write it. */
  public get text(): string {
    return this.parts.map((part) => (typeof part === 'string' ? part : `\${${part.name}}`)).join('');
  }
}

/** What is not known: a reference such as `Key.Arn`, or a function such as `Fn::If`. */
export interface Hole {
  readonly name: string;
  /** What it may become, where the template says so. */
  readonly alternatives?: readonly unknown[];
}

/** An object of a template. */
export type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Unresolved);
}

/** A list, or the one value that CloudFormation and IAM take in the place of a list. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
