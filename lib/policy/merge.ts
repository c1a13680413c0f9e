import type { Statement } from './statement';

/** AWS counts a managed policy without white space. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const MAX_POLICY_CHARACTERS = 6144;

/** Statements that differ in nothing but their resources become one, so that ten buckets cost little more than one. */
export function mergeStatements(statements: readonly Statement[]): readonly Statement[] {
  const merged = new Map<string, Statement>();
  for (const statement of statements) {
    const { sid, effect, actions, conditions } = statement;
    const key = JSON.stringify([sid, effect, actions, conditions]);
    const known = merged.get(key);
    merged.set(key, { ...statement, resources: [...new Set([...(known?.resources ?? []), ...statement.resources])].sort() });
  }
  return [...merged.values()].map((statement, index, all) => {
    const earlier = all.slice(0, index).filter(({ sid }) => sid === statement.sid).length;
    return earlier === 0 ? statement : { ...statement, sid: `${statement.sid}${earlier + 1}` };
  });
}

/** The characters that AWS will count at most, in the partition with the longest name and with the ARN of a key. */
export function policySize(statements: readonly Statement[]): number {
  const document = statements.map(({ sid, effect, actions, resources, conditions }) => ({ Sid: sid, Effect: effect ?? 'Allow', Action: actions, Resource: resources, Condition: conditions }));
  const text = JSON.stringify({ Version: '2012-10-17', Statement: document });
  return text.replace(/\$\{AWS::Partition\}/g, 'aws-us-gov').replace(/\$\{Key\.Arn\}/g, 'x'.repeat(90)).replace(/\s/g, '').length;
}
