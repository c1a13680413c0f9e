import type { BuildsPlan, PlatformPlan, ServicePlan, SharedPlan } from './fleet-plan';
import type { RolePlan } from '../policy/role';
import type { RepositorySpec } from '../spec/repository';
import { GITHUB_ISSUER, audienceOf } from '../trust/subject';

/** One role that GitHub may assume, and from where. */
export interface Identity {
  readonly role: string;
  readonly stack: string;
  readonly account: string;
  readonly region: string;
  /** `builds` for the registry. */
  readonly environment: string;
  readonly protected: boolean;
  readonly capability: string;
  readonly repository: string;
  readonly ids?: { readonly owner: string; readonly repository: string };
  /** The declared template of subjects; GitHub's own where there is none. */
  readonly subjectClaimKeys?: readonly string[];
  readonly from: { readonly branch: string } | { readonly gitHubEnvironment: string };
  /** The release branch of the repository, also where the role trusts a GitHub environment. */
  readonly branch: string;
  /** Every subject that the role accepts. */
  readonly subjects: readonly string[];
  /** Whether AWS sees nothing but the name of a GitHub environment, so that its rules in GitHub decide who gets in. */
  readonly restsOnRules: boolean;
}

/** The roles of the CDK in one place, and the environments that are deployed through them. */
export interface Bootstrap {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly qualifier: string;
  readonly environments: readonly string[];
  /** Whether a protected environment is deployed through the same roles as others. */
  readonly mixed: boolean;
  /** The clusters of these environments. */
  readonly clusters: readonly string[];
}

/** What the trust of a fleet consists of. */
export interface IdentitiesDescription {
  /** What every physical name begins with. */
  readonly prefix: string;
  readonly issuer: string;
  readonly audience: string;
  readonly identities: readonly Identity[];
  readonly bootstraps: readonly Bootstrap[];
}

interface Place {
  readonly stack: string;
  readonly account: string;
  readonly region: string;
  readonly qualifier: string;
  readonly environment: string;
  readonly protected: boolean;
  readonly cluster?: { readonly name: string };
}

/** Every role with trust in GitHub of every plan, and where the stacks of these plans are deployed. */
export function describeIdentities(
  prefix: string, shared: SharedPlan, builds: readonly BuildsPlan[], services: readonly ServicePlan[],
): IdentitiesDescription {
  const placed: readonly (readonly [unknown, Place])[] = [
    ...shared.accounts.map((plan) => [plan, accountPlace(shared, plan.account)] as const),
    ...shared.platforms.map((plan) => [plan, environmentPlace(plan)] as const),
    ...builds.map((plan) => [plan, { ...plan, stack: plan.stackName, environment: BUILDS, protected: false }] as const),
    ...services.map((plan) => [plan, environmentPlace(plan)] as const),
  ];
  const partition = shared.accounts[0]?.partition ?? shared.platforms[0]!.environment.partition;
  return {
    prefix,
    issuer: GITHUB_ISSUER,
    audience: audienceOf(partition),
    identities: placed.flatMap(([plan, place]) => rolesIn(plan).map((role) => describe(role, place))),
    bootstraps: bootstrapsOf(placed.map(([, place]) => place), partition),
  };
}

const BUILDS = 'builds';

/** The stack of an account is deployed with the first environment of that account. */
function accountPlace({ accounts, platforms }: SharedPlan, account: string): Place {
  const plan = accounts.find((one) => one.account === account)!;
  const first = platforms.find(({ environment }) => environment.account === account);
  const environment = plan.registry === undefined ? first!.environment.name : BUILDS;
  return { ...plan, stack: plan.stackName, environment, protected: plan.registry === undefined && first!.environment.protected };
}

function environmentPlace({ environment, stackName }: PlatformPlan | ServicePlan): Place {
  return { ...environment, stack: stackName, environment: environment.name };
}

type GitHubRole = RolePlan & { readonly trust: { readonly gitHub: NonNullable<RolePlan['trust']['gitHub']> } };

/** However a plan names them, so that a role which is added to a plan is described without a change here. */
function rolesIn(plan: unknown, depth = 3): GitHubRole[] {
  if (typeof plan !== 'object' || plan === null) return [];
  if (isGitHubRole(plan)) return [plan];
  return depth === 0 ? [] : Object.values(plan).flatMap((value) => rolesIn(value, depth - 1));
}

function isGitHubRole(value: object): value is GitHubRole {
  return (value as Partial<RolePlan>).trust?.gitHub !== undefined;
}

function describe({ name, capability, trust }: GitHubRole, place: Place): Identity {
  const { repository, origin } = trust.gitHub;
  const { slug, ids, branch } = repository;
  const { subjectClaimKeys } = repository as RepositorySpec & { readonly subjectClaimKeys?: readonly string[] };
  const subjects = conditionsOn(trust, 'sub');
  const pinned = ['ref', 'job_workflow_ref', 'workflow_ref'].some((claim) => conditionsOn(trust, claim).length > 0 || subjects.some((subject) => subject.includes(`:${claim}:`)));
  const { stack, account, region, environment, protected: isProtected } = place;
  return {
    role: name,
    stack,
    account,
    region,
    environment,
    protected: isProtected,
    capability,
    repository: slug,
    ...(ids === undefined ? {} : { ids }),
    ...(subjectClaimKeys === undefined ? {} : { subjectClaimKeys }),
    from: 'environment' in origin ? { gitHubEnvironment: origin.environment } : { branch: origin.branch },
    branch,
    subjects,
    restsOnRules: 'environment' in origin && !pinned,
  };
}

/** The values that one claim of the token may have. */
function conditionsOn({ conditions }: RolePlan['trust'], claim: string): readonly string[] {
  return Object.entries(conditions.StringEquals ?? {}).filter(([key]) => key.endsWith(`:${claim}`)).flatMap(([, value]) => value);
}

function bootstrapsOf(places: readonly Place[], partition: string): Bootstrap[] {
  const byKey = new Map<string, Place[]>();
  for (const place of places) {
    const key = `${place.account} ${place.region} ${place.qualifier}`;
    byKey.set(key, [...(byKey.get(key) ?? []), place]);
  }
  return [...byKey.values()].map((all) => {
    const { account, region, qualifier } = all[0]!;
    const mixed = new Set(all.map((place) => place.protected)).size > 1;
    const clusters = [...new Set(all.flatMap(({ cluster }) => cluster?.name ?? []))];
    return { account, region, partition, qualifier, environments: [...new Set(all.map(({ environment }) => environment))], mixed, clusters };
  });
}
