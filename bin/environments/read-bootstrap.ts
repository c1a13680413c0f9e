import { BOOTSTRAP_ROLES } from './facts';
import type { BootstrapFacts, BootstrapRole, PolicyFacts, ProviderFacts, RoleFacts, StatementFacts, TrustFacts } from './facts';
import type { Read } from './finding';
import type { Bootstrap } from '../../lib/plan/describe-identities';
import { askAws } from '../aws';
import type { Io } from '../command';

type Json = Readonly<Record<string, any>>;

/** The name that `cdk bootstrap` gives a role. */
export function bootstrapRoleName(role: BootstrapRole, { qualifier, account, region }: Bootstrap): string {
  return `cdk-${qualifier}-${role}-role-${account}-${region}`;
}

/** What is in the account of a bootstrap, asked with credentials of that account. */
export async function readBootstrap(io: Io, bootstrap: Bootstrap): Promise<BootstrapFacts> {
  const { region, qualifier } = bootstrap;
  const version = await ask(io, ['ssm', 'get-parameter', '--name', `/cdk-bootstrap/${qualifier}/version`, '--region', region], ['ParameterNotFound']);
  const roles = await Promise.all(BOOTSTRAP_ROLES.map(async (role) => [role, await readRole(io, bootstrapRoleName(role, bootstrap))] as const));
  return {
    version: map(version, (body) => String(body.Parameter.Value)),
    stack: await readStack(io, bootstrap),
    roles: Object.fromEntries(roles) as BootstrapFacts['roles'],
    execution: await readPolicies(io, bootstrapRoleName('cfn-exec', bootstrap)),
  };
}

/** The provider of the account that its roles trust. */
export async function readProvider(io: Io, { account, partition }: Bootstrap, issuer: string): Promise<ProviderFacts> {
  const provider = await ask(io, ['iam', 'get-open-id-connect-provider', '--open-id-connect-provider-arn', `arn:${partition}:iam::${account}:oidc-provider/${issuer}`], NO_ENTITY);
  return map(provider, (body) => listOf(body.ClientIDList));
}

const NO_ENTITY = ['NoSuchEntity'];

async function ask(io: Io, line: readonly string[], missing: readonly string[]): Promise<Read<Json | undefined>> {
  return await askAws(io, line, missing) as Read<Json | undefined>;
}

/** An answer of another form than AWS documents proves nothing. */
function map<T>(read: Read<Json | undefined>, convert: (body: Json) => T): Read<T | undefined> {
  if ('unread' in read || read.known === undefined) return read as Read<undefined>;
  try {
    return { known: convert(read.known) };
  } catch {
    return { unread: 'the AWS CLI answered something else than it documents' };
  }
}

/** A toolkit stack may have any name; it is the one that made the execution role. */
async function readStack(io: Io, bootstrap: Bootstrap): Promise<BootstrapFacts['stack']> {
  const region = ['--region', bootstrap.region];
  const resources = await ask(io, ['cloudformation', 'describe-stack-resources', '--physical-resource-id', bootstrapRoleName('cfn-exec', bootstrap), ...region], ['ValidationError']);
  const name = map(resources, (body) => body.StackResources[0].StackName as string);
  if ('unread' in name || name.known === undefined) return name as Read<undefined>;
  const stacks = await ask(io, ['cloudformation', 'describe-stacks', '--stack-name', name.known, ...region], ['ValidationError']);
  return map(stacks, (body) => ({ name: name.known!, terminationProtection: body.Stacks[0].EnableTerminationProtection === true }));
}

async function readRole(io: Io, name: string): Promise<Read<RoleFacts | undefined>> {
  const role = await ask(io, ['iam', 'get-role', '--role-name', name], NO_ENTITY);
  return map(role, ({ Role }) => ({
    boundary: Role.PermissionsBoundary?.PermissionsBoundaryArn as string | undefined,
    trust: documentOf(Role.AssumeRolePolicyDocument).map(toTrust),
  }));
}

async function readPolicies(io: Io, role: string): Promise<Read<readonly PolicyFacts[]>> {
  const attached = map(await ask(io, ['iam', 'list-attached-role-policies', '--role-name', role], NO_ENTITY), ({ AttachedPolicies }) => (AttachedPolicies as Json[]).map(({ PolicyArn }) => String(PolicyArn)));
  const inline = map(await ask(io, ['iam', 'list-role-policies', '--role-name', role], NO_ENTITY), ({ PolicyNames }) => listOf(PolicyNames));
  const all = await Promise.all([
    ...knownOf(attached).map((arn) => readManaged(io, arn)),
    ...knownOf(inline).map((name) => readInline(io, role, name)),
  ]);
  const unread = [attached, inline, ...all].find((read) => 'unread' in read);
  if (unread !== undefined) return unread as Read<never>;
  return { known: all.flatMap(knownOf) };
}

function knownOf<T>(read: Read<T | undefined>): Extract<T, readonly unknown[]> {
  return ('known' in read && read.known !== undefined ? read.known : []) as Extract<T, readonly unknown[]>;
}

async function readManaged(io: Io, arn: string): Promise<Read<readonly PolicyFacts[] | undefined>> {
  if (/^arn:[\w-]+:iam::aws:/.test(arn)) return { known: [{ name: arn, statements: undefined }] };
  const policy = map(await ask(io, ['iam', 'get-policy', '--policy-arn', arn], []), ({ Policy }) => String(Policy.DefaultVersionId));
  if ('unread' in policy) return policy;
  const version = await ask(io, ['iam', 'get-policy-version', '--policy-arn', arn, '--version-id', policy.known!], []);
  return map(version, ({ PolicyVersion }) => [{ name: arn, statements: documentOf(PolicyVersion.Document).map(toStatement) }]);
}

async function readInline(io: Io, role: string, name: string): Promise<Read<readonly PolicyFacts[] | undefined>> {
  const policy = await ask(io, ['iam', 'get-role-policy', '--role-name', role, '--policy-name', name], []);
  return map(policy, ({ PolicyDocument }) => [{ name, statements: documentOf(PolicyDocument).map(toStatement) }]);
}

/** The CLI prints a document as an object; the API itself has it as text. */
function documentOf(document: unknown): Json[] {
  const { Statement } = (typeof document === 'string' ? JSON.parse(decodeURIComponent(document)) : document) as { Statement: Json | Json[] };
  return [Statement].flat() as Json[];
}

function toTrust({ Effect, Action, Principal, Condition }: Json): TrustFacts {
  const principals = typeof Principal === 'string' ? [Principal] : Object.values((Principal ?? {}) as Json).flatMap(listOf);
  return { effect: String(Effect), actions: listOf(Action), principals, conditions: (Condition ?? {}) as TrustFacts['conditions'] };
}

function toStatement({ Effect, Action, NotAction, Resource, NotResource, Condition }: Json): StatementFacts {
  return {
    effect: String(Effect),
    actions: listOf(Action),
    notActions: NotAction !== undefined,
    resources: NotResource === undefined ? listOf(Resource) : ['*'],
    conditions: (Condition ?? {}) as StatementFacts['conditions'],
  };
}

function listOf(value: unknown): string[] {
  return value === undefined ? [] : [value].flat().map(String);
}
