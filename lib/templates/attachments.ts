import type { FinalResource } from './final-resource';
import { Unresolved, listOf } from './json';

/** How the properties of a policy name those that have it. */
const HOLDERS = { Roles: 'AWS::IAM::Role', Users: 'AWS::IAM::User', Groups: 'AWS::IAM::Group' } as const;
/** The same, where a policy has one holder. */
const HOLDER = { RoleName: 'AWS::IAM::Role', UserName: 'AWS::IAM::User', GroupName: 'AWS::IAM::Group' } as const;

/** The roles, users and groups that a policy is attached to, by their keys. */
export function holdersOf(policy: FinalResource): readonly string[] {
  const listed = Object.entries(HOLDERS).flatMap(([property, type]) => listOf(policy.properties[property]).map((name) => keyOf(policy, type, name)));
  const alone = Object.entries(HOLDER).flatMap(([property, type]) => listOf(policy.properties[property]).map((name) => keyOf(policy, type, name)));
  return [...listed, ...alone];
}

/** The key of a role, user or group itself. */
export function keyOfPrincipal(principal: FinalResource): string {
  const { properties, type, logicalId } = principal;
  const name = properties.RoleName ?? properties.UserName ?? properties.GroupName;
  return keyOf(principal, type, typeof name === 'string' ? name : new Unresolved([{ name: logicalId }]));
}

/** A literal name is one of its account; a reference is one of its template. */
function keyOf({ stack }: FinalResource, type: string, name: unknown): string {
  return typeof name === 'string' ? `${stack.account ?? stack.name} ${type} ${name}` : `${stack.name} ${type} ${name instanceof Unresolved ? name.text : '?'}`;
}

/** A value as a key: two references of one template to one thing are the same. */
export function identityOf(value: unknown): string {
  return value instanceof Unresolved ? value.text : String(value);
}
