import { at } from '../../issues/issue';
import type { LocatedFinding } from '../../issues/issue';
import { fixOf, unknownAction } from '../../policy/known-actions';
import { TYPES_WITH_POLICIES, documentsOf } from '../documents';
import type { PolicyDocument } from '../documents';
import { propertyPath } from '../final-resource';
import type { FinalResource } from '../final-resource';
import { isObject, listOf } from '../json';
import type { TemplateCheck } from '../template-check';

export const unknownActions: TemplateCheck = {
  types: TYPES_WITH_POLICIES,
  check: (resources) => resources.flatMap((resource) => documentsOf(resource).flatMap((document) => inDocument(resource, document))),
};

function inDocument(resource: FinalResource, { property, document }: PolicyDocument): LocatedFinding[] {
  const statements = isObject(document) ? listOf(document.Statement) : [];
  return statements.flatMap((statement, index) => (isObject(statement) ? ['Action', 'NotAction'].flatMap((key) => (
    inActions(propertyPath(resource, `${property}.Statement[${index}].${key}`), statement[key])
  )) : []));
}

function inActions(path: string, actions: unknown): LocatedFinding[] {
  return listOf(actions).flatMap((action, index) => {
    const unknown = typeof action === 'string' ? unknownAction(action) : undefined;
    return unknown === undefined ? [] : [at(Array.isArray(actions) ? `${path}[${index}]` : path, {
      code: 'DUST4026',
      value: action,
      problem: 'is an unknown IAM action',
      allowed: 'actions of the Service Authorization Reference; one that is newer than the library fits a wildcard, such as "ecr:Put*"',
      fix: fixOf(unknown),
    })];
  });
}
