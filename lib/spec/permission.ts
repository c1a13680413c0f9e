import type * as v from 'valibot';
import { reason } from './reason';
import { firstOf, patternRule } from './rules';
import type { Rule } from './rules';
import { declared, list, text } from './schema';
import { fixOf, unknownAction } from '../policy/known-actions';

/** Who may change roles, accounts, keys or the identities of a cluster needs no other permission. */
const NEVER_GRANTED = /^(?:account|iam|organizations|eks-auth):|^eks:\w*(?:Access|PodIdentity)|^kms:(?!Decrypt$|DescribeKey$|Encrypt$|GenerateDataKey|GetPublicKey$|ReEncrypt|Sign$|Verify$)/;

const judgeAction: Rule<string> = firstOf(
  patternRule({
    code: 'DUST1066',
    pattern: /^[a-z0-9][a-z0-9-]{1,39}:[A-Z][A-Za-z0-9]{1,79}$/,
    problem: 'is not one action',
    allowed: 'the service in lower case, a colon, and the name of one action, such as "sqs:SendMessage"',
    fix: 'list each action by its name; a wildcard also grants what AWS adds later',
  }),
  (value) => (NEVER_GRANTED.test(value) ? {
    code: 'DUST1066', value, problem: 'would let pods change who may do what', allowed: 'actions that use something, and change neither identities nor keys', fix: 'remove it',
  } : undefined),
  (value) => {
    const unknown = unknownAction(value);
    return unknown === undefined ? undefined : {
      code: 'DUST1066', value, problem: 'is an unknown IAM action', allowed: 'actions of the Service Authorization Reference', fix: fixOf(unknown),
    };
  },
);

const judgeResource: Rule<string> = (value) => (value === '*' ? undefined : judgeResourceArn(value));

const judgeResourceArn = patternRule({
  code: 'DUST1067',
  pattern: /^arn:(?:aws[a-z-]*|<partition>):[a-z0-9][a-z0-9-]*:(?:[a-z0-9-]*|<region>):(?:[0-9]{12}|<account>|):(?:[\w+=,.@:/?*-]|<account>|<region>|<environment>)+$/,
  max: 2048,
  problem: 'is not the ARN of a resource',
  allowed: 'an ARN, with <partition>, <region>, <account> and <environment> for those of each environment, or "*"',
  fix: 'write it as the page of the service in the Service Authorization Reference does',
});

export const permissionSchema = declared('Permission', "Permission.of(['sqs:SendMessage'], ['arn:…'], 'why')", {
  actions: list(text(judgeAction)), resources: list(text(judgeResource)), reason,
});

/** Actions on resources, as they were declared. */
export type PermissionSpec = v.InferOutput<typeof permissionSchema>;
