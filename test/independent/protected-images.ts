import type { Check, Checks, Declared } from './check';
import { Unjudged } from './conditions';
import { may } from './evaluate-access';
import type { Evaluation } from './evaluate-access';
import { assume } from './evaluate-trust';
import type { Token } from './evaluate-trust';
import { roleArn } from './iam';
import { asList } from './json';
import { declaredToken, originOf, repositoryOf, tokenOf } from './origins';
import { urlSuffix } from './resolve';
import { attacksOn } from './tokens';
import { containersOf, ofType, readWorld } from './world';
import type { Printed, World } from './world';

/** An image that a protected environment pulls by a tag, which can be moved; one named by its digest stays what it is. */
interface Pulled {
  readonly environment: string;
  readonly image: string;
  /** Of the repository of ECR, or nothing where somebody else keeps the image. */
  readonly repository: string | undefined;
  readonly account: string;
}

export function pulledImages(world: World, { environments }: Declared): Pulled[] {
  const images = world.pods.filter(({ environment }) => environments[environment]?.protected === true)
    .flatMap((pod) => containersOf(pod).map(({ image }) => ({ environment: pod.environment, image: String(image) })));
  const distinct = [...new Map(images.map((pulled) => [`${pulled.environment} ${pulled.image}`, pulled])).values()];
  return distinct.filter(({ image }) => !/@sha256:[0-9a-f]{64}$/.test(image)).map((pulled) => ({ ...pulled, ...repositoryOfImage(world, pulled.image) }));
}

function repositoryOfImage(world: World, image: string): Pick<Pulled, 'repository' | 'account'> {
  const [, account = '', region = '', suffix, name] = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.(amazonaws\.com(?:\.cn)?)\/([^:@]+)/.exec(image) ?? [];
  const known = name !== undefined && suffix === urlSuffix(region);
  return { account, repository: known ? `arn:${world.stacks[0]?.partition}:ecr:${region}:${account}:repository/${name}` : undefined };
}

const CHANGES_IMAGES = ['PutImage', 'BatchDeleteImage', 'SetRepositoryPolicy', 'DeleteRepositoryPolicy', 'DeleteRepository', 'PutImageTagMutability', 'PutLifecyclePolicy', 'ReplicateImage'];

/** What gives somebody an account, or the registry or clusters of it. */
const TAKES_ACCOUNTS = [
  'iam:PutRolePolicy', 'iam:AttachRolePolicy', 'iam:UpdateAssumeRolePolicy', 'iam:CreateRole', 'iam:CreatePolicyVersion', 'iam:DeleteRolePermissionsBoundary', 'iam:PassRole',
  'cloudformation:CreateStack', 'cloudformation:UpdateStack', 'cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet', 'lambda:UpdateFunctionCode',
  'ecr:PutReplicationConfiguration', 'ecr:PutRegistryPolicy', 'ecr:CreatePullThroughCacheRule', 'ssm:SendCommand',
];
const TAKES_CLUSTERS = ['CreateAccessEntry', 'UpdateAccessEntry', 'AssociateAccessPolicy', 'CreatePodIdentityAssociation', 'AccessKubernetesApi'];

/** Roles that no template makes and that can do anything in their account: those of any bootstrap, and administrators. */
function administrators(partition: string, account: string, region: string, { environments, registry }: Declared): string[] {
  const qualifiers = [...new Set(['hnb659fds', 'other', registry.qualifier, ...Object.values(environments).map(({ qualifier }) => qualifier)])].filter((one) => one !== undefined);
  const bootstraps = qualifiers.flatMap((qualifier) => ['deploy', 'cfn-exec', 'file-publishing', 'image-publishing'].map((use) => `cdk-${qualifier}-${use}-role-${account}-${region}`));
  return [...bootstraps, 'Administrator', 'OrganizationAccountAccessRole'].map((name) => `arn:${partition}:iam::${account}:role/${name}`);
}

/** Any name, in any place of an account: who may act there may act on what matters. */
function things(partition: string, account: string, region: string): string[] {
  return ['*', `arn:${partition}:iam::${account}:role/any`, `arn:${partition}:cloudformation:${region}:${account}:stack/any/1`, `arn:${partition}:lambda:${region}:${account}:function:any`, `arn:${partition}:ssm:${region}:${account}:document/any`];
}

/** How a role could change what protected environments run, by its own rights. */
function directWays({ world, declared }: Evaluation, role: Printed, pulled: readonly Pulled[]): string[] {
  const can = (action: string, resource: string) => may({ world, declared }, role, action, resource);
  const images = pulled.flatMap(({ repository }) => (repository === undefined ? [] : [repository])).flatMap((repository) =>
    CHANGES_IMAGES.filter((name) => can(`ecr:${name}`, repository)).map((name) => `ecr:${name} ${repository}`));
  const platforms = world.stacks.filter(({ kind, environment }) => kind === 'platform' && declared.environments[environment ?? '']?.protected === true);
  const clusters = platforms.map(({ partition, account, region, environment }) => `arn:${partition}:eks:${region}:${account}:cluster/${declared.environments[environment!]!.cluster}`);
  const accounts = new Map([...platforms, ...world.stacks.filter(({ account }) => pulled.some((image) => image.account === account))].map((stack) => [`${stack.account} ${stack.region}`, stack]));
  const taken = [...accounts.values()].flatMap(({ partition, account, region }) => [
    ...administrators(partition, account, region, declared).filter((arn) => can('sts:AssumeRole', arn)).map((arn) => `sts:AssumeRole ${arn}`),
    ...(account === role.stack.account ? TAKES_ACCOUNTS.flatMap((action) => things(partition, account, region).filter((arn) => can(action, arn)).map((arn) => `${action} ${arn}`)) : []),
  ]);
  const entered = ofType(world, 'AWS::EKS::AccessEntry').filter(({ properties, stack }) => properties.PrincipalArn === roleArn(role)
    && clusters.includes(`arn:${stack.partition}:eks:${stack.region}:${stack.account}:cluster/${String(properties.ClusterName)}`));
  return [
    ...images, ...taken, ...entered.map(({ properties }) => `is ${asList(properties.KubernetesGroups).join(', ')} in ${String(properties.ClusterName)}`),
    ...clusters.flatMap((arn) => TAKES_CLUSTERS.filter((name) => can(`eks:${name}`, arn)).map((name) => `eks:${name} ${arn}`)),
  ];
}

/** The same with the rights of every role that a role can become. */
function ways(evaluation: Evaluation, start: Printed, direct: Map<Printed, string[]>): string[] {
  const seen = new Set([start]);
  for (const role of seen) {
    for (const other of direct.keys()) if (may(evaluation, role, 'sts:AssumeRole', roleArn(other))) seen.add(other);
  }
  return [...seen].flatMap((role) => (direct.get(role) ?? []).map((way) => (role === start ? way : `as ${String(role.properties.RoleName)}: ${way}`)));
}

/** Whether GitHub asks somebody before it signs a token: it names a protected environment, in a repository that has those rules. */
function passesRules({ claims }: Token, { environments, services, fleetSubject }: Declared): boolean {
  const repositories = [fleetSubject, ...Object.values(services).map(({ subject }) => subject)].map(repositoryOf);
  const own = repositories.some(({ owner, name, ids }) => claims.repository === `${owner}/${name}` && (ids === undefined || claims.repository_id === ids.repository));
  return own && Object.values(environments).some((environment) => environment.protected && environment.githubEnvironment === claims.environment);
}

/** Tokens with which somebody comes to a role: attacks on it, and every token that was declared for any. */
function tokensFor(role: Printed, declared: Declared, all: readonly Token[]): Token[] {
  const own = originOf(role, declared);
  return [...all, ...(own === undefined ? [] : attacksOn(own).map(({ token }) => token))];
}

function accepts({ properties, stack: { partition, account } }: Printed, token: Token): boolean {
  return (['subOnly', 'extended'] as const).some((visible) => assume(properties.AssumeRolePolicyDocument ?? {}, token, { partition, account, visible }));
}

/** Who comes to a role without having been asked: by a token, or as code of a branch that runs where nothing is protected. */
function isOpen(role: Printed, declared: Declared, tokens: readonly Token[]): boolean {
  const place = role.stack.environment;
  if (originOf(role, declared) === undefined && (place === undefined || declared.environments[place]?.protected !== true)) return true;
  try {
    return tokens.some((token) => !passesRules(token, declared) && accepts(role, token));
  } catch (error) {
    if (error instanceof Unjudged) return true;
    throw error;
  }
}

/** A role, what it may change, and who may come to it. */
export interface Changer {
  readonly role: Printed;
  readonly tokens: readonly Token[];
  readonly isOpen: boolean;
  readonly ways: readonly string[];
}

export function changers(output: Parameters<Check>[0], declared: Declared): { readonly changers: Changer[]; readonly pulled: readonly Pulled[] } {
  const world = readWorld(output);
  const evaluation = { world, declared };
  const pulled = pulledImages(world, declared);
  const roles = ofType(world, 'AWS::IAM::Role');
  const all = roles.flatMap((role) => originOf(role, declared) ?? []).map(declaredToken);
  const stranger = tokenOf({ owner: 'evil', name: 'evil', ids: { owner: '66', repository: '77' } }, { ref: 'refs/heads/main' }, 'sts.amazonaws.com');
  const distinct = [stranger, ...new Map(all.map((token) => [JSON.stringify(token), token])).values()];
  const direct = new Map(roles.map((role) => [role, directWays(evaluation, role, pulled)]));
  const found = roles.map((role): Changer => {
    const tokens = tokensFor(role, declared, distinct);
    return { role, tokens, isOpen: isOpen(role, declared, tokens), ways: ways(evaluation, role, direct) };
  });
  return { changers: found, pulled };
}

/** No branch and no pull request changes what a protected environment pulls, unless GitHub's rules of that environment let it. */
const protectedImages: Check = (output, declared) => {
  const { changers: all, pulled } = changers(output, declared);
  return [
    ...pulled.filter(({ repository }) => repository === undefined).map(({ environment, image }) => `${environment}: pulls ${image} by a tag that nobody here guards`),
    ...all.filter((changer) => changer.isOpen).flatMap(({ role, ways: found }) => found.map((way) => `${role.at}: any branch can, unasked, ${way}`)),
  ];
};

/** A role that any branch of a repository could assume, were it not for the rules of a GitHub environment. */
export interface RestsOnRules {
  readonly role: string;
  readonly repository: string;
  readonly environment: string;
  /** Whether the fleet says that the environment is protected, so that there must be rules. */
  readonly protected: boolean;
  /** What of protected environments it may change. */
  readonly changes: readonly string[];
}

export function restsOnRules(output: Parameters<Check>[0], declared: Declared): RestsOnRules[] {
  return changers(output, declared).changers.flatMap(({ role, tokens, ways: changes }) => {
    const origin = originOf(role, declared);
    if (origin === undefined || !('environment' in origin.place)) return [];
    const { repository: { owner, name }, place: { environment } } = origin;
    const anyBranch = tokens.filter(({ claims }) => claims.environment === environment && claims.ref !== 'refs/heads/main' && claims.repository === `${owner}/${name}`);
    if (!anyBranch.some((token) => accepts(role, token))) return [];
    const isProtected = Object.values(declared.environments).some((one) => one.protected && one.githubEnvironment === environment);
    return [{ role: role.at, repository: `${owner}/${name}`, environment, protected: isProtected, changes }];
  });
}

export const protections: Checks = { protectedImages };
