import { asList } from './json';
import type { Printed, World } from './world';

/** A statement with every alternative spelling made a list. */
export interface Statement {
  readonly sid: string;
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Kind of principal to principals; `*` alone is `{ '*': ['*'] }`. */
  readonly principals: Readonly<Record<string, readonly string[]>>;
  /** Operator to key to values. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly raw: Readonly<Record<string, unknown>>;
}

export function statementsOf(document: Record<string, any> | undefined): Statement[] {
  return asList<Record<string, any>>(document?.Statement).map((raw) => ({
    sid: String(raw.Sid ?? ''),
    effect: String(raw.Effect),
    actions: asList<string>(raw.Action),
    resources: asList<string>(raw.Resource),
    principals: principalsOf(raw.Principal),
    conditions: conditionsOf(raw.Condition),
    raw,
  }));
}

function principalsOf(principal: unknown): Record<string, string[]> {
  if (principal === undefined) return {};
  if (typeof principal === 'string') return { [principal]: [principal] };
  return Object.fromEntries(Object.entries(principal as Record<string, string | string[]>).map(([kind, values]) => [kind, asList(values)]));
}

function conditionsOf(condition: Record<string, Record<string, unknown>> | undefined): Statement['conditions'] {
  return Object.fromEntries(
    Object.entries(condition ?? {}).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, asList(values).map(String)])),
    ]),
  );
}

/** Whether a pattern with `*` and `?` matches a whole text; linear in practice, without regular expressions. */
export function glob(pattern: string, text: string): boolean {
  let [at, position, star, retry] = [0, 0, -1, 0];
  while (position < text.length) {
    if (at < pattern.length && pattern[at] !== '*' && (pattern[at] === '?' || pattern[at] === text[position])) {
      at += 1;
      position += 1;
    } else if (pattern[at] === '*') {
      [star, retry, at] = [at, position, at + 1];
    } else if (star >= 0) {
      retry += 1;
      [at, position] = [star + 1, retry];
    } else {
      return false;
    }
  }
  return [...pattern.slice(at)].every((character) => character === '*');
}

/** Actions are compared without regard to case, resources with it. */
export function globAction(pattern: string, action: string): boolean {
  return glob(pattern.toLowerCase(), action.toLowerCase());
}

/** A policy document and what it hangs on. */
export interface Document {
  readonly at: string;
  readonly resource: Printed;
  readonly use: 'identity' | 'boundary' | 'resource' | 'key' | 'trust';
  readonly statements: readonly Statement[];
}

const DOCUMENTS: Readonly<Record<string, readonly [string, Document['use']]>> = {
  'AWS::ECR::Repository': ['RepositoryPolicyText', 'resource'],
  'AWS::IAM::ManagedPolicy': ['PolicyDocument', 'identity'],
  'AWS::IAM::Role': ['AssumeRolePolicyDocument', 'trust'],
  'AWS::KMS::Key': ['KeyPolicy', 'key'],
  'AWS::S3::BucketPolicy': ['PolicyDocument', 'resource'],
  'AWS::SecretsManager::ResourcePolicy': ['ResourcePolicy', 'resource'],
};

/** Every policy document of the fleet. */
export function documentsOf(world: World): Document[] {
  const boundaries = new Set(world.resources.map(({ properties }) => String(properties.PermissionsBoundary)));
  return world.resources.flatMap((resource) => {
    const [property, use] = DOCUMENTS[resource.type] ?? [];
    if (property === undefined || use === undefined) return [];
    const boundary = resource.type === 'AWS::IAM::ManagedPolicy' && boundaries.has(policyArn(resource));
    return [{ at: resource.at, resource, use: boundary ? 'boundary' : use, statements: statementsOf(resource.properties[property]) }];
  });
}

export function policyArn({ stack, properties }: Printed): string {
  return `arn:${stack.partition}:iam::${stack.account}:policy${properties.Path ?? '/'}${properties.ManagedPolicyName}`;
}

export function roleArn({ stack, properties }: Printed): string {
  return `arn:${stack.partition}:iam::${stack.account}:role${properties.Path ?? '/'}${properties.RoleName}`;
}

/** A role and one statement of a policy on it. */
export interface Grant {
  readonly role: Printed;
  readonly statement: Statement;
  readonly at: string;
}

/** What roles are allowed by managed policies of their own stack; other ways to grant are forbidden elsewhere. */
export function grantsOf(world: World): Grant[] {
  return world.resources
    .filter(({ type }) => type === 'AWS::IAM::ManagedPolicy')
    .flatMap((policy) => {
      const names = asList<string>(policy.properties.Roles);
      const roles = policy.stack.printed.filter(({ type, properties }) => type === 'AWS::IAM::Role' && names.includes(properties.RoleName));
      return roles.flatMap((role) =>
        statementsOf(policy.properties.PolicyDocument)
          .filter(({ effect }) => effect === 'Allow')
          .map((statement) => ({ role, statement, at: policy.at })),
      );
    });
}

/** What a role is for: the end of its name, or of its logical id where the name ends in a hash. */
export function capabilityOf({ properties, id }: Printed): string {
  const known = ['pod', 'publish', 'promote', 'restart', 'release', 'workload-apply', 'platform-apply', 'deploy', 'secrets', 'backup', 'monitoring'];
  const words = id.replace(/Role$/, '').replace(/[A-Z]/g, (letter, at: number) => `${at === 0 ? '' : '-'}${letter.toLowerCase()}`);
  return (
    known.filter((name) => String(properties.RoleName).endsWith(`-${name}`) || name === words).sort((a, b) => b.length - a.length)[0] ??
    `unknown (${id})`
  );
}
