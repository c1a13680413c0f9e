import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../support/synthesize';

/** What an AWS CLI answers: JSON, the code of an error, or text that is no JSON. */
export type Answers = Record<string, unknown>;

/** The code of an error of AWS. */
export class Refused {
  public constructor(public readonly code: string) {}
}

/**
 * A folder with an `aws` that answers from a table, whose keys are the service, the verb and the value of the first option. As the
 * real one it fails with 254 and the code in its message; what is not in the table does not exist.
 */
export function fakeAws(answers: Answers): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'answers'));
  for (const [key, answer] of Object.entries(answers)) {
    const file = join(folder, 'answers', key.replace(/[/:]/g, '_'));
    if (answer instanceof Refused) writeFileSync(`${file}.error`, `An error occurred (${answer.code}) when calling the operation: said so`);
    else writeFileSync(file, typeof answer === 'string' ? answer : JSON.stringify(answer));
  }
  writeFileSync(join(folder, 'aws'), SCRIPT);
  chmodSync(join(folder, 'aws'), 0o755);
  return folder;
}

const SCRIPT = `#!/bin/sh
here=$(dirname "$0")/answers
key=$(printf '%s' "$1 $2 $4" | tr '/:' '__')
[ "$1 $2" = "sts get-caller-identity" ] && key="sts get-caller-identity"
if [ -f "$here/$key" ]; then cat "$here/$key"; exit 0; fi
if [ -f "$here/$key.error" ]; then cat "$here/$key.error" >&2; exit 254; fi
case "$1" in ssm) code=ParameterNotFound;; cloudformation) code=ValidationError;; *) code=NoSuchEntity;; esac
echo "An error occurred ($code) when calling the operation: $key" >&2
exit 254
`;

const ACCOUNT = '444455556666';
const PREFIX = `arn:aws:iam::${ACCOUNT}`;
const POLICY = `${PREFIX}:policy/dust-prod-execution`;
export const EXECUTION = `cdk-prod-cfn-exec-role-${ACCOUNT}-us-east-1`;
export const nameOf = (role: string): string => `cdk-prod-${role}-role-${ACCOUNT}-us-east-1`;

const people = () => [
  { Effect: 'Allow', Principal: { AWS: `${PREFIX}:root` }, Action: 'sts:AssumeRole', Condition: { Null: { 'sts:ExternalId': 'true' } } },
  { Effect: 'Allow', Principal: { AWS: `${PREFIX}:root` }, Action: 'sts:TagSession' },
];

const role = (Statement: object[]) => ({
  Role: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement }, PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: `${PREFIX}:policy/dust-prod-bootstrap` } },
});

/** The execution policy of a sound bootstrap: roles are made with a boundary only. */
export const statements = () => [
  { Effect: 'Allow', Action: ['s3:*'], Resource: ['arn:aws:s3:::dust-prod-*'] },
  { Effect: 'Allow', Action: 'iam:CreateRole', Resource: `${PREFIX}:role/dust/prod/*`, Condition: { StringEquals: { 'iam:PermissionsBoundary': `${PREFIX}:policy/dust/prod/boundary` } } },
];

export const managed = (Statement: unknown) => ({ [`iam get-policy-version ${POLICY}`]: { PolicyVersion: { Document: { Version: '2012-10-17', Statement } } } });

/** An account in which nothing is wrong. */
export function soundAccount(): Answers {
  const roles = ['deploy', 'file-publishing', 'image-publishing', 'lookup'].map((name) => [`iam get-role ${nameOf(name)}`, role(people())]);
  return {
    'sts get-caller-identity': `${ACCOUNT}\n`,
    'ssm get-parameter /cdk-bootstrap/prod/version': { Parameter: { Value: '33' } },
    [`cloudformation describe-stack-resources ${EXECUTION}`]: { StackResources: [{ StackName: 'CDKToolkit-prod' }] },
    'cloudformation describe-stacks CDKToolkit-prod': { Stacks: [{ StackName: 'CDKToolkit-prod', EnableTerminationProtection: true }] },
    ...Object.fromEntries(roles),
    [`iam get-role ${EXECUTION}`]: role([{ Effect: 'Allow', Principal: { Service: 'cloudformation.amazonaws.com' }, Action: 'sts:AssumeRole' }]),
    [`iam list-attached-role-policies ${EXECUTION}`]: { AttachedPolicies: [{ PolicyName: 'dust-prod-execution', PolicyArn: POLICY }] },
    [`iam list-role-policies ${EXECUTION}`]: { PolicyNames: [] },
    [`iam get-policy ${POLICY}`]: { Policy: { DefaultVersionId: 'v3' } },
    ...managed(statements()),
    [`iam get-open-id-connect-provider ${PREFIX}:oidc-provider/token.actions.githubusercontent.com`]: { Url: 'token.actions.githubusercontent.com', ClientIDList: ['sts.amazonaws.com'] },
  };
}
