import { at } from '../../issues/issue';
import { parsed } from '../documents';
import { ofType, propertyPath } from '../final-resource';
import { measured, sizeOf } from '../size';
import type { TemplateCheck } from '../template-check';

/** IAM's default quota, which AWS raises on request. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MAX_TRUST_CHARACTERS = 2048;

export const trustSizes: TemplateCheck = {
  types: ['AWS::IAM::Role'],
  check: (resources) => ofType(resources, 'AWS::IAM::Role').flatMap((role) => {
    const size = sizeOf(parsed(role.properties.AssumeRolePolicyDocument));
    if (size.characters <= MAX_TRUST_CHARACTERS) return [];
    return [at(propertyPath(role, 'AssumeRolePolicyDocument'), {
      code: 'DUST4020',
      problem: `trust policy ${measured(size, MAX_TRUST_CHARACTERS)}`,
      allowed: '2,048 characters without white space, IAM\'s default quota',
      fix: 'use an environment subject in place of many branches: one GitHub environment may admit them all',
    })];
  }),
};
