import type { Check, Checks } from './check';
import { capabilityOf, documentsOf, glob, grantsOf, roleArn, statementsOf } from './iam';
import type { Grant } from './iam';
import { asList, same } from './json';
import { READ_BUILDS, admits, hasTags, tagsOf } from './permissions';
import { arnOf } from './resolve';
import { ofType, readWorld } from './world';
import type { World } from './world';

const OWNED = new Set(['AWS::S3::Bucket', 'AWS::ECR::Repository', 'AWS::KMS::Key', 'AWS::SecretsManager::Secret', 'AWS::RDS::DBInstance', 'AWS::Logs::LogGroup', 'AWS::Backup::BackupVault']);

/** Things that belong to one service in one place, by ARNs that a pattern would have to match to reach them. */
function belongings(world: World): { readonly owner: string | undefined; readonly environment: string | undefined; readonly arn: string }[] {
  return world.resources
    .filter(({ type, stack }) => OWNED.has(type) && (stack.service !== undefined || stack.kind === 'platform'))
    .flatMap(({ id, stack }) =>
      ['', '/any/object'].map((rest) => ({ owner: stack.service, environment: stack.environment, arn: `${arnOf(id, stack)}${rest}` })),
    );
}

/** A role of the platform works for all services of its environment; whose secrets it reads is judged elsewhere. */
function reachesOthers(world: World, { role, statement, at }: Grant, owned: ReturnType<typeof belongings>): string[] {
  const { service, environment } = role.stack;
  // Builds are shared by the environments of a service, so they have no environment.
  const others = owned.filter((thing) => role.stack.kind === 'platform'
    ? thing.environment !== environment
    : thing.owner !== service || (thing.environment !== undefined && thing.environment !== environment));
  return others
    .filter(({ arn }) => statement.resources.some((pattern) => glob(pattern, arn) && pattern !== '*') && hasTags(statement, tagsOf(world, arn)))
    .map(({ arn }) => `${at}: statement ${statement.sid} reaches ${arn}`);
}

/** No role reaches a bucket, repository or key of another service, or of its own service in another environment. */
const isolation: Check = (output) => {
  const world = readWorld(output);
  const owned = belongings(world);
  return grantsOf(world).flatMap((grant) => reachesOthers(world, grant, owned));
};

/** What a boundary lets through at most is of its own environment, or the builds that all environments share. */
const boundaryIsolation: Check = (output) => {
  const world = readWorld(output);
  const things = world.resources.filter(({ type, stack }) => OWNED.has(type) && stack.environment !== undefined);
  return documentsOf(world)
    .filter(({ use, resource }) => use === 'boundary' && resource.stack.environment !== undefined)
    .flatMap(({ at, resource, statements }) =>
      things
        .filter(({ stack }) => stack.environment !== resource.stack.environment)
        // The login of ECR is the one statement about everything.
        .filter(({ id, stack }) =>
          statements.some(
            (limit) =>
              !limit.resources.includes('*') &&
              limit.actions.some((action) => admits(limit, action, arnOf(id, stack), tagsOf(world, arnOf(id, stack)))),
          ),
        )
        .map((other) => `${at}: admits ${other.at} of another environment`),
    );
};

/** No group of one service has rights in the namespace of another or of the platform; the platform's may have some in any. */
const namespaceIsolation: Check = (output, declared) => {
  const world = readWorld(output);
  const entries = ofType(world, 'AWS::EKS::AccessEntry');
  return world.objects
    .filter(({ object }) => object.kind === 'RoleBinding')
    .flatMap(({ object, environment, folder, at }) =>
      asList<{ kind: string; name: string }>(object.subjects).flatMap(({ kind, name }) => {
        const holders = entries.filter(
          ({ properties, stack }) => stack.environment === environment && asList<string>(properties.KubernetesGroups).includes(name),
        );
        return [
          ...(kind === 'Group' ? [] : [`${at}: binds a ${kind}`]),
          ...holders.filter(({ stack }) => stack.kind !== 'platform' && (declared.services[folder] === undefined || stack.service !== folder)).map((entry) => `${at}: gives rights to ${entry.at} of another service`),
        ];
      }),
    );
};

const WRITES = ['ecr:PutImage', 'ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload'];

/** A protected environment's repository denies writing to all but its promotion role, and the builds admit that role. */
const onlyPromotionWrites: Check = (output) => {
  const world = readWorld(output);
  return ofType(world, 'AWS::ECR::Repository')
    .filter(({ stack }) => stack.kind === 'service')
    .flatMap(({ at, stack, properties }) => {
      const promoters = stack.printed.filter((printed) => printed.type === 'AWS::IAM::Role' && capabilityOf(printed) === 'promote').map(roleArn);
      const denies = statementsOf(properties.RepositoryPolicyText).some(
        ({ effect, actions, principals, conditions }) =>
          effect === 'Deny' &&
          WRITES.every((action) => actions.includes(action)) &&
          same(principals, { AWS: [`arn:${stack.partition}:iam::${stack.account}:root`] }) &&
          same(conditions, { ArnNotEquals: { 'aws:PrincipalArn': promoters } }),
      );
      const builds = ofType(world, 'AWS::ECR::Repository').find((other) => other.stack.kind === 'builds' && other.stack.service === stack.service);
      const admitted = statementsOf(builds?.properties.RepositoryPolicyText).some(
        ({ effect, principals, actions, conditions }) =>
          effect === 'Allow' &&
          READ_BUILDS.every((action) => actions.includes(action)) &&
          same(principals, { AWS: [`arn:${stack.partition}:iam::${stack.account}:root`] }) &&
          (stack.account === builds?.stack.account || same(conditions.ArnEquals, { 'aws:PrincipalArn': promoters })),
      );
      return [
        ...(denies && promoters.length === 1 ? [] : [`${at}: others than one promotion role can write to it`]),
        ...(admitted ? [] : [`${at}: its builds do not admit the promotion role`]),
      ];
    });
};

/** Who is admitted by ARN in a policy of a repository is a role that a template makes. */
const admittedRolesExist: Check = (output) => {
  const world = readWorld(output);
  const roles = ofType(world, 'AWS::IAM::Role').map(roleArn);
  return documentsOf(world).flatMap(({ at, statements }) =>
    statements.flatMap(({ conditions }) =>
      Object.values(conditions)
        .flatMap((keys) => keys['aws:PrincipalArn'] ?? [])
        .filter((arn) => !roles.includes(arn))
        .map((arn) => `${at}: admits ${arn}, which no template makes`),
    ),
  );
};

export const isolations: Checks = { isolation, boundaryIsolation, namespaceIsolation, onlyPromotionWrites, admittedRolesExist };
