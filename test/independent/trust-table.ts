import type { Check, Checks, Declared } from './check';
import { Unjudged } from './conditions';
import { assume } from './evaluate-trust';
import type { Token, Visible } from './evaluate-trust';
import { declaredToken, originOf, repositoryOf } from './origins';
import type { Origin } from './origins';
import { attacksOn, isAlike } from './tokens';
import type { Attack } from './tokens';
import { ofType, readWorld } from './world';
import type { Printed } from './world';

/** What came of one token at one role. */
export interface TrustRow {
  readonly role: string;
  readonly kind: string;
  readonly verdict: 'accepted as declared' | 'refused' | 'indistinguishable to IAM' | 'wrong';
  /** What closes an attack that IAM cannot see, or what is wrong. */
  readonly note?: string;
}

/** Whether a role lets a token in. An attack counts if it succeeds on what IAM makes of GitHub's claims in either way. */
function letsIn(role: Printed, token: Token, views: readonly Visible[]): boolean {
  const { partition, account } = role.stack;
  return views.some((visible) => assume(role.properties.AssumeRolePolicyDocument ?? {}, token, { partition, account, visible }));
}

const BOTH: readonly Visible[] = ['subOnly', 'extended'];

function attackRow(role: Printed, own: Token | undefined, { kind, token, closure }: Attack): TrustRow {
  const isAsDeclared = own !== undefined && isAlike(own, token);
  if (!letsIn(role, token, BOTH)) return { role: role.at, kind, verdict: 'refused' };
  if (!isAsDeclared) return { role: role.at, kind, verdict: 'wrong', note: `is assumed by ${kind} (${String(token.claims.sub)})` };
  return closure === undefined
    ? { role: role.at, kind, verdict: 'wrong', note: `is assumed by ${kind}, and nothing closes it` }
    : { role: role.at, kind, verdict: 'indistinguishable to IAM', note: closure };
}

/** Tokens that were declared for other roles, and with another subject. */
function ofOthers(own: Token | undefined, all: readonly Token[]): Attack[] {
  return all.filter((token) => own === undefined || !isAlike(own, token)).map((token) => ({ kind: `the token of ${String(token.claims.sub)}`, token }));
}

function rowsOf(role: Printed, declared: Declared, all: readonly Token[]): TrustRow[] {
  const origin = originOf(role, declared);
  const own = origin === undefined ? undefined : declaredToken(origin);
  const rows = [...attacksOn(origin ?? somebody(declared)), ...ofOthers(own, all)].map((attack) => attackRow(role, own, attack));
  if (own === undefined) return rows;
  const isAlive = letsIn(role, own, [declared.claims ?? 'subOnly']);
  const note = `refuses what was declared, ${String(own.claims.sub)}`;
  return [{ role: role.at, kind: 'the declared token', ...(isAlive ? { verdict: 'accepted as declared' } : { verdict: 'wrong', note }) }, ...rows];
}

/** Whose attacks roles must withstand that GitHub has nothing to do with. */
function somebody(declared: Declared): Origin {
  return { repository: repositoryOf(declared.fleetSubject), place: { environment: 'prod' }, audience: 'sts.amazonaws.com' };
}

/** The attacker's table over every role that the templates make, whoever was meant to assume it. */
export function trustRows(output: Parameters<Check>[0], declared: Declared): TrustRow[] {
  const roles = ofType(readWorld(output), 'AWS::IAM::Role');
  const tokens = roles.flatMap((role) => originOf(role, declared) ?? []).map(declaredToken);
  const distinct = new Map(tokens.map((token) => [`${String(token.claims.sub)} ${String(token.claims.aud)}`, token]));
  return roles.flatMap((role) => {
    const key = [...distinct.keys()].sort().join('\n');
    const known = JUDGED.get(role);
    if (known?.key === key && known.declared === declared) return known.rows;
    const rows = judged(role, declared, [...distinct.values()]);
    JUDGED.set(role, { key, declared, rows });
    return rows;
  });
}

/** Roles by what they were read from, none of which changes once it was read: a mutation touches one of hundreds. */
const JUDGED = new WeakMap<Printed, { readonly key: string; readonly declared: Declared; readonly rows: readonly TrustRow[] }>();

function judged(role: Printed, declared: Declared, tokens: readonly Token[]): TrustRow[] {
  try {
    return rowsOf(role, declared, tokens);
  } catch (error) {
    if (!(error instanceof Unjudged)) throw error;
    return [{ role: role.at, kind: 'any token', verdict: 'wrong', note: `nobody can judge ${error.message}` }];
  }
}

/** Every declared token is accepted; every other is refused, or is one that IAM cannot tell from it and that something else closes. */
const trustTable: Check = (output, declared) =>
  trustRows(output, declared).filter(({ verdict }) => verdict === 'wrong').map(({ role, note }) => `${role}: ${note}`);

export const trustTables: Checks = { trustTable };
