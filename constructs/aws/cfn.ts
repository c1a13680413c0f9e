import { Fn } from 'aws-cdk-lib';
import { KEY_ARN, PARTITION_ARN, givenArn } from '../../lib/policy/statement';

/** Tags of a typed resource, in a stable order. */
export function cfnTags(tags: Readonly<Record<string, string>>): { key: string; value: string }[] {
  return Object.keys(tags).sort().map((key) => ({ key, value: tags[key]! }));
}

/** A text of the plan inside a policy document: ARNs with the stack's partition are substituted, all else is literal. */
export function cfnText(text: string, keyArn: string | undefined): unknown {
  if (text === KEY_ARN) {
    if (keyArn === undefined) throw new Error('a statement names the key of a service that has none');
    return keyArn;
  }
  return text.startsWith(PARTITION_ARN) ? { 'Fn::Sub': text } : text;
}

/** The same as a string property of a typed resource. */
export function cfnArn(text: string): string {
  return Fn.sub(text);
}

/** An ARN that the environment gives, printed with the partition of the stack. */
export function cfnGivenArn(given: string): string {
  return cfnArn(givenArn(given));
}
