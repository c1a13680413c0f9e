import { document, listed, present } from './reader';
import type { Reader } from './reader';
import { arnOf } from '../../../independent/resolve';
import type { Expected } from '../expected';

const GONE = 'NoSuchEntity';

const role: Reader = {
  async read(aws, { properties: { RoleName } }) {
    const answer = await aws.find(GONE, 'iam', 'get_role', { RoleName: RoleName! });
    if (answer === undefined) return undefined;
    const { RoleName: name, Path, Description, MaxSessionDuration, AssumeRolePolicyDocument, PermissionsBoundary, Tags } = answer.Role;
    const { PolicyNames: inline } = await aws.call('iam', 'list_role_policies', { RoleName: RoleName! });
    const boundary = PermissionsBoundary?.PermissionsBoundaryArn;
    return present({ RoleName: name, Path, Description, MaxSessionDuration, AssumeRolePolicyDocument, PermissionsBoundary: boundary, Tags, Policies: inline });
  },
  nameOf: ({ properties }) => String(properties.RoleName),
  async names(aws) {
    return listed(await aws.call('iam', 'list_roles'), 'Roles', 'RoleName');
  },
};

const managedPolicy: Reader = {
  async read(aws, resource) {
    const PolicyArn = ownArn(resource);
    const answer = await aws.find(GONE, 'iam', 'get_policy', { PolicyArn });
    if (answer === undefined) return undefined;
    const { PolicyName, Path, Description, DefaultVersionId, Tags } = answer.Policy;
    const { PolicyVersion: { Document } } = await aws.call('iam', 'get_policy_version', { PolicyArn, VersionId: DefaultVersionId });
    const attached = await aws.call('iam', 'list_entities_for_policy', { PolicyArn });
    return present({
      ManagedPolicyName: PolicyName, Path, Description, PolicyDocument: document(Document), Roles: listed(attached, 'PolicyRoles', 'RoleName'), Tags,
    });
  },
  nameOf: ownArn,
  async names(aws) {
    return listed(await aws.call('iam', 'list_policies', { Scope: 'Local' }), 'Policies', 'Arn');
  },
};

const oidcProvider: Reader = {
  async read(aws, resource) {
    const answer = await aws.find(GONE, 'iam', 'get_open_id_connect_provider', { OpenIDConnectProviderArn: ownArn(resource) });
    if (answer === undefined) return undefined;
    const { Url, ClientIDList, ThumbprintList, Tags } = answer;
    return present({ Url: `https://${Url}`, ClientIdList: ClientIDList, ThumbprintList, Tags });
  },
  nameOf: ownArn,
  async names(aws) {
    return listed(await aws.call('iam', 'list_open_id_connect_providers'), 'OpenIDConnectProviderList', 'Arn');
  },
};

function ownArn({ printed }: Expected): string {
  return arnOf(printed.id, printed.stack);
}


export const IAM_READERS: Readonly<Record<string, Reader>> = {
  'AWS::IAM::Role': role,
  'AWS::IAM::ManagedPolicy': managedPolicy,
  'AWS::IAM::OIDCProvider': oidcProvider,
};
