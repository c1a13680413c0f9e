import { plannedDocument } from './document';
import { judge } from './judge';
import type { Verdict } from './judge';
import { closuresOf, declaredJobs } from './source';
import { at } from '../issues/issue';
import type { LocatedFinding } from '../issues/issue';
import type { FederatedRole } from '../plan/federated-roles';
import type { ClosureKind } from '../spec/github';

/** What each way of closing is told by. */
const KINDS: Readonly<Record<ClosureKind, string>> = {
  protectionRules: 'the rules of branches and environments let nothing unreviewed through',
  reviewedWorkflows: 'workflows that get tokens are reviewed, and none of them runs for strangers',
  runnerGroups: 'no runner of somebody else takes these jobs',
  keptNames: 'the names of repositories without ids are never given up',
};

/** What IAM cannot tell apart must be closed by something else, and somebody must say by what. */
export function checkClosures(roles: readonly FederatedRole[], path: string): LocatedFinding[] {
  const tried: Tried = new Map();
  const open = roles.flatMap(({ role, source }) => {
    const closed = new Set(closuresOf(source).map(({ kind }) => kind));
    const ways = waysOf(role.trust, source, tried).filter(({ closure }) => closure !== undefined && !closed.has(closure));
    return ways.map(({ who, closure }) => ({ role: role.name, slug: source.repository.slug, who, closure: closure! }));
  });
  const kinds = (Object.keys(KINDS) as ClosureKind[]).filter((kind) => open.some(({ closure }) => closure === kind));
  if (kinds.length === 0) return [];
  const slugs = unique(open.map(({ slug }) => slug));
  return [at(`${path}.gitHub.closures`, {
    code: 'DUST4004',
    problem: kinds.map((kind) => describe(kind, open.filter(({ closure }) => closure === kind))).join('; '),
    allowed: kinds.map((kind) => `TrustClosure.${kind}('why'), where ${KINDS[kind]}`).join('; '),
    fix: `close ${kinds.length > 1 ? 'them' : 'it'}, and add that to "closures" of the fleet's GitHub, or of ${slugs.length > 1 ? `each repository, such as ${slugs[0]!}` : `the repository ${slugs[0]!}`}`,
  })];
}

interface Open {
  readonly role: string;
  readonly who: string;
}

function describe(kind: ClosureKind, open: readonly Open[]): string {
  return `says nothing of TrustClosure.${kind}, and IAM lets in ${some(unique(open.map(({ who }) => who)))} as if declared: ${some(unique(open.map(({ role }) => role)))}`;
}

/** Many roles of a fleet have one trust, so that each is tried once. */
type Tried = Map<string, readonly Verdict[]>;

function waysOf(trust: FederatedRole['role']['trust'], source: FederatedRole['source'], tried: Tried): readonly Verdict[] {
  const key = JSON.stringify([trust.conditions, source.origin, declaredJobs(source)[0]]);
  const found = tried.get(key) ?? judge(plannedDocument(trust), source).filter(({ isAccepted, isDeclared }) => isAccepted && !isDeclared);
  tried.set(key, found);
  return found;
}

function some(names: readonly string[]): string {
  return names.length > 1 ? `${names[0]!} (and ${names.length - 1} more)` : names[0]!;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
