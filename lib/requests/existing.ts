import { judgeArn } from '../spec/aws';
import { firstOf, patternRule } from '../spec/rules';
import type { Rule } from '../spec/rules';
import { map, optional, struct, text } from '../spec/schema';

const KEY_ARN = judgeArn('kms', /^key\//, 'key/ID');

/** The key that encrypts it, where that is a customer key. */
export const keyEntry = { keyArn: optional(text(KEY_ARN)) };

/** What is there already, by the name of an environment; names of environments are looked up later. */
export function existingIn<E extends Parameters<typeof struct>[0]>(entries: E) {
  return optional(map(() => undefined, struct({ ...entries, ...keyEntry })));
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const judgeBucketName: Rule<string> = firstOf(
  patternRule({
    code: 'DUST1068',
    pattern: /^[a-z0-9](?:[a-z0-9-]{1,61})[a-z0-9]$/,
    max: 63,
    problem: 'is not the name of a bucket that can be reached by TLS',
    allowed: '3 to 63 lower-case letters, digits and hyphens',
    fix: 'write the name as `aws s3 ls` prints it',
    meant: (typed) => typed.trim().toLowerCase(),
  }),
  (value) => (/^(?:xn--|sthree-|amzn-s3-demo-)|(?:-s3alias|--ol-s3|--x-s3|--table-s3)$/.test(value) ? {
    code: 'DUST1068', value, problem: 'begins or ends as names that S3 keeps for itself', allowed: 'the name of a bucket, not of an access point', fix: 'write the name as `aws s3 ls` prints it',
  } : undefined),
);

/** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
export const judgeSecretName: Rule<string> = firstOf(
  patternRule({
    code: 'DUST1068',
    pattern: /^[\w/+=.@-]+$/,
    max: 512,
    problem: 'is not the name of a secret',
    allowed: 'ASCII letters, digits and /_+=.@-, at most 512',
    fix: 'write the name as `aws secretsmanager list-secrets` prints it',
  }),
  (value) => (/-[A-Za-z0-9]{6}$/.test(value) ? {
    code: 'DUST1068', value, problem: 'ends in a hyphen and six characters, as the ARN of a secret does', allowed: 'the name alone, without what Secrets Manager adds to it', fix: `write "${value.slice(0, -7)}" if that is the name; a secret whose name really ends so must get another`,
  } : undefined),
);
