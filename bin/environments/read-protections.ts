import type { Protection } from './facts';
import type { Read } from './finding';
import type { Answer, GitHub } from './github';

type Body = Readonly<Record<string, unknown>>;

/** The rulesets that hold for a branch, and its classic protection where it has one. */
export async function readProtections(
  gitHub: GitHub, path: readonly string[], branch: string, isProtected: boolean,
): Promise<Read<readonly Protection[]>> {
  const answer = await gitHub.list([...path, 'rules', 'branches', branch]);
  if (!('body' in answer)) return { unread: reasonOf(answer) };
  const rules = answer.body as Body[];
  const ids = [...new Set(rules.map(({ ruleset_id: id }) => Number(id)))];
  const found: Protection[] = [];
  for (const id of ids) found.push(await readRuleset(gitHub, path, id, rules.filter(({ ruleset_id: its }) => Number(its) === id)));
  const classic = isProtected ? await readClassic(gitHub, path, branch, found.length > 0) : { known: [] };
  if ('known' in classic) return { known: [...found, ...classic.known] };
  // Rulesets without exceptions prove enough; only where they do not is the other protection missed.
  return found.some(isWhole) ? { known: found } : classic;
}

function isWhole({ approvals, refusesForce, refusesDeletion, bypass }: Protection): boolean {
  return approvals > 0 && refusesForce && refusesDeletion && 'known' in bypass && bypass.known.length === 0;
}

function reasonOf(answer: Exclude<Answer, { body: unknown }>): string {
  return answer.status === 'refused' ? answer.message : 'GitHub does not show it to this token';
}

async function readRuleset(gitHub: GitHub, path: readonly string[], id: number, rules: readonly Body[]): Promise<Protection> {
  const answer = await gitHub.ask([...path, 'rulesets', String(id)]);
  const reviews = rules.filter(({ type }) => type === 'pull_request').map(({ parameters }) => Number((parameters as Body | undefined)?.required_approving_review_count ?? 0));
  return {
    name: 'body' in answer ? String((answer.body as Body | null)?.name) : `ruleset ${id}`,
    approvals: Math.max(0, ...reviews),
    refusesForce: rules.some(({ type }) => type === 'non_fast_forward'),
    refusesDeletion: rules.some(({ type }) => type === 'deletion'),
    bypass: 'body' in answer ? bypassOf((answer.body ?? {}) as Body) : { unread: reasonOf(answer) },
  };
}

/** GitHub shows the list only to who may change the ruleset. */
function bypassOf({ bypass_actors: actors }: Body): Protection['bypass'] {
  if (!Array.isArray(actors)) return { unread: 'GitHub shows it only to who may change the ruleset' };
  return { known: (actors as Body[]).map(({ actor_type: type, actor_id: id }) => `${String(type)}${typeof id === 'number' ? ` ${id}` : ''}`) };
}

async function readClassic(gitHub: GitHub, path: readonly string[], branch: string, hasRulesets: boolean): Promise<Read<readonly Protection[]>> {
  const answer = await gitHub.ask([...path, 'branches', branch, 'protection']);
  if ('body' in answer) return { known: [toClassic((answer.body ?? {}) as Body)] };
  // A branch that only rulesets protect has none; to who may not see it GitHub answers the same.
  return answer.status === 'missing' && hasRulesets ? { known: [] } : { unread: answer.status === 'missing' ? 'GitHub shows it to administrators only' : reasonOf(answer) };
}

function toClassic(body: Body): Protection {
  const settings = body as Readonly<Record<string, Body | undefined>>;
  const { required_pull_request_reviews: reviews, allow_force_pushes: force, allow_deletions: deletions, enforce_admins: admins } = settings;
  const allowances = (reviews?.bypass_pull_request_allowances ?? {}) as Readonly<Record<string, readonly Body[]>>;
  const named = Object.values(allowances).flat().map(({ login, slug }) => String(login ?? slug));
  return {
    name: 'branch protection',
    approvals: Number(reviews?.required_approving_review_count ?? 0),
    refusesForce: force?.enabled === false,
    refusesDeletion: deletions?.enabled === false,
    bypass: { known: [...(admins?.enabled === true ? [] : ['administrators']), ...named] },
  };
}
