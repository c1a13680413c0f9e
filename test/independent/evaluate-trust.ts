import { Unjudged, conditionsHold, contextOf } from './conditions';
import type { Conditions, Context } from './conditions';
import { globAction } from './iam';
import { asList } from './json';

/** What a token says, as its issuer signed it. A claim that is absent is not there. */
export interface Token {
  /** Without the scheme. */
  readonly issuer: string;
  readonly claims: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Which claims IAM makes into keys: those of every provider, or GitHub's own as well. */
export type Visible = 'subOnly' | 'extended';

const ALWAYS = ['aud', 'sub', 'azp', 'amr'];
const EXTENDED = ['actor', 'actor_id', 'job_workflow_ref', 'repository', 'repository_id', 'repository_owner_id', 'workflow', 'ref', 'environment', 'enterprise_id'];

/** Keys by their tokens, for one token is brought to many roles. */
const KNOWN: Readonly<Record<Visible, WeakMap<Token, Context>>> = { subOnly: new WeakMap(), extended: new WeakMap() };

/** The keys of a request with a token: each begins with the issuer, so that those of another issuer are absent. */
export function keysOf(token: Token, visible: Visible): Context {
  const known = KNOWN[visible].get(token);
  if (known !== undefined) return known;
  const claims = visible === 'extended' ? [...ALWAYS, ...EXTENDED] : ALWAYS;
  const keys = contextOf(Object.fromEntries(claims.map((claim) => [`${token.issuer}:${claim}`, token.claims[claim]])));
  KNOWN[visible].set(token, keys);
  return keys;
}

const ACTION = 'sts:AssumeRoleWithWebIdentity';

interface TrustStatement {
  readonly Effect?: string;
  readonly Action?: string | string[];
  readonly NotAction?: string | string[];
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Condition?: Conditions;
}

/** Whether a principal element takes in who comes with a token: by the provider's ARN, or as one of everybody. */
function names(principal: unknown, provider: string): boolean {
  if (typeof principal === 'string') return principal === '*';
  return Object.entries((principal ?? {}) as Record<string, string | string[]>).some(([kind, values]) =>
    asList<string>(values).some((value) => value === '*' ? kind !== 'Service' && kind !== 'CanonicalUser' : kind === 'Federated' && value === provider));
}

/** Whether a statement speaks of a request with a token. An element that is missing says nothing, which is no match. */
function applies(statement: TrustStatement, provider: string, context: Context): boolean {
  const { Action, NotAction, Principal, NotPrincipal, Condition } = statement;
  const acts = (patterns: string | string[] | undefined) => asList<string>(patterns).some((pattern) => globAction(pattern, ACTION));
  const action = NotAction === undefined ? acts(Action) : !acts(NotAction);
  const principal = NotPrincipal === undefined ? names(Principal, provider) : !names(NotPrincipal, provider);
  return action && principal && conditionsHold(Condition, context);
}

/** What somebody is who brings a token to an account. */
export interface Bearer {
  readonly partition: string;
  readonly account: string;
  readonly visible: Visible;
}

/**
 * Whether a resolved trust policy lets in who brings a token: some statement allows it and none denies it. What STS itself may refuse
 * before it reads a policy, such as a token without a subject, is left to the policy.
 */
export function assume(trust: Readonly<Record<string, any>>, token: Token, { partition, account, visible }: Bearer): boolean {
  const provider = `arn:${partition}:iam::${account}:oidc-provider/${token.issuer}`;
  const context = keysOf(token, visible);
  const relevant = asList<TrustStatement>(trust.Statement).filter((statement) => applies(statement, provider, context));
  const effects = relevant.map(({ Effect }) => Effect);
  if (effects.some((effect) => effect !== 'Allow' && effect !== 'Deny')) throw new Unjudged(`the effect ${effects.join(', ')}`);
  return effects.includes('Allow') && !effects.includes('Deny');
}
