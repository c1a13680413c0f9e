import type { FederatedRole, RolePlace } from './federated-roles';
import type { RolePlan } from '../policy/role';
import type { FleetSpec } from '../spec/fleet';
import { audienceOf } from '../trust/issuer';
import { claimKeysOf } from '../trust/source';
import { DEFAULT_CLAIM_KEYS } from '../trust/token';

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

/** Every role with trust in GitHub of every plan, and where the stacks of these plans are deployed. */
export function describeIdentities(
  { prefix, gitHub, registry }: FleetSpec, places: readonly RolePlace[], roles: readonly FederatedRole[],
): IdentitiesDescription {
  return {
    prefix,
    issuer: gitHub.issuer,
    audience: gitHub.audience ?? audienceOf(registry.partition),
    identities: roles.map(describe),
    bootstraps: bootstrapsOf(places, registry.partition),
  };
}

function describe({ role: { name, capability, trust }, source: { gitHub, repository, origin }, ...place }: FederatedRole): Identity {
  const { slug, ids, branch } = repository;
  const keys = claimKeysOf(gitHub, repository);
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
    ...(keys === DEFAULT_CLAIM_KEYS ? {} : { subjectClaimKeys: keys }),
    from: 'environment' in origin ? { gitHubEnvironment: origin.environment } : { branch },
    branch,
    subjects,
    restsOnRules: 'environment' in origin && !pinned,
  };
}

/** The values that one claim of the token may have. */
function conditionsOn({ conditions }: RolePlan['trust'], claim: string): readonly string[] {
  return Object.entries({ ...conditions.StringEquals, ...conditions.StringLike }).filter(([key]) => key.endsWith(`:${claim}`)).flatMap(([, value]) => value);
}

function bootstrapsOf(places: readonly RolePlace[], partition: string): Bootstrap[] {
  const byKey = new Map<string, RolePlace[]>();
  for (const place of places) {
    const key = `${place.account} ${place.region} ${place.qualifier}`;
    byKey.set(key, [...(byKey.get(key) ?? []), place]);
  }
  return [...byKey.values()].map((all) => {
    const { account, region, qualifier } = all[0]!;
    const mixed = new Set(all.map((place) => place.protected)).size > 1;
    const clusters = [...new Set(all.flatMap(({ cluster }) => cluster ?? []))];
    return { account, region, partition, qualifier, environments: [...new Set(all.map(({ environment }) => environment))], mixed, clusters };
  });
}
