import { holds, like } from './condition';
import type { Token } from './token';

/** A trust policy as it stands in a template, whatever printed it. */
export type TrustDocument = unknown;

export type Json = Readonly<Record<string, unknown>>;

const ACTION = 'sts:assumerolewithwebidentity';

/**
 * Whether a role with this trust policy gives a session to whoever shows the token. What cannot be read, such as a reference of
 * CloudFormation, is taken for whatever lets the token in.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function accepts(document: TrustDocument, token: Token): boolean {
  const matching = statementsOf(document).filter((statement) => matches(statement, token));
  return matching.some(({ Effect }) => Effect !== 'Deny') && !matching.some((statement) => statement.Effect === 'Deny' && isReadable(statement));
}

/** Whether tokens of GitHub could be meant by the policy at all: those of this issuer, or of any. */
export function meansGitHub(document: TrustDocument, issuer: string): boolean {
  return statementsOf(document).some((statement) => {
    const { Principal, NotPrincipal, Action, NotAction, Condition } = statement;
    if (NotAction === undefined && !actsAs(Action)) return false;
    if (NotPrincipal !== undefined || Principal === '*' || list(asObject(Principal).AWS).includes('*')) return true;
    return list(asObject(Principal).Federated).some((one) => {
      const text = textOf(one);
      // A provider of the same app is a reference; what is compared says whose it is.
      return text === undefined ? isGitHub(JSON.stringify(Condition ?? issuer), issuer) : isGitHub(text, issuer) || text.endsWith('*');
    });
  });
}

function isGitHub(text: string, issuer: string): boolean {
  return text.includes(issuer) || text.includes('token.actions.') || text.includes('/_services/token');
}

export function statementsOf(document: TrustDocument): Json[] {
  return list(asObject(document).Statement).map(asObject);
}

function matches({ Principal, NotPrincipal, Action, NotAction, Condition }: Json, token: Token): boolean {
  const isMeant = NotPrincipal === undefined ? trusts(Principal, token.issuer) : !trusts(NotPrincipal, token.issuer);
  const isAsked = NotAction === undefined ? actsAs(Action) : !actsAs(NotAction);
  return isMeant && isAsked && conditionsHold(Condition, token);
}

function trusts(principal: unknown, issuer: string): boolean {
  if (principal === '*') return true;
  const { Federated, AWS } = asObject(principal);
  return [...list(Federated), ...list(AWS).filter((one) => one === '*')].some((one) => {
    const text = textOf(one);
    return text === undefined || text === '*' || text === issuer || text.endsWith(`:oidc-provider/${issuer}`);
  });
}

function actsAs(action: unknown): boolean {
  return list(action).some((one) => {
    const text = textOf(one);
    return text === undefined || like(ACTION, text.toLowerCase());
  });
}

/** Every operator and every key of it must hold. Keys that no token has, such as an address, an attacker may be able to meet. */
function conditionsHold(condition: unknown, token: Token): boolean {
  const tests = Object.entries(asObject(condition)).flatMap(
    ([operator, keys]) => Object.entries(asObject(keys)).map(([key, wanted]) => ({ operator, key, wanted })),
  );
  return tests.every(({ operator, key, wanted }) => {
    const claim = claimOf(key, token.issuer);
    if (claim === undefined) return true;
    const values = list(wanted).map(textOf);
    const given = token.claims[claim];
    return values.includes(undefined) || holds(operator, given === undefined ? [] : [given], values as string[]);
  });
}

/** Keys are compared in any letter case; one of another issuer is a claim that this token does not have. */
function claimOf(key: string, issuer: string): string | undefined {
  const [, prefix, claim] = /^(.*):([^:]*)$/.exec(key.toLowerCase()) ?? [];
  if (prefix === issuer.toLowerCase()) return claim;
  return prefix !== undefined && prefix.includes('.') ? `of ${prefix}` : undefined;
}

/** A Deny counts only where it is certain. */
function isReadable({ Condition }: Json): boolean {
  const wanted = Object.values(asObject(Condition)).flatMap((keys) => Object.values(asObject(keys)));
  return wanted.every((values) => list(values).every((one) => textOf(one) !== undefined));
}

/** Text that is known before the deployment; what only CloudFormation knows is none. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'boolean' || typeof value === 'number' ? String(value) : undefined;
}

function list(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

export function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
