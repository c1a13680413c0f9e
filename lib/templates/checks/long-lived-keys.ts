import { at } from '../../issues/issue';
import { ofType } from '../final-resource';
import type { TemplateCheck } from '../template-check';

/** A user may have a password of its own, `LoginProfile`, and any number of resources may make keys for it. */
const TYPES = ['AWS::IAM::User', 'AWS::IAM::AccessKey'] as const;

export const longLivedKeys: TemplateCheck = {
  types: TYPES,
  check: (resources) => ofType(resources, ...TYPES).filter(({ stack }) => stack.ofFleet).map(({ place, type }) => at(place, {
    code: 'DUST4025',
    value: type,
    problem: 'is there for credentials that never end',
    allowed: 'roles, whose sessions end by themselves',
    fix: 'remove it; jobs assume a role from GitHub, and pods have one by Pod Identity',
  })),
};
