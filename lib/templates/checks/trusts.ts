import { at } from '../../issues/issue';
import type { LocatedFinding } from '../../issues/issue';
import { federatedRoles } from '../../plan/federated-roles';
import type { FederatedRole } from '../../plan/federated-roles';
import { meansGitHub } from '../../trust/accepts';
import { judge } from '../../trust/judge';
import type { Verdict } from '../../trust/judge';
import { shapeFaults } from '../../trust/shape';
import { declaredJobs } from '../../trust/source';
import { subjectFaults } from '../../trust/subject-faults';
import { parsed } from '../documents';
import { ofType, propertyPath } from '../final-resource';
import type { FinalResource } from '../final-resource';
import { PROVIDER_TYPES } from '../known-names';
import type { PlannedFleet, TemplateCheck } from '../template-check';

/** Every role that GitHub may assume is tried by everybody who could come; one that nobody planned must at least say whom it means. */
export const trusts: TemplateCheck = {
  types: ['AWS::IAM::Role', ...PROVIDER_TYPES],
  check: (resources, fleets) => {
    const planned = new Map(fleets.flatMap(federatedRolesOf).map((one) => [`${one.account} ${one.role.name}`, one]));
    const issuers = fleets.map(({ spec }) => spec.gitHub.issuer);
    const tried: Tried = new Map();
    return ofType(resources, 'AWS::IAM::Role').flatMap((role) => {
      const document = parsed(role.properties.AssumeRolePolicyDocument);
      const declared = planned.get(`${role.stack.account} ${String(role.properties.RoleName)}`);
      if (declared !== undefined) return checkDeclared(role, document, declared, tried);
      return issuers.some((issuer) => meansGitHub(document, issuer)) ? checkOther(role, document) : [];
    });
  },
};

function federatedRolesOf({ shared, builds, plans }: PlannedFleet): FederatedRole[] {
  return federatedRoles(shared, builds, plans);
}

type Tried = Map<string, readonly Verdict[]>;

/** One issue for a role: who comes in, else who does not, else what invites a mistake. */
function checkDeclared(role: FinalResource, document: unknown, { source }: FederatedRole, tried: Tried): LocatedFinding[] {
  const place = propertyPath(role, 'AssumeRolePolicyDocument');
  const key = JSON.stringify([document, source.gitHub.claims, declaredJobs(source)]);
  const verdicts = tried.get(key) ?? judge(document, source);
  tried.set(key, verdicts);
  const why = shapeFaults(document);
  const because = why.length === 0 ? '' : `: it ${why.map(({ problem }) => problem).join(', it ')}`;
  const fix = why[0]?.fix ?? 'take back what changes it, or declare who shall assume the role';
  const allowed = listed(verdicts.filter(({ isDeclared }) => isDeclared), 3);
  const strangers = verdicts.filter(({ isDeclared, isAccepted, closure }) => isAccepted && !isDeclared && closure === undefined);
  if (strangers.length > 0) return [at(place, { code: 'DUST4001', problem: `lets in ${listed(strangers, 3)}${because}`, allowed, fix })];
  const refused = verdicts.filter(({ isDeclared, isAccepted }) => isDeclared && !isAccepted);
  if (refused.length > 0) return [at(place, { code: 'DUST4002', problem: `refuses ${listed(refused, 3)}, for whom it was declared${because}`, allowed, fix })];
  return why.length === 0 ? [] : [at(place, { code: 'DUST4003', problem: `${why.map(({ problem }) => problem).join(', it ')}`, allowed: SAFE, fix })];
}

/** What somebody adds beside the fleet: nobody said whom it is for, so that its own subjects must say it to the letter. */
function checkOther(role: FinalResource, document: unknown): LocatedFinding[] {
  const [fault, ...others] = [...shapeFaults(document), ...subjectFaults(document)];
  if (fault === undefined) return [];
  const problem = [fault, ...others].map((one) => one.problem).join(', it ');
  return [at(propertyPath(role, 'AssumeRolePolicyDocument'), { code: 'DUST4003', problem, allowed: SAFE, fix: fault.fix })];
}

const SAFE = 'one statement that compares aud and the whole sub by StringEquals';

function listed(verdicts: readonly Verdict[], most: number): string {
  const names = verdicts.map(({ who }) => who);
  return `${names.slice(0, most).join('; ')}${names.length > most ? `; and ${names.length - most} more` : ''}`;
}
