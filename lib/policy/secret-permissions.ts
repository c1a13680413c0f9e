import { arn, givenArn } from './statement';
import type { Statement } from './statement';
import type { EnvironmentFacts } from '../plan/environment-facts';
import type { StoredSecret } from '../providers/contract';

export const READ_SECRET_ACTIONS = ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'] as const;

/**
 * Reading secrets by their names, and the key that encrypts them by way of Secrets Manager only. Secrets Manager adds a
 * hyphen and six characters to a name, so that is what stands for them.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples.html
 */
export function secretPermissions(secrets: readonly StoredSecret[], { region, account }: EnvironmentFacts): readonly Statement[] {
  const names = secrets.map(({ name }) => name).sort();
  const keys = [...new Set(secrets.flatMap(({ keyArn }) => keyArn ?? []))].map(givenArn).sort();
  const reading = { sid: 'Secrets', actions: READ_SECRET_ACTIONS, resources: names.map((name) => `${secretArn(region, account, name)}-??????`) };
  if (keys.length === 0) return [reading];
  return [reading, { sid: 'Keys', actions: ['kms:Decrypt'], resources: keys, conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com` } } }];
}

/** Without the suffix that Secrets Manager adds. */
export function secretArn(region: string, account: string, name: string): string {
  return arn('secretsmanager', region, account, `secret:${name}`);
}
