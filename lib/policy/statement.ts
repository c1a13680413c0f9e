/** One statement of an IAM policy as data; ARNs hold `${AWS::Partition}` and, for a key of the same stack, `KEY_ARN`. */
export interface Statement {
  readonly sid: string;
  readonly effect?: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Conditions;
  /** Why, where a declaration says it. */
  readonly reason?: string;
}

/** Operator, key, value: `{ StringEquals: { 'aws:SourceAccount': '111122223333' } }`. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** The ARN of the service's own key, which nobody knows before it exists; the printer refers to it. */
export const KEY_ARN = '${Key.Arn}';

/** The partition of whatever stack an ARN is printed into. */
export const PARTITION = '${AWS::Partition}';
export const PARTITION_ARN = `arn:${PARTITION}:`;

/** An ARN that somebody gave, with the partition of the stack. */
export function givenArn(given: string): string {
  return given.replace(/^arn:[a-z-]+:/, PARTITION_ARN);
}

/** An ARN whose partition is that of the stack. */
export function arn(service: string, region: string, account: string, resource: string): string {
  return `${PARTITION_ARN}${service}:${region}:${account}:${resource}`;
}
