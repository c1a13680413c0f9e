import { at } from '../../issues/issue';
import type { Finding } from '../../issues/issue';
import { parsed } from '../documents';
import { ofType, propertyPath } from '../final-resource';
import type { FinalResource } from '../final-resource';
import { Unresolved, isObject, listOf } from '../json';
import { PROVIDER_TYPES } from '../known-names';
import type { TemplateCheck } from '../template-check';

const MIN_SECONDS = 3600;
const MAX_SECONDS = 43_200;

export const sessions: TemplateCheck = {
  // A trust policy may refer to its provider.
  types: ['AWS::IAM::Role', ...PROVIDER_TYPES],
  check: (resources) => ofType(resources, 'AWS::IAM::Role').flatMap((role) => {
    const value = role.properties.MaxSessionDuration;
    const finding = value === undefined || value instanceof Unresolved ? undefined : judge(role, value);
    return finding === undefined ? [] : [at(propertyPath(role, 'MaxSessionDuration'), { ...finding, value })];
  }),
};

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
function judge(role: FinalResource, value: unknown): Finding | undefined {
  const seconds = typeof value === 'string' && /^[0-9]+$/.test(value) ? Number(value) : value;
  if (typeof seconds !== 'number' || !Number.isInteger(seconds) || seconds < MIN_SECONDS || seconds > MAX_SECONDS) {
    return { code: 'DUST4023', problem: 'is no time that IAM lets a session last', allowed: '1-12 h, in seconds; default 1 h', fix: 'write 3600, or remove the change' };
  }
  if (seconds === MIN_SECONDS || !isAssumedByGitHub(role)) return undefined;
  return {
    code: 'DUST4023',
    problem: 'is longer than a job needs the role',
    allowed: '3600 for a role that GitHub assumes',
    fix: 'write 3600; a job that takes longer asks for another session',
  };
}

/** GitHub itself, an enterprise's own issuer, a data-resident one, or a GitHub Enterprise Server. */
const GITHUB_PROVIDER = /oidc-provider\/(?:token\.actions\.[a-z0-9.-]+|[^/]+\/_services\/token)(?:\/|$)/;

export function isAssumedByGitHub({ properties }: FinalResource): boolean {
  const document = parsed(properties.AssumeRolePolicyDocument);
  const statements = isObject(document) ? listOf(document.Statement).filter(isObject) : [];
  return statements.some(({ Principal }) => isObject(Principal) && listOf(Principal.Federated).some((provider) => (
    GITHUB_PROVIDER.test(provider instanceof Unresolved ? provider.text : String(provider))
  )));
}
