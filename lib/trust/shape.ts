import { isFederated, statementsOf, textOf } from './accepts';
import type { TrustDocument } from './accepts';

type Json = Readonly<Record<string, unknown>>;

/** What makes a trust of GitHub hard to read or easy to get wrong, whoever it lets in today. */
export interface Fault {
  readonly problem: string;
  readonly fix: string;
}

/**
 * The form in which a trust of GitHub is safe: one statement, the provider by its name, `StringEquals` alone, the audience and the
 * subject among the claims, and no wildcard anywhere.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
export function shapeFaults(document: TrustDocument): Fault[] {
  const statements = statementsOf(document);
  const federated = isFederated(document) ? statements : [];
  if (federated.length === 0) return [];
  return [
    ...(statements.length === 1 ? [] : [{ problem: `has ${statements.length} statements, of which each lets somebody in by itself`, fix: 'put all conditions into one statement' }]),
    ...federated.flatMap(statementFaults),
  ];
}

function statementFaults({ Effect, Principal, NotPrincipal, NotAction, Action, Condition }: Json): Fault[] {
  const operators = Object.keys(asObject(Condition));
  const claims = Object.entries(asObject(asObject(Condition).StringEquals));
  return [
    ...(Effect === 'Allow' ? [] : [{ problem: `has the effect ${JSON.stringify(Effect)}`, fix: 'allow what is declared, and nothing else' }]),
    ...(NotPrincipal === undefined && NotAction === undefined ? [] : [{ problem: 'says whom or what it does not mean', fix: 'name the provider in Principal, and the action in Action' }]),
    ...(providerOf(Principal) === undefined ? [{ problem: 'does not name one provider of OIDC', fix: 'write the ARN of the provider as Federated' }] : []),
    ...(String(Action) === 'sts:AssumeRoleWithWebIdentity' ? [] : [{ problem: `allows ${String(Action)}`, fix: 'allow sts:AssumeRoleWithWebIdentity alone' }]),
    ...operators.filter((operator) => operator !== 'StringEquals').map((operator) => ({ problem: `compares by ${operator}`, fix: 'compare by StringEquals alone' })),
    ...['aud', 'sub'].filter((claim) => !claims.some(([key]) => key.toLowerCase().endsWith(`:${claim}`))).map((claim) => ({ problem: `does not look at ${claim}`, fix: `add the claim ${claim} to StringEquals` })),
    ...claims.flatMap(([key, value]) => claimFaults(key, value)),
  ];
}

/** A wildcard under StringEquals is a letter that no token has, so that the role is dead, and somebody will mend it by StringLike. */
function claimFaults(key: string, value: unknown): Fault[] {
  const values = (Array.isArray(value) ? value : [value]).map(textOf);
  return [
    ...(values.includes(undefined) ? [{ problem: `compares ${key} with what nobody knows before the deployment`, fix: 'write the value itself' }] : []),
    ...values.filter((text) => text !== undefined && /[*?]|\$\{/.test(text)).map((text) => ({ problem: `compares ${key} with ${JSON.stringify(text)}, which holds a wildcard or a variable`, fix: 'write one literal value' })),
  ];
}

function providerOf(principal: unknown): string | undefined {
  const { Federated, ...others } = asObject(principal);
  const text = Object.keys(others).length === 0 && !Array.isArray(Federated) ? textOf(Federated) : undefined;
  return text !== undefined && /^arn:[a-z-]+:iam::[0-9]{12}:oidc-provider\/[^*?]+$/.test(text) ? text : undefined;
}

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
