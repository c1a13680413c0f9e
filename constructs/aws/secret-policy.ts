import { document } from './role';

/**
 * Nobody of another account, whatever is granted there. Services of AWS that act by themselves have no account.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html
 */
export function onlyThisAccount(account: string): object {
  return document([{
    Sid: 'OnlyThisAccount',
    Effect: 'Deny',
    Principal: '*',
    Action: 'secretsmanager:*',
    Resource: '*',
    Condition: { StringNotEquals: { 'aws:PrincipalAccount': account }, Bool: { 'aws:PrincipalIsAWSService': 'false' } },
  }]);
}
