/** One statement as IAM reads it. */
export interface PolicyStatement {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A question to IAM, with the condition keys that the request brings. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly keys?: Readonly<Record<string, string>>;
}

/** Whether these statements together allow it: no denial, and an allowance. */
export function allows(statements: readonly PolicyStatement[], request: Request): boolean {
  const applying = statements.filter((statement) => applies(statement, request));
  return applying.some(({ Effect }) => Effect === 'Allow') && !applying.some(({ Effect }) => Effect === 'Deny');
}

export function matches(pattern: string, text: string): boolean {
  return new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '[^]*').replace(/\?/g, '[^]')}$`).test(text);
}

function applies({ Action, Resource, Condition = {} }: PolicyStatement, { action, resource, keys = {} }: Request): boolean {
  if (!Action.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) || !Resource.some((pattern) => matches(pattern, resource))) return false;
  return Object.entries(Condition).every(([operator, wanted]) => Object.entries(wanted).every(([key, values]) => holds(operator, [values].flat(), keys[key])));
}

/** A key that is absent holds for negated operators only. */
function holds(operator: string, wanted: readonly string[], found: string | undefined): boolean {
  switch (operator) {
    case 'StringEquals': return found !== undefined && wanted.includes(found);
    case 'StringNotEquals': return found === undefined || !wanted.includes(found);
    case 'ArnLike': return found !== undefined && wanted.some((pattern) => matches(pattern, found));
    default: throw new Error(`the operator ${operator} is not known here`);
  }
}
