/** A finding of a judge that stays, with the reason why. The tests fail when one is found no more. */
export interface Accepted {
  /** The rule, as the judge calls it. */
  readonly rule: string;
  /** Where: a part of the described finding. */
  readonly where: RegExp;
  readonly reason: string;
}

/** The whole list of what is accepted from cfn-lint, reviewed together; nothing else in the project silences it. */
export const ACCEPTED_IN_TEMPLATES: readonly Accepted[] = [
  {
    rule: 'I1022',
    where: /Bucket\w*\.Properties\.PolicyDocument\.Statement\.\d+\.Resource(?:\.\d+)?\.Fn::Join/,
    reason: 'The CDK joins the ARN of a bucket and the path of its objects with Fn::Join; Fn::Sub would say the same.',
  },
];

/** A finding in words, with its rule. */
export interface Described {
  readonly rule: string;
  readonly text: string;
}

/** What is left of findings without those that are accepted, and the accepted ones that were not found. */
export function unaccepted(findings: readonly Described[], accepted: readonly Accepted[]): { readonly open: readonly string[]; readonly outdated: readonly Accepted[] } {
  const matches = ({ rule, where }: Accepted, finding: Described): boolean => rule === finding.rule && where.test(finding.text);
  return {
    open: findings.filter((finding) => !accepted.some((entry) => matches(entry, finding))).map(({ rule, text }) => `${rule} ${text}`),
    outdated: accepted.filter((entry) => !findings.some((finding) => matches(entry, finding))),
  };
}
