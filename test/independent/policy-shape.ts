import type { Check, Checks } from './check';
import { documentsOf } from './iam';
import type { Document, Statement } from './iam';
import { asList, same } from './json';
import { readWorld } from './world';
import type { Printed } from './world';

/** Resources that may be `*`: the login of ECR, which has no resource, and keys, whose policy can only speak of the key itself. */
function mayBeEverything({ actions, effect }: Statement, use: Document['use']): boolean {
  return use === 'key' || effect === 'Deny' || same(actions, ['ecr:GetAuthorizationToken']);
}

const DENIED: Readonly<Record<string, string>> = { 'AWS::S3::BucketPolicy': 's3:*', 'AWS::SecretsManager::ResourcePolicy': 'secretsmanager:*' };

/**
 * No statement takes all actions of a service, or speaks by way of what it is not. Deny statements of the policies of buckets and
 * secrets say `s3:*` and `secretsmanager:*`, since what they deny is everything; nothing else may.
 */
const wildcards: Check = (output) =>
  documentsOf(readWorld(output)).flatMap(({ at, use, resource, statements }) =>
    statements.flatMap((statement) => {
      const { effect, actions, resources, principals, raw, sid } = statement;
      const wide = actions.filter((action) => action.includes('*') && !(effect === 'Deny' && use === 'resource' && action === DENIED[resource.type]));
      return [
        ...wide.map((action) => `${at}: statement ${sid} ${effect}s ${action}`),
        ...['NotAction', 'NotResource', 'NotPrincipal'].filter((key) => raw[key] !== undefined).map((key) => `${at}: statement ${sid} has ${key}`),
        ...(resources.includes('*') && !mayBeEverything(statement, use) ? [`${at}: statement ${sid} is about everything`] : []),
        ...(effect === 'Allow' && Object.values(principals).flat().includes('*') ? [`${at}: statement ${sid} admits everybody`] : []),
      ];
    }),
  );

/** Parts that each kind of document needs; a repository's policy and a trust are about the thing they hang on. */
const completeness: Check = (output) =>
  documentsOf(readWorld(output)).flatMap(({ at, use, resource, statements }) => {
    const bare = use === 'trust' || resource.type === 'AWS::ECR::Repository';
    const anonymous = use === 'identity' || use === 'boundary';
    const wrong = statements.filter(
      ({ effect, actions, resources, principals }) =>
        !['Allow', 'Deny'].includes(effect) ||
        actions.length === 0 ||
        (resources.length === 0) !== bare ||
        (Object.keys(principals).length === 0) !== anonymous,
    );
    return [
      ...(statements.length === 0 ? [`${at}: its policy says nothing`] : []),
      ...wrong.map(({ sid }) => `${at}: statement ${sid} is not complete`),
      ...(documentVersion(resource) === '2012-10-17' ? [] : [`${at}: its policy is of an old version`]),
    ];
  });

/** Before 2012-10-17, variables of policies are plain text. */
function documentVersion({ properties }: Printed): unknown {
  const { AssumeRolePolicyDocument, PolicyDocument, RepositoryPolicyText, KeyPolicy, ResourcePolicy } = properties;
  return (AssumeRolePolicyDocument ?? PolicyDocument ?? RepositoryPolicyText ?? KeyPolicy ?? ResourcePolicy)?.Version;
}

/** A managed policy hangs on a role of its stack, or is a boundary; there is no other kind. */
const policiesAreAttached: Check = (output) => {
  const world = readWorld(output);
  return documentsOf(world)
    .filter(({ resource, use }) => resource.type === 'AWS::IAM::ManagedPolicy' && use === 'identity')
    .filter(({ resource }) => {
      const roles = asList<string>(resource.properties.Roles);
      return (
        roles.length !== 1 ||
        !resource.stack.printed.some(({ type, properties }) => type === 'AWS::IAM::Role' && properties.RoleName === roles[0]) ||
        resource.properties.Users !== undefined ||
        resource.properties.Groups !== undefined
      );
    })
    .map(({ at }) => `${at}: does not hang on one role of its stack`);
};

export const policyShape: Checks = { wildcards, completeness, policiesAreAttached };
