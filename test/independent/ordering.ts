import type { Check, Checks } from './check';
import { policyArn } from './iam';
import { asList, valuesOf } from './json';
import type { Json } from './json';
import { arnOf, physicalName, referencesOf } from './resolve';
import { readWorld } from './world';
import type { Printed, Stack, World } from './world';
import type { Output } from '../support/synthesize';

/** What stands before the name in an ARN, by type: it tells a role from a policy of the same name. */
const ARN_PARTS: Readonly<Record<string, RegExp>> = {
  'AWS::ECR::Repository': /:repository\/$/,
  'AWS::IAM::ManagedPolicy': /:policy\/(?:[^:]*\/)?$/,
  'AWS::IAM::Role': /:role\/(?:[^:]*\/)?$/,
  'AWS::KMS::Alias': /:$/,
  'AWS::Logs::LogGroup': /:log-group:$/,
  'AWS::Backup::BackupVault': /:backup-vault:$/,
  'AWS::ElastiCache::ReplicationGroup': /:replicationgroup:$/,
  'AWS::ElastiCache::SubnetGroup': /:subnetgroup:$/,
  'AWS::RDS::DBParameterGroup': /:pg:$/,
  'AWS::RDS::DBSubnetGroup': /:subgrp:$/,
  'AWS::RDS::DBInstance': /:db:$/,
  'AWS::S3::Bucket': /:s3:::$/,
  'AWS::SecretsManager::Secret': /:secret:$/,
};

/** Types whose name goes on after a slash: `dust/web/worker` is another repository, but a bucket's slash starts an object. */
const SLASH_GOES_ON = new Set(['AWS::ECR::Repository', 'AWS::KMS::Alias', 'AWS::SecretsManager::Secret', 'AWS::Logs::LogGroup']);

/** What Secrets Manager puts behind the name of a secret in its ARN, or what a pattern has in its place. */
const SUFFIX_OF_SECRETS = /^-(?:\?{6}|\*|[A-Za-z0-9]{6})(?![\w-])/;

/** Whether a text names a resource: the whole name, neither a part of a longer one nor another type's in an ARN. */
export function mentions(text: string, name: string, type: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = /[^\s"',]*$/.exec(text.slice(0, at))![0];
    const inArn = before.includes('arn:');
    const rest = text.slice(at + name.length);
    const after = inArn && type === 'AWS::SecretsManager::Secret' ? rest.replace(SUFFIX_OF_SECRETS, '') : rest;
    const startsHere = inArn
      ? ARN_PARTS[type]?.test(before) !== false
      : !/[\w.@-]$/.test(before) && !(before.endsWith('/') && !/amazonaws\.com(\.cn)?\/$|:\/\/$/.test(before));
    const endsHere = !/^[\w-]/.test(after) && !/^\.(?!s3[.-]|$|\s)/.test(after) && !(after.startsWith('/') && SLASH_GOES_ON.has(type));
    if (startsHere && endsHere) return true;
  }
  return false;
}

/** Names that things of AWS Backup have themselves, and contexts of encryption, which a key compares and never looks up. */
const OWN_NAME = /(^|\.)(BackupPlanName|SelectionName|RuleName)$|\.kms:EncryptionContext:[^.]+(\.\d+)?$/;

/** Texts that name nothing of AWS: people's words, tags, and subjects of GitHub. */
function namesNothing(path: readonly string[]): boolean {
  return path[0] === 'Tags' || /Description$/.test(path[0]!) || path.some((key) => key.endsWith(':sub')) || OWN_NAME.test(path.join('.'));
}

const NAMESPACE_KEY = /(^|\/)(kubernetes-)?namespaces?$/i;

/** An attachment says of what type its target is; a cache may well be called like a database. */
function isOfAnotherType({ properties }: Printed, path: readonly string[], type: string): boolean {
  return path[0] === 'TargetId' && properties.TargetType !== type;
}

/** A policy of an identity compares who asks when somebody asks; a repository's policy may be refused for an unknown role. */
function comparesLater({ type }: Printed, path: readonly string[]): boolean {
  return type === 'AWS::IAM::ManagedPolicy' && path.includes('aws:PrincipalArn');
}

/** Whether a resource names another one of its stack. */
function names(resource: Printed, other: Printed): boolean {
  const texts = valuesOf(resource.properties).filter(({ path }) => !namesNothing(path) && !comparesLater(resource, path) && !isOfAnotherType(resource, path, other.type));
  const namespaces = other.type.startsWith('Custom::')
    ? (JSON.parse(String(other.properties.Manifest ?? '[]')) as { metadata: { name: string } }[]).map(({ metadata }) => metadata.name)
    : [];
  if (texts.some(({ path, text }) => namespaces.includes(text) && path.some((key) => NAMESPACE_KEY.test(key)))) return true;
  if (other.type === 'AWS::IAM::OIDCProvider') return texts.some(({ text }) => text === arnOf(other.id, other.stack));
  const name = physicalName(other.raw);
  if (name === undefined) return false;
  // Its own name is how a resource is called; a role and its policy may well be called alike.
  return texts.some(({ path, text }) => !(path.length === 1 && text === physicalName(resource.raw)) && mentions(text, name, other.type));
}

/** Logical ids that a resource waits for, directly. */
function waitsFor({ raw }: Printed): string[] {
  return [...referencesOf((raw.Properties ?? {}) as Json), ...asList<string>(raw.DependsOn)];
}

/** All that a resource waits for, also by way of others. */
export function closure(stack: Stack, from: Printed): Set<string> {
  const reached = new Set<string>();
  const todo = waitsFor(from);
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    const next = stack.printed.find((printed) => printed.id === id);
    if (next !== undefined) todo.push(...waitsFor(next));
  }
  return reached;
}

/** A resource that names another one of its stack comes after it; boundaries are judged by themselves. */
const namedResourcesComeFirst: Check = (output) => unordered(output, (resource, limits) => !limits.has(policyArn(resource)));

/** A boundary is a resource like any other. */
export const boundariesComeAfterWhatTheyName: Check = (output) => unordered(output, (resource, limits) => limits.has(policyArn(resource)));

function unordered(output: Output, takes: (resource: Printed, limits: ReadonlySet<string>) => boolean): string[] {
  const world = readWorld(output);
  const limits = new Set(world.resources.map(({ properties }) => String(properties.PermissionsBoundary)));
  return world.stacks.flatMap((stack) =>
    stack.printed.filter((resource) => takes(resource, limits)).flatMap((resource) => {
      const before = closure(stack, resource);
      return stack.printed
        .filter((other) => other !== resource && names(resource, other) && !before.has(other.id))
        .map((other) => `${resource.at}: names ${other.id} and does not wait for it`);
    }),
  );
}

/** Nothing waits for itself or for what is not there; CloudFormation refuses both. */
const waitingEnds: Check = (output) =>
  readWorld(output).stacks.flatMap((stack) =>
    stack.printed.flatMap((resource) => [
      ...(closure(stack, resource).has(resource.id) ? [`${resource.at}: waits for itself`] : []),
      ...asList<string>(resource.raw.DependsOn)
        .filter((id) => stack.resources[id] === undefined)
        .map((id) => `${resource.at}: waits for ${id}, which is not there`),
    ]),
  );

/** A pod's role may do what it is for before pods can take it, and a role with a repository waits for its policy's targets. */
const rolesAreReady: Check = (output) =>
  readWorld(output)
    .resources.filter(({ type }) => type === 'AWS::EKS::PodIdentityAssociation')
    .flatMap((association) => {
      const before = closure(association.stack, association);
      const policies = association.stack.printed.filter(
        ({ type, properties }) =>
          type === 'AWS::IAM::ManagedPolicy' &&
          asList<string>(properties.Roles).some((name) => String(association.properties.RoleArn).endsWith(`/${name}`)),
      );
      return policies
        .filter(({ id }) => !before.has(id))
        .map(({ id }) => `${association.at}: does not wait for ${id}, so pods could start without rights`);
    });

function stackClosure(world: World, from: Stack): Set<string> {
  const reached = new Set<string>();
  const todo = [...from.dependencies];
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    todo.push(...(world.stacks.find((stack) => stack.id === id)?.dependencies ?? []));
  }
  return reached;
}

/** Account, then platform and builds, then service. */
const stackOrder: Check = (output, declared) => {
  const world = readWorld(output);
  const accountOf = (account: string) => world.stacks.filter((stack) => stack.kind === 'account' && stack.account === account);
  return world.stacks.flatMap((stack) => {
    const expected =
      stack.kind === 'account'
        ? []
        : [
          ...accountOf(stack.account),
          ...(stack.kind === 'service'
            ? world.stacks.filter(
              ({ kind, environment, service }) =>
                (kind === 'platform' && environment === stack.environment) || (kind === 'builds' && service === stack.service),
            )
            : []),
        ];
    const before = stackClosure(world, stack);
    const kinds = new Set(expected.map(({ kind }) => kind));
    return [
      ...expected.filter(({ id }) => !before.has(id)).map(({ stackName }) => `${stack.stackName}: is not deployed after ${stackName}`),
      ...(stack.kind !== 'service' || (kinds.has('platform') && kinds.has('builds'))
        ? []
        : [`${stack.stackName}: there is no platform or builds stack to wait for`]),
      ...(before.has(stack.id) ? [`${stack.stackName}: waits for itself`] : []),
      ...(stack.kind === 'builds' && stack.account !== declared.registry.account ? [`${stack.stackName}: is not in the registry's account`] : []),
    ];
  });
};

/** Names that must exist when they are used, and the place of a property that holds them. */
function usesOfOthers({ type, properties }: Printed): string[] {
  const destination: unknown = properties.LoggingConfiguration?.DestinationBucketName;
  const key: unknown = properties.EncryptionConfiguration?.KmsKey ?? properties.KmsKeyId;
  const vaults = asList<Record<string, unknown>>(properties.BackupPlan?.BackupPlanRule).map(({ TargetBackupVault }) => TargetBackupVault);
  const groups = type === 'AWS::RDS::DBInstance' || type === 'AWS::ElastiCache::ReplicationGroup' ? [properties.DBSubnetGroupName, properties.CacheSubnetGroupName] : [];
  // KMS refuses a policy whose principal does not exist.
  const users = type === 'AWS::KMS::Key' ? valuesOf(properties.KeyPolicy).map(({ text }) => text).filter((text) => /:iam::\d+:role\//.test(text)) : [];
  const boundary: unknown = properties.PermissionsBoundary;
  const federated =
    type === 'AWS::IAM::Role'
      ? valuesOf(properties.AssumeRolePolicyDocument)
        .filter(({ path }) => path.includes('Federated'))
        .map(({ text }) => text)
      : [];
  const roles = [properties.MonitoringRoleArn, properties.BackupSelection?.IamRoleArn];
  return [destination, key, boundary, ...federated, ...vaults, ...groups, ...users, ...roles].filter((value) => typeof value === 'string');
}

function isCalled({ id, stack, raw }: Printed, use: string): boolean {
  return (
    physicalName(raw) === use ||
    (['AWS::IAM::ManagedPolicy', 'AWS::IAM::OIDCProvider', 'AWS::IAM::Role', 'AWS::KMS::Key'].includes(raw.Type) && arnOf(id, stack) === use)
  );
}

/** In the same account and, but for IAM, in the same region. */
function isNear(other: Printed, { stack }: Printed): boolean {
  return other.stack.account === stack.account && (other.type.startsWith('AWS::IAM::') || other.stack.region === stack.region);
}

/** What another stack makes is there before it is used, and a boundary or log bucket is made by some stack. */
const otherStacksComeFirst: Check = (output, declared) => {
  const world = readWorld(output);
  return world.resources.flatMap((resource) =>
    usesOfOthers(resource).flatMap((use) => {
      const maker = world.resources.find((other) => other !== resource && isNear(other, resource) && isCalled(other, use));
      const given = /:oidc-provider\//.test(use) || use === declared.environments[resource.stack.environment ?? '']?.keyArn;
      if (maker === undefined) return given ? [] : [`${resource.at}: no template of the account makes ${use}`];
      return maker.stack === resource.stack || stackClosure(world, resource.stack).has(maker.stack.id)
        ? []
        : [`${resource.at}: uses ${maker.at}, whose stack is not deployed before`];
    }),
  );
};

export const ordering: Checks = { namedResourcesComeFirst, waitingEnds, rolesAreReady, stackOrder, otherStacksComeFirst };
