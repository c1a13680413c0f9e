import { statementsOf, textOf } from './accepts';
import type { TrustDocument } from './accepts';
import type { Fault } from './shape';

/** `repo:` with one owner and one repository, in either form, and behind it where: one ref or one environment. */
const NAMED = /^repo:[^:/@*?]+(?:@[0-9]+)?\/[^:/@*?]+(?:@[0-9]+)?:(?:ref:refs\/(?:heads|tags)\/[^:]+|environment:[^:]+)(?::[a-z_]+:[^:]+)*$/;

/** What is wrong with the subjects of a role that nobody declared: each must name its repository, and a place in it. */
export function subjectFaults(document: TrustDocument): Fault[] {
  const subjects = statementsOf(document).flatMap(({ Condition }) => Object.values((Condition ?? {}) as object).flatMap((keys: object) =>
    Object.entries(keys).filter(([key]) => key.toLowerCase().endsWith(':sub')).flatMap(([, value]) => (Array.isArray(value) ? value as unknown[] : [value]).map(textOf))));
  return subjects.filter((subject) => subject !== undefined && !NAMED.test(subject)).map((subject) => ({
    problem: `trusts ${JSON.stringify(subject)}, which does not name one repository and one place in it`,
    fix: 'write repo:OWNER@ID/REPO@ID:ref:refs/heads/BRANCH, or :environment:NAME',
  }));
}
