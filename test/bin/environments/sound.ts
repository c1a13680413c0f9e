import type { FakeRepository } from './fake-github';
import type { Bootstrap, IdentitiesDescription, Identity } from '../../../lib/plan/describe-identities';

const IDS = { owner: '11', repository: '22' };

/** A fleet of one service: a role for a branch, and one for a protected GitHub environment. */
export function fleetOf(bootstraps: readonly Bootstrap[] = [], change: Partial<Identity> = {}): IdentitiesDescription {
  const common = { repository: 'acme/shop', ids: IDS, branch: 'main', account: '444455556666', region: 'us-east-1', stack: 's', ...change };
  const prefix = common.ids === undefined ? `repo:${common.repository}` : 'repo:acme@11/shop@22';
  return {
    prefix: 'acme',
    issuer: 'token.actions.githubusercontent.com',
    audience: 'sts.amazonaws.com',
    bootstraps,
    identities: [
      { ...common, role: 'publish', capability: 'publish', environment: 'builds', protected: false, from: { branch: common.branch }, subjects: [`${prefix}:ref:refs/heads/${common.branch}`], restsOnRules: false },
      { ...common, role: 'promote', capability: 'promote', environment: 'prod', protected: true, from: { gitHubEnvironment: 'prod: eu west' }, subjects: [`${prefix}:environment:prod%3A eu west`], restsOnRules: true },
    ],
  };
}

/** A repository in which nothing is wrong. */
export function soundRepository(): FakeRepository {
  return {
    fullName: 'acme/shop', id: 22, ownerId: 11, archived: false,
    subject: { use_default: true, use_immutable_subject: true, sub_claim_prefix: 'repo:acme@11/shop@22' },
    environments: {
      'prod: eu west': {
        body: {
          id: 1, name: 'prod: eu west', can_admins_bypass: false, deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
          protection_rules: [
            { id: 2, type: 'required_reviewers', prevent_self_review: true, reviewers: [{ type: 'Team', reviewer: { id: 3 } }] }, { id: 4, type: 'branch_policy' },
          ],
        },
        policies: [{ name: 'main', type: 'branch' }],
      },
    },
    branches: {
      main: {
        rules: [
          { type: 'pull_request', ruleset_id: 7, parameters: { required_approving_review_count: 1 } },
          { type: 'non_fast_forward', ruleset_id: 7 }, { type: 'deletion', ruleset_id: 7 },
        ],
        classic: undefined,
      },
    },
    rulesets: { 7: { id: 7, name: 'main is reviewed', enforcement: 'active', bypass_actors: [] } },
  };
}

/** The same branch under the older kind of protection. */
export function classicProtection(): Record<string, unknown> {
  return {
    required_pull_request_reviews: { required_approving_review_count: 1 }, enforce_admins: { enabled: true }, allow_force_pushes: { enabled: false }, allow_deletions: { enabled: false },
  };
}
