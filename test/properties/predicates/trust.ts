import { listOf, resolved, resourceIn, resourcesOf } from '../support/cloudformation';
import type { PlacedResource, Statement } from '../support/cloudformation';
import type { FleetModel, RepositoryModel } from '../support/fleet-model';
import type { Invariant } from '../support/invariant';
import type { Fleet } from '../support/synthesized';

const ISSUER = 'token.actions.githubusercontent.com';

/** Where a job of GitHub must run to assume a role. */
interface Origin {
  readonly repository: string;
  readonly ids?: { readonly owner: string; readonly repository: string };
  readonly branch?: string;
  readonly environment?: string;
}

export const exactTrust: Invariant = {
  number: 7,
  title: 'a role trusts exactly the repository, branch or environment that was declared',
  predicate: (fleet) => [...resourcesOf(fleet, 'AWS::IAM::Role').filter(isFederated).flatMap((role) => checkRole(fleet, role)), ...missingRoles(fleet)],
  mutations: [
    { title: 'there are two statements', apply: (fleet) => { trust(fleet).push(structuredClone(trust(fleet)[0])); } },
    { title: 'the audience is missing', apply: (fleet) => delete equals(fleet)[`${ISSUER}:aud`] },
    { title: 'the subject is missing', apply: (fleet) => delete equals(fleet)[`${ISSUER}:sub`] },
    { title: 'the subject has a wildcard', apply: (fleet) => { equals(fleet)[`${ISSUER}:sub`] = 'repo:acme@1/web@2:*'; } },
    { title: 'the subject is a pattern', apply: (fleet) => { trust(fleet)[0].Condition = { StringLike: equals(fleet) }; } },
    { title: 'the subject is another branch', apply: (fleet) => { equals(fleet)[`${ISSUER}:sub`] = 'repo:acme@1/web@2:ref:refs/heads/dev'; } },
    { title: 'the subject is another repository', apply: (fleet) => { equals(fleet)[`${ISSUER}:sub`] = 'repo:acme@1/web@3:ref:refs/heads/main'; } },
    { title: 'the subject is of before the ids', apply: (fleet) => { equals(fleet)[`${ISSUER}:sub`] = 'repo:acme/web:ref:refs/heads/main'; } },
    { title: 'the subject is a pull request', apply: (fleet) => { equals(fleet)[`${ISSUER}:sub`] = 'repo:acme@1/web@2:pull_request'; } },
    {
      title: 'the issuer is another',
      apply: (fleet) => { trust(fleet)[0].Principal = { Federated: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::111122223333:oidc-provider/evil.example' } }; },
    },
    { title: 'somebody else is trusted as well', apply: (fleet) => { trust(fleet)[0].Principal.AWS = '111122223333'; } },
    { title: 'a role is missing', apply: (fleet) => { delete fleet.stacks.find(({ id }: { id: string }) => id === 'web/prod').template.Resources.PromoteRole; } },
  ],
};

function trust(fleet: Parameters<typeof resourceIn>[0]): any[] {
  return resourceIn(fleet, 'web/builds', 'PublishRole').Properties.AssumeRolePolicyDocument.Statement;
}

function equals(fleet: Parameters<typeof resourceIn>[0]): any {
  return trust(fleet)[0].Condition.StringEquals;
}

function isFederated({ resource }: PlacedResource): boolean {
  return JSON.stringify(resource.Properties.AssumeRolePolicyDocument).includes('Federated');
}

function checkRole({ model }: Fleet, { stack, id, resource, place }: PlacedResource): string[] {
  const statements = resource.Properties.AssumeRolePolicyDocument.Statement as Statement[];
  const [first] = statements;
  const declared = originsOf(model).get(`${stack.id} ${id}`);
  if (declared === undefined) return [`${place} trusts GitHub and nobody declared it`];
  if (statements.length !== 1 || first === undefined) return [`${place} has ${statements.length} statements`];
  const audience = model.partition === 'aws-cn' ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com';
  const expected = {
    Effect: 'Allow',
    Action: ['sts:AssumeRoleWithWebIdentity'],
    Principal: { Federated: `arn:${model.partition}:iam::${stack.account}:oidc-provider/${ISSUER}` },
    Condition: { StringEquals: { [`${ISSUER}:aud`]: audience, [`${ISSUER}:sub`]: first.Condition?.StringEquals?.[`${ISSUER}:sub`] } },
  };
  const actual = { Effect: first.Effect, Action: listOf(first.Action), Principal: resolved(first.Principal, stack, model.partition), Condition: first.Condition };
  return [
    ...(canonical(actual) === canonical(expected) ? [] : [`${place} is not the one safe form: ${canonical(actual)}`]),
    ...checkSubject(first.Condition?.StringEquals?.[`${ISSUER}:sub`], declared).map((problem) => `${place} ${problem}`),
  ];
}

/** Text that is exactly what was declared once it is parsed again; `${` would begin a variable of IAM. */
function checkSubject(sub: unknown, declared: Origin): string[] {
  if (typeof sub !== 'string') return ['has no subject'];
  const problems = /[*?]|\$\{/.test(sub) ? [`has a wildcard or a variable in its subject ${sub}`] : [];
  const parsed = parseSubject(sub);
  return canonical(parsed) === canonical(declared) ? problems : [...problems, `trusts ${canonical(parsed)}, declared is ${canonical(declared)}`];
}

function parseSubject(sub: string): Origin | undefined {
  const [, owner, ownerId, name, repositoryId, kind, value] = /^repo:([^:/@]+)(?:@([0-9]+))?\/([^:/@]+)(?:@([0-9]+))?:(ref:refs\/heads\/|environment:)([^:]+)$/.exec(sub) ?? [];
  if (owner === undefined || value === undefined) return undefined;
  const place = value.replaceAll('%3A', ':');
  return {
    repository: `${owner}/${name}`,
    ...(ownerId === undefined || repositoryId === undefined ? {} : { ids: { owner: ownerId, repository: repositoryId } }),
    ...(kind === 'environment:' ? { environment: place } : { branch: place }),
  };
}

/** Who was declared to assume which role, by stack and logical id. */
function originsOf({ environments, services, repository, registry }: FleetModel): Map<string, Origin> {
  const origins = new Map<string, Origin>();
  const from = ({ slug, ids }: RepositoryModel): Origin => ({ repository: slug, ...(ids === undefined ? {} : { ids }) });
  for (const environment of environments) {
    const approval = { environment: environment.githubEnvironment ?? environment.name };
    for (const role of ['DeployRole', 'PlatformApplyRole']) origins.set(`Platform/${environment.name} ${role}`, { ...from(repository), ...approval });
    for (const { name, repository: own, environments: chosen } of services) {
      if (chosen !== undefined && !chosen.includes(environment.name)) continue;
      const stack = `${name}/${environment.name}`;
      origins.set(`${stack} RestartRole`, { ...from(own), ...(environment.protected ? approval : { branch: own.branch ?? 'main' }) });
      origins.set(`${stack} WorkloadApplyRole`, { ...from(repository), ...approval });
      if (environment.protected) origins.set(`${stack} PromoteRole`, { ...from(own), ...approval });
    }
  }
  origins.set(`Account/${registry.account} DeployRole`, { ...from(repository), environment: 'builds' });
  for (const { name, repository: own } of services) origins.set(`${name}/builds PublishRole`, { ...from(own), branch: own.branch ?? 'main' });
  return origins;
}

function missingRoles(fleet: Fleet): string[] {
  const roles = new Set(resourcesOf(fleet, 'AWS::IAM::Role').filter(isFederated).map(({ place }) => place));
  return [...originsOf(fleet.model).keys()].filter((place) => !roles.has(place)).map((place) => `${place} is missing`);
}

/** JSON with its keys in order. */
function canonical(value: unknown): string {
  const sorted = (_key: string, item: unknown): unknown => {
    const isObject = typeof item === 'object' && item !== null && !Array.isArray(item);
    return isObject ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item;
  };
  return JSON.stringify(value, sorted) ?? 'nothing';
}
