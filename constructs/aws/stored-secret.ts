import { Fn } from 'aws-cdk-lib';
import { CfnResourcePolicy, CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { acknowledge } from './acknowledgements';
import type { ACKNOWLEDGEMENTS } from './acknowledgements';
import { cfnTags } from './cfn';
import { retain } from './retain';
import { onlyThisAccount } from './secret-policy';
import type { BuildHost } from '../providers/build-host';

export interface StoredSecretOptions {
  readonly name: string;
  readonly description: string;
  /** How its value comes to be; without either, a person gives it one. */
  readonly generate?: CfnSecret.GenerateSecretStringProperty;
  readonly value?: string;
  readonly withoutRotation: keyof typeof ACKNOWLEDGEMENTS;
}

/** 62^48 values; no punctuation, so that whatever reads it needs no quoting. */
export const RANDOM = { passwordLength: 48, excludePunctuation: true };

/** A secret in Secrets Manager: encrypted with the service's key, closed to other accounts, retained. */
export function printSecret({ aws, plan, keyArn }: BuildHost, id: string, options: StoredSecretOptions): CfnSecret {
  const { name, description, generate, value, withoutRotation } = options;
  const secret = new CfnSecret(aws, id, {
    name,
    description,
    ...(keyArn === undefined ? {} : { kmsKeyId: keyArn }),
    ...(generate === undefined ? {} : { generateSecretString: generate }),
    ...(value === undefined ? {} : { secretString: value }),
    tags: cfnTags(plan.tags),
  });
  retain(secret);
  acknowledge(secret, withoutRotation);
  new CfnResourcePolicy(aws, `PolicyOf${id}`, { secretId: secret.ref, blockPublicPolicy: true, resourcePolicy: onlyThisAccount(plan.environment.account) });
  return secret;
}

/**
 * A secret's value, or one property of it, which CloudFormation reads while it deploys; no template holds it.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html
 */
export function secretValue(secret: CfnSecret, property?: string): string {
  return Fn.sub(`{{resolve:secretsmanager:\${Secret}:SecretString${property === undefined ? '' : `:${property}`}}}`, { Secret: secret.ref });
}
