import type { Declared } from './check';
import { conditionsHold, contextOf } from './conditions';
import type { Conditions, Context } from './conditions';
import { glob, globAction, policyArn, roleArn } from './iam';
import { asList } from './json';
import { arnOf } from './resolve';
import type { Printed, World } from './world';

/** One statement of a policy that says what may be done. */
export interface AccessStatement {
  readonly Effect?: string;
  readonly Action?: string | string[];
  readonly NotAction?: string | string[];
  readonly Resource?: string | string[];
  readonly NotResource?: string | string[];
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Condition?: Conditions;
}

type Policy = Readonly<Record<string, any>>;
const statementsIn = (policies: readonly Policy[]) => policies.flatMap((policy) => asList<AccessStatement>(policy.Statement));

/** What is asked of IAM. */
export interface Request {
  readonly role: Printed;
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

const isPattern = (text: string) => text.includes('*') || text.includes('?');

function speaksOf({ Action, NotAction, Resource, NotResource, Condition }: AccessStatement, { action, resource, context }: Request): boolean {
  const acts = (patterns: string | string[] | undefined) => asList<string>(patterns).some((pattern) => (isPattern(pattern) ? globAction(pattern, action) : pattern.toLowerCase() === action.toLowerCase()));
  const is = (patterns: string | string[] | undefined) => asList<string>(patterns).some((pattern) => (isPattern(pattern) ? glob(pattern, resource) : pattern === resource));
  if (NotAction === undefined ? !acts(Action) : acts(NotAction)) return false;
  // The policy of a repository names no resource: it is about the thing it hangs on.
  const about = NotResource !== undefined ? !is(NotResource) : Resource === undefined || is(Resource);
  return about && conditionsHold(Condition, context);
}

export type Verdict = 'allow' | 'deny' | 'silent';

function verdict(statements: readonly AccessStatement[], request: Request): Verdict {
  const effects = statements.filter((statement) => speaksOf(statement, request)).map(({ Effect }) => Effect);
  if (effects.some((effect) => effect !== 'Allow')) return 'deny';
  return effects.length > 0 ? 'allow' : 'silent';
}

/** Policies of AWS or of somebody else whose text nobody here knows: they may say everything. */
const UNKNOWN: Policy = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/** What was looked up in a world, which is asked many thousand times. */
interface Known {
  readonly statements: Map<Printed, AccessStatement[]>;
  readonly boundaries: Map<Printed, Policy | undefined>;
  readonly targets: Map<string, Target>;
  readonly things: Map<string, Printed>;
}

const KNOWN = new WeakMap<World, Known>();

function knownOf(world: World): Known {
  const known = KNOWN.get(world);
  if (known !== undefined) return known;
  const answering = world.resources.filter(({ type }) => type in POLICIES || /::(Bucket|Secret)$/.test(type));
  const made: Known = { statements: new Map(), boundaries: new Map(), targets: new Map(), things: new Map(answering.map((thing) => [arnOf(thing.id, thing.stack), thing])) };
  KNOWN.set(world, made);
  return made;
}

/** The first answer of a kind, kept. */
function once<K, V>(answers: Map<K, V>, key: K, find: () => V): V {
  if (!answers.has(key)) answers.set(key, find());
  return answers.get(key)!;
}

export function identityStatements(world: World, role: Printed): AccessStatement[] {
  return once(knownOf(world).statements, role, () => statementsIn(findPolicies(world, role)));
}

/** Whether a role's own policies say anything of an action; without that, only the policy of the thing can allow it. */
export function actsAtAll(world: World, role: Printed, action: string): boolean {
  return identityStatements(world, role).some(({ Action, NotAction }) => NotAction !== undefined || asList<string>(Action).some((pattern) => globAction(pattern, action)));
}

/** Whether a thing has a policy of its own. */
export function hasPolicies(world: World, resource: string): boolean {
  return targetOf(world, resource).policies.length > 0;
}

/** The policies of a role: its own ones, those that hang on it, and those it names. */
function findPolicies(world: World, role: Printed): Policy[] {
  const managed = world.resources.filter(({ type }) => type === 'AWS::IAM::ManagedPolicy' || type === 'AWS::IAM::Policy' || type === 'AWS::IAM::RolePolicy');
  const named = asList<string>(role.properties.ManagedPolicyArns);
  const hanging = managed.filter(({ stack, properties }) => stack.account === role.stack.account && [...asList<string>(properties.Roles), properties.RoleName].includes(role.properties.RoleName));
  return [
    ...asList<Policy>(role.properties.Policies).map(({ PolicyDocument }) => PolicyDocument as Policy),
    ...hanging.map(({ properties }) => properties.PolicyDocument as Policy),
    ...named.map((arn) => (managed.find((policy) => policyArn(policy) === arn)?.properties.PolicyDocument as Policy | undefined) ?? UNKNOWN),
  ];
}

/** The boundary of a role as its template has it; nothing where the role has none or where no template makes it. */
export function boundaryOf(world: World, role: Printed): Policy | undefined {
  const find = () => world.resources.find((policy) => policy.type === 'AWS::IAM::ManagedPolicy' && policyArn(policy) === role.properties.PermissionsBoundary);
  return once(knownOf(world).boundaries, role, () => find()?.properties.PolicyDocument as Policy | undefined);
}

interface Target {
  readonly account: string;
  /** Whether a template makes it; what others make may let in anybody. */
  readonly isKnown: boolean;
  readonly policies: readonly Policy[];
  /** Keys and roles answer nobody whom their own policy does not name. */
  readonly closed: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

const POLICIES: Readonly<Record<string, string>> = { 'AWS::ECR::Repository': 'RepositoryPolicyText', 'AWS::KMS::Key': 'KeyPolicy', 'AWS::IAM::Role': 'AssumeRolePolicyDocument' };

/** What is known of the thing that an ARN names, or of which it names a part. */
function targetOf(world: World, arn: string): Target {
  return once(knownOf(world).targets, arn, () => findTarget(world, arn));
}

function findTarget(world: World, arn: string): Target {
  const base = arn.split(':')[2] === 's3' ? arn.split('/')[0]! : arn;
  const found = knownOf(world).things.get(base);
  const account = found?.stack.account ?? arn.split(':')[4] ?? '';
  if (found === undefined) return { account, isKnown: false, policies: [], closed: false, tags: {} };
  const inside = POLICIES[found.type];
  const beside = world.resources.filter(({ type, properties }) =>
    (type === 'AWS::S3::BucketPolicy' && properties.Bucket === found.properties.BucketName) || (type === 'AWS::SecretsManager::ResourcePolicy' && properties.SecretId === base));
  const documents = [inside === undefined ? undefined : found.properties[inside], ...beside.map(({ properties }) => properties.PolicyDocument ?? properties.ResourcePolicy)];
  return {
    account,
    isKnown: true,
    policies: documents.filter((document): document is Policy => document !== undefined),
    closed: found.type === 'AWS::KMS::Key' || found.type === 'AWS::IAM::Role',
    tags: tagsOf(found.properties),
  };
}

/** How a policy means a role: by its sessions or everybody's, by its ARN, by its account, which then decides itself, or not at all. */
type Meaning = 'session' | 'role' | 'account' | undefined;

function means(principal: unknown, role: Printed): Meaning {
  const { partition, account } = role.stack;
  const all = typeof principal === 'string' ? [principal] : asList<string>((principal as Record<string, string | string[]> | undefined)?.AWS);
  if (all.some((value) => value.startsWith(`arn:${partition}:sts::${account}:assumed-role/${String(role.properties.RoleName)}/`))) return 'session';
  if (all.some((value) => value === '*' || value === roleArn(role))) return 'role';
  return all.some((value) => value === account || value === `arn:${partition}:iam::${account}:root`) ? 'account' : undefined;
}

/** NotPrincipal means all whom it does not name. */
function meaning({ Principal, NotPrincipal }: AccessStatement, role: Printed): Meaning {
  if (NotPrincipal === undefined) return means(Principal, role);
  return means(NotPrincipal, role) === undefined ? 'role' : undefined;
}

/** What the policy of a thing says to a role: it denies, allows the role or its sessions, or leaves it to the role's account. */
function resourceVerdict({ policies }: Target, request: Request): 'deny' | Meaning {
  const relevant = statementsIn(policies).filter((statement) => meaning(statement, request.role) !== undefined && speaksOf(statement, request));
  if (relevant.some(({ Effect }) => Effect !== 'Allow')) return 'deny';
  const meant = relevant.map((statement) => meaning(statement, request.role));
  return (['session', 'role', 'account'] as const).find((how) => meant.includes(how));
}

/** What IAM knows of every request of a role by itself; looked up when a condition asks, which most requests do not come to. */
function contextFor({ stack, properties }: Printed, target: Target, { organizationId }: Declared, given: Readonly<Record<string, string>>): Context {
  const all = () => ({
    'aws:PrincipalArn': roleArn({ stack, properties } as Printed), 'aws:PrincipalAccount': stack.account, 'aws:PrincipalOrgID': organizationId, 'aws:PrincipalType': 'AssumedRole',
    'aws:ResourceAccount': target.account, 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3', 'kms:CallerAccount': stack.account,
    ...prefixed('aws:PrincipalTag', tagsOf(properties)), ...prefixed('aws:ResourceTag', target.tags), ...given,
  });
  let known: Context | undefined;
  return { get: (key) => (known ??= contextOf(all())).get(key) };
}

function prefixed(prefix: string, all: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [`${prefix}/${key}`, value]));
}

function tagsOf(properties: Printed['properties']): Record<string, string> {
  return Object.fromEntries(asList<{ Key: string; Value: string }>(properties.Tags).map(({ Key, Value }) => [Key, Value]));
}

export type Evaluation = Readonly<{ world: World; declared: Declared }>;

/**
 * Whether a role may do something: nothing denies it, its boundary allows it, and so does its own policy; in another account, or
 * where the thing answers to its own policy alone, that one must allow it too. In the same account a policy that names the role is enough.
 */
export function may({ world, declared }: Evaluation, role: Printed, action: string, resource: string, given: Readonly<Record<string, string>> = {}): boolean {
  const target = targetOf(world, resource);
  const request = { role, action, resource, context: contextFor(role, target, declared, given) };
  const identity = verdict(identityStatements(world, role), request);
  const isNear = target.account === '' || target.account === role.stack.account;
  // Nothing else can allow it: most of what is tried ends here.
  if (identity !== 'allow' && !(isNear && statementsIn(target.policies).some((statement) => ['role', 'session'].includes(meaning(statement, role)!)))) return false;
  const boundary = role.properties.PermissionsBoundary === undefined ? 'allow' : verdict(statementsIn([boundaryOf(world, role) ?? UNKNOWN]), request);
  const resources = resourceVerdict(target, request);
  if ([identity, boundary, resources].includes('deny')) return false;
  // What is given to a session itself, no boundary takes away but by denying it.
  if (isNear && resources === 'session') return true;
  if (boundary !== 'allow') return false;
  if (!isNear) return identity === 'allow' && (resources !== undefined || !target.isKnown);
  return resources === 'role' || (identity === 'allow' && (!target.closed || resources === 'account'));
}

/** Whether the boundary alone would let a request through. */
export function boundaryLets({ world, declared }: Evaluation, role: Printed, action: string, resource: string, given: Readonly<Record<string, string>>): boolean {
  const document = boundaryOf(world, role);
  const request = { role, action, resource, context: contextFor(role, targetOf(world, resource), declared, given) };
  return document !== undefined && verdict(statementsIn([document]), request) === 'allow';
}
