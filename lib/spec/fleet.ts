import type * as v from 'valibot';
import { judgeAccount, judgeOrganizationId, judgeQualifier, judgeRegion, partitionOf } from './aws';
import { environmentSchema, oidc } from './environment';
import type { EnvironmentSpec } from './environment';
import { checkFleet } from './fleet-rules';
import { deepFreeze } from './freeze';
import { judgeGitHubEnvironment } from './git';
import { GITHUB_CLOUD, checkGitHub, gitHubSchema, toGitHubSpec } from './github';
import type { GitHubSpec } from './github';
import { judgePrefix } from './names';
import { read } from './read';
import { checkIds, checkRepository, repositorySchema, toRepositorySpec } from './repository';
import type { RepositorySpec } from './repository';
import { list, optional, struct, text } from './schema';
import type { LocatedFinding } from '../issues/issue';

const entries = {
  prefix: text(judgePrefix),
  organizationId: text(judgeOrganizationId),
  gitHub: optional(gitHubSchema),
  repository: repositorySchema,
  environments: list(environmentSchema),
  registry: struct({
    account: text(judgeAccount),
    region: text(judgeRegion),
    qualifier: optional(text(judgeQualifier), 'hnb659fds'),
    oidc: optional(oidc),
    githubEnvironment: optional(text(judgeGitHubEnvironment), 'builds'),
  }),
};

const fleetSchema = struct(entries);
/** Beside the fleet, a DustApp takes what it reads itself. */
const appSchema = struct(entries, ['outdir', 'manifestsDirectory', 'context']);

/** The path of the fleet that a DustApp is. */
const APP = 'app';

/** Everything that the services of a fleet share. */
export interface FleetSpec {
  readonly prefix: string;
  readonly organizationId: string;
  /** Who signs the tokens of all repositories. */
  readonly gitHub: GitHubSpec;
  readonly repository: RepositorySpec;
  /** In the order of promotion. */
  readonly environments: readonly EnvironmentSpec[];
  readonly registry: RegistrySpec;
}

export interface RegistrySpec {
  readonly account: string;
  readonly region: string;
  readonly qualifier: string;
  readonly partition: string;
  /** The environment of the fleet's repository that deploys it. */
  readonly githubEnvironment: string;
  readonly oidc?: { readonly kind: 'existing' | 'create' };
}

/** Reads a fleet; what is wrong is added to `findings`, and then there is no fleet to plan. */
export function parseFleet(props: unknown, findings: LocatedFinding[], path = APP): FleetSpec | undefined {
  const before = findings.length;
  const input = read(path === APP ? appSchema : fleetSchema, props, path, findings);
  if (input === undefined || findings.length > before) return undefined;
  const fleet = toFleetSpec(input);
  findings.push(...checkIds(input.repository, `${path}.repository`));
  findings.push(...checkFleet(fleet, path), ...checkGitHub(fleet.gitHub, `${path}.gitHub`), ...checkRepository(fleet.gitHub, fleet.repository, `${path}.repository`));
  return findings.length > before ? undefined : fleet;
}

function toFleetSpec(input: v.InferOutput<typeof fleetSchema>): FleetSpec {
  return deepFreeze({
    prefix: input.prefix,
    organizationId: input.organizationId,
    gitHub: input.gitHub === undefined ? GITHUB_CLOUD : toGitHubSpec(input.gitHub),
    repository: toRepositorySpec(input.repository),
    environments: input.environments.map((environment) => ({
      ...environment,
      partition: environment.partition ?? partitionOf(environment.region),
      githubEnvironment: environment.githubEnvironment ?? environment.name,
    })),
    registry: { ...input.registry, partition: partitionOf(input.registry.region) },
  });
}
