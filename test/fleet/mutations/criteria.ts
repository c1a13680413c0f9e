import { mutationsOf } from './mutation';
import { editAssembly, properties, resource, statements } from '../../independent/mutate';
import type { Output } from '../../support/synthesize';

const SUB = 'token.actions.githubusercontent.com:sub';
const AUD = 'token.actions.githubusercontent.com:aud';

function trust(output: Output, role = 'RestartRole', stackName = 'dust-prod-web'): Record<string, any> {
  return statements(output, stackName, role)[0]!;
}

function subject(value: unknown): (output: Output) => void {
  return (output) => { trust(output).Condition.StringEquals[SUB] = value; };
}

export const criteria = [
  ...mutationsOf('federatedTrusts', [
    ['no statement at all', 'more or less than one statement', (output) => { properties(output, 'dust-prod-web', 'RestartRole').AssumeRolePolicyDocument.Statement = []; }],
    ['no audience', 'audience of AWS', (output) => { delete trust(output).Condition.StringEquals[AUD]; }],
    ['another audience', 'audience of AWS', (output) => { trust(output).Condition.StringEquals[AUD] = 'https://github.com/dust-identity'; }],
    ['two audiences', 'audience of AWS', (output) => { trust(output).Condition.StringEquals[AUD] = ['sts.amazonaws.com', 'x']; }],
    ['no subject', 'and not repo:', (output) => { delete trust(output).Condition.StringEquals[SUB]; }],
    ['every subject', 'has a wildcard', subject('*')],
    ['every repository of the owner', 'has a wildcard', subject('repo:dust-identity@8675309/*')],
    ['every ref of the repository', 'has a wildcard', subject('repo:dust-identity@8675309/web@1002:*')],
    ['another repository', 'and not repo:', subject('repo:dust-identity@8675309/matching@1003:environment:prod')],
    ['a repository that begins alike', 'and not repo:', subject('repo:dust-identity@8675309/web-evil@1002:environment:prod')],
    ['the form without ids', 'and not repo:', subject('repo:dust-identity/web:environment:prod')],
    ['a branch in a protected environment', 'and not repo:', subject('repo:dust-identity@8675309/web@1002:ref:refs/heads/main')],
    ['pull requests', 'and not repo:', subject('repo:dust-identity@8675309/web@1002:pull_request')],
    ['another environment', 'and not repo:', subject('repo:dust-identity@8675309/web@1002:environment:staging')],
    ['a second subject', 'and not repo:', subject(['repo:dust-identity@8675309/web@1002:environment:prod', 'repo:dust-identity/web:environment:prod'])],
    ['a comparison by pattern', 'otherwise than by StringEquals', (output) => { const first = trust(output); first.Condition = { StringLike: first.Condition.StringEquals }; }],
    ['a comparison that holds for absent claims', 'otherwise than by StringEquals', (output) => { const first = trust(output); first.Condition = { 'ForAllValues:StringEquals': first.Condition.StringEquals }; }],
    ['conditions split over two statements', 'more or less than one statement', (output) => { const all = statements(output, 'dust-prod-web', 'RestartRole'); all.push(structuredClone(all[0]!)); delete all[1]!.Condition.StringEquals[SUB]; }],
    ['no conditions at all', 'otherwise than by StringEquals', (output) => { delete trust(output).Condition; }],
    ['another issuer', 'trusts another issuer', (output) => { trust(output).Principal.Federated = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::444455556666:oidc-provider/token.actions.githubusercontent.com/acme' }; }],
    ['the provider of another account', 'trusts another issuer', (output) => { trust(output).Principal.Federated = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' }; }],
    ['everybody beside GitHub', 'trusts another issuer', (output) => { trust(output).Principal.AWS = '*'; }],
    ['a claim that anybody can set', 'reads claims that nobody checks', (output) => { trust(output).Condition.StringEquals['token.actions.githubusercontent.com:workflow'] = 'release'; }],
    ['publishing from another branch', 'and not repo:', (output) => { trust(output, 'PublishRole', 'dust-builds-web').Condition.StringEquals[SUB] = 'repo:dust-identity@8675309/web@1002:ref:main'; }],
    ['applying from the repository of a service', 'and not repo:', (output) => { trust(output, 'WorkloadApplyRole').Condition.StringEquals[SUB] = 'repo:dust-identity@8675309/web@1002:environment:prod'; }],
    ['a role that is not in the list of capabilities', 'and not undefined', (output) => { properties(output, 'dust-prod-web', 'RestartRole').RoleName = 'dust-prod-web-admin'; const { Resources } = output.templates.get('dust-prod-web')!; Resources.AdminRole = Resources.RestartRole!; delete Resources.RestartRole; }],
  ]),
  ...mutationsOf('trustedKinds', [
    ['a role that an account may assume', 'trusts {"AWS"', (output) => { trust(output, 'PodRole').Principal = { AWS: '444455556666' }; }],
  ]),
  ...mutationsOf('capabilities', [
    ['a role that is gone', 'not pod, promote, restart, workload-apply', (output) => { delete output.templates.get('dust-prod-web')!.Resources.PromoteRole; }],
    ['a role too many', 'has roles to', (output) => { const { Resources } = output.templates.get('dust-dev-web')!; Resources.PromoteRole = structuredClone(Resources.RestartRole!); Resources.PromoteRole.Properties.RoleName = 'dust-dev-web-promote'; }],
  ]),
  ...mutationsOf('a1OidcProvider', [
    ['thumbprints', 'pins thumbprints', (output) => { properties(output, 'dust-account-444455556666', 'GitHubOidcProvider').ThumbprintList = ['a'.repeat(40)]; }],
    ['a second audience', 'audience of AWS alone', (output) => { properties(output, 'dust-account-444455556666', 'GitHubOidcProvider').ClientIdList.push('x'); }],
    ['another issuer', 'is not the issuer of GitHub', (output) => { properties(output, 'dust-account-444455556666', 'GitHubOidcProvider').Url = 'https://token.example'; }],
    ['a second provider in the account', 'not the only one', (output) => { const { Resources } = output.templates.get('dust-account-444455556666')!; Resources.Provider = structuredClone(Resources.GitHubOidcProvider!); }],
    ['a provider in another stack', 'not in the stack of the account', (output) => { output.templates.get('dust-prod')!.Resources.Provider = structuredClone(resource(output, 'dust-account-444455556666', 'GitHubOidcProvider')); }],
    ['no provider', '444455556666: has no provider', (output) => { delete output.templates.get('dust-account-444455556666')!.Resources.GitHubOidcProvider; }],
  ]),
  ...mutationsOf('a2Roles', [
    ['a long session', 'longer than an hour', (output) => { properties(output, 'dust-prod-web', 'RestartRole').MaxSessionDuration = 43200; }],
    ['another path', 'is not at /dust/prod/', (output) => { properties(output, 'dust-prod-web', 'RestartRole').Path = '/'; }],
    ['no boundary', 'has no boundary', (output) => { delete properties(output, 'dust-prod-web', 'RestartRole').PermissionsBoundary; }],
    ['the boundary of another environment', 'has no boundary', (output) => { properties(output, 'dust-dev-web', 'RestartRole').PermissionsBoundary = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::111122223333:policy/dust/staging/dust-staging-boundary' }; }],
    ['an inline policy', 'has an inline policy', (output) => { properties(output, 'dust-prod-web', 'RestartRole').Policies = [{ PolicyName: 'x', PolicyDocument: {} }]; }],
    ['a policy of AWS', 'has a policy from elsewhere', (output) => { properties(output, 'dust-prod-web', 'RestartRole').ManagedPolicyArns = [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess' }]; }],
  ]),
  ...mutationsOf('a4Repositories', [
    ['tags that can be moved', 'tags that can be moved', (output) => { properties(output, 'dust-prod-web', 'ImageRepository').ImageTagMutability = 'MUTABLE'; }],
    ['a wide exclusion', 'tags that can be moved', (output) => { properties(output, 'dust-prod-web', 'ImageRepository').ImageTagMutabilityExclusionFilters[0].ImageTagMutabilityExclusionFilterValue = '*'; }],
    ['an exclusion of no kind', 'tags that can be moved', (output) => { delete properties(output, 'dust-prod-web', 'ImageRepository').ImageTagMutabilityExclusionFilters[0].ImageTagMutabilityExclusionFilterType; }],
    ['no scan', 'does not scan on push', (output) => { properties(output, 'dust-prod-web', 'ImageRepository').ImageScanningConfiguration.ScanOnPush = false; }],
    ['the key of AWS', 'customer key', (output) => { properties(output, 'dust-prod-web', 'ImageRepository').EncryptionConfiguration = { EncryptionType: 'AES256' }; }],
    ['a repository that is emptied', 'is emptied on deletion', (output) => { properties(output, 'dust-prod-web', 'ImageRepository').EmptyOnDelete = true; }],
    ['a rule that expires every tag', 'expires tags of environments', (output) => { rule(output, 2, { tagPrefixList: [''] }); }],
    ['no rule that keeps environments', 'expires tags of environments', (output) => { rule(output, 0, { countNumber: 1 }); }],
    ['untagged images that stay', 'untagged images after 14 days', (output) => { rule(output, 1, { tagStatus: 'tagged', tagPrefixList: ['x'] }); }],
    ['an account outside the fleet', 'not accounts of the fleet', (output) => { statements(output, 'dust-prod-web', 'ImageRepository')[0]!.Principal.AWS = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::999988887777:root' }; }],
    ['everybody', 'not accounts of the fleet', (output) => { statements(output, 'dust-prod-web', 'ImageRepository')[0]!.Principal = '*'; }],
    ['no organization', 'outside the organization', (output) => { delete statements(output, 'dust-prod-web', 'ImageRepository')[0]!.Condition; }],
    ['pullers that may push', 'more than reading', (output) => { statements(output, 'dust-prod-web', 'ImageRepository')[0]!.Action.push('ecr:PutImage'); }],
  ]),
  ...mutationsOf('a5Buckets', [
    ['a public access block with a hole', 'may be public', (output) => { bucket(output).PublicAccessBlockConfiguration.RestrictPublicBuckets = false; }],
    ['objects that others own', 'lets others own', (output) => { bucket(output).OwnershipControls.Rules[0].ObjectOwnership = 'ObjectWriter'; }],
    ['no versions', 'keeps no versions', (output) => { bucket(output).VersioningConfiguration.Status = 'Suspended'; }],
    ['the key of AWS', 'not encrypted as it must', (output) => { bucket(output).BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault = { SSEAlgorithm: 'AES256' }; }],
    ['no bucket key', 'not encrypted as it must', (output) => { bucket(output).BucketEncryption.ServerSideEncryptionConfiguration[0].BucketKeyEnabled = false; }],
    ['plain HTTP', 'without TLS 1.2', (output) => { statements(output, 'dust-prod-audit-archive', 'PolicyOfBucketRecords').shift(); }],
    ['TLS 1.1', 'without TLS 1.2', (output) => { statements(output, 'dust-prod-audit-archive', 'PolicyOfBucketRecords')[1]!.Condition.NumericLessThan['s3:TlsVersion'] = '1.1'; }],
    ['a denial for the bucket without its objects', 'without TLS 1.2', (output) => { statements(output, 'dust-prod-audit-archive', 'PolicyOfBucketRecords')[0]!.Resource.pop(); }],
    ['no access log', 'keeps no access log', (output) => { delete bucket(output).LoggingConfiguration; }],
    ['unfinished uploads that stay', 'keeps unfinished uploads', (output) => { bucket(output).LifecycleConfiguration.Rules[0].Status = 'Disabled'; }],
    ['old versions that go at once', 'expires old versions too early', (output) => { properties(output, 'dust-prod-matching', 'BucketFingerprints').LifecycleConfiguration.Rules[1].NoncurrentVersionExpiration.NoncurrentDays = 1; }],
    ['objects that expire', 'expires objects', (output) => { bucket(output).LifecycleConfiguration.Rules[0].ExpirationInDays = 30; }],
    ['a lock without retention', 'locked without a default', (output) => { delete bucket(output).ObjectLockConfiguration.Rule; }],
  ]),
  ...mutationsOf('retentions', [
    ['a shorter retention', 'keeps objects for', (output) => { bucket(output).ObjectLockConfiguration.Rule.DefaultRetention.Years = 1; }],
    ['no retention', 'keeps objects for', (output) => { delete bucket(output).ObjectLockConfiguration; }],
  ]),
  ...mutationsOf('a9Keys', [
    ['a key that stays the same', 'is not rotated', (output) => { properties(output, 'dust-prod-web', 'Key').EnableKeyRotation = false; }],
    ['a key that is gone in a week', 'before 30 days', (output) => { properties(output, 'dust-prod-web', 'Key').PendingWindowInDays = 7; }],
    ['a key for everybody', 'open to others', (output) => { statements(output, 'dust-prod-web', 'Key')[1]!.Principal = '*'; }],
    ['a key for any caller', 'without a service of AWS', (output) => { delete statements(output, 'dust-prod-web', 'Key')[1]!.Condition; }],
    ['administrators who may decrypt', 'without a service of AWS', (output) => { statements(output, 'dust-prod-web', 'Key')[0]!.Action.push('kms:Decrypt'); }],
    ['a key that nobody manages', 'cannot be managed', (output) => { statements(output, 'dust-prod-web', 'Key').shift(); }],
    ['a key that is granted to people', 'granted to others than services', (output) => { delete statements(output, 'dust-prod-web', 'Key')[2]!.Condition.Bool; }],
    ['a key without the use of objects', 'is not open to a service', (output) => { const use = statements(output, 'dust-prod-audit-archive', 'Key')[1]!; use.Action = (use.Action as string[]).filter((action) => action !== 'kms:GenerateDataKey'); }],
    ['a key that a service uses without need', 'open to rds.us-east-1.amazonaws.com without need', (output) => { statements(output, 'dust-prod-web', 'Key')[1]!.Condition.StringEquals['kms:ViaService'].push('rds.us-east-1.amazonaws.com'); }],
    ['a key that builds cannot use', 'is not open to a service', (output) => { statements(output, 'dust-account-111122223333', 'BuildsKey').pop(); }],
    ['a key that nothing uses', 'is not used by anything', (output) => { properties(output, 'dust-prod-web', 'ImageRepository').EncryptionConfiguration.KmsKey = 'alias/aws/ecr'; }],
    ['a key for another account', 'used by other accounts', (output) => { statements(output, 'dust-prod-web', 'Key')[1]!.Condition.StringEquals['kms:CallerAccount'] = '111122223333'; }],
    ['a key that buckets cannot use', 'is not open to a service', (output) => { for (const statement of statements(output, 'dust-prod-audit-archive', 'Key').slice(1)) statement.Condition.StringEquals['kms:ViaService'] = ['ecr.us-east-1.amazonaws.com']; }],
    ['a second key', 'not the only one of its stack', (output) => { output.templates.get('dust-prod-web')!.Resources.Key2 = structuredClone(resource(output, 'dust-prod-web', 'Key')); }],
  ]),
  ...mutationsOf('aliases', [
    ['an alias of another key', 'not an alias of the key', (output) => { properties(output, 'dust-account-111122223333', 'BuildsKeyAlias').TargetKeyId = 'alias/aws/ecr'; }],
  ]),
  ...mutationsOf('a12AccessEntries', [
    ['the group of cluster administrators', 'group of another shape', (output) => { properties(output, 'dust-prod-web', 'RestartAccess').KubernetesGroups = ['system:masters']; }],
    ['a second group', 'group of another shape', (output) => { properties(output, 'dust-prod-web', 'RestartAccess').KubernetesGroups.push('eks:admin'); }],
    ['the group of another service', 'another service or environment', (output) => { properties(output, 'dust-prod-web', 'RestartAccess').KubernetesGroups = ['dust:prod:matching:restart']; }],
    ['a policy of EKS', 'has a policy of EKS', (output) => { properties(output, 'dust-prod-web', 'RestartAccess').AccessPolicies = [{ PolicyArn: 'AmazonEKSClusterAdminPolicy' }]; }],
    ['an entry for nodes', 'not a standard one', (output) => { properties(output, 'dust-prod-web', 'RestartAccess').Type = 'EC2_LINUX'; }],
    ['a role of another stack', 'role of another stack', (output) => { properties(output, 'dust-prod-web', 'RestartAccess').PrincipalArn = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::444455556666:role/x' }; }],
  ]),
  ...mutationsOf('a13Associations', [
    ['two associations for one service account', 'has an association already', (output) => { Object.assign(properties(output, 'dust-prod-web', 'PodIdentity'), { Namespace: 'matching', ServiceAccount: 'matching' }); }],
  ]),
  ...mutationsOf('a14Stacks', [
    ['a stack that can be deleted', 'can be deleted', (output) => { editAssembly(output, ({ artifacts }) => { Object.assign(Object.values(artifacts).find(({ properties: stack }) => stack?.stackName === 'dust-prod-web')!.properties!, { terminationProtection: false }); }); }],
    ['a resource without a tag', 'has no tag dust:owner', (output) => { const all = properties(output, 'dust-prod-web', 'Key'); all.Tags = (all.Tags as { Key: string }[]).filter(({ Key }) => Key !== 'dust:owner'); }],
    ['an empty tag', 'has no tag dust:owner', (output) => { (properties(output, 'dust-prod-web', 'Key').Tags as { Key: string; Value: string }[]).find(({ Key }) => Key === 'dust:owner')!.Value = ''; }],
    ['a resource with the tag of another service', 'dust:service is not web', (output) => { const tag = (properties(output, 'dust-prod-web', 'Key').Tags as { Key: string; Value: string }[]).find(({ Key }) => Key === 'dust:service')!; tag.Value = 'matching'; }],
    ['a stack that is too big', '451 resources', (output) => { const { Resources } = output.templates.get('dust-prod-web')!; for (let count = Object.keys(Resources).length; count < 451; count += 1) Resources[`Alias${count}`] = resource(output, 'dust-prod-web', 'KeyAlias'); }],
    ['a stack without tags', 'dust-prod-web: has no tag dust:env', (output) => { editAssembly(output, ({ artifacts }) => { Object.assign(Object.values(artifacts).find(({ properties: stack }) => stack?.stackName === 'dust-prod-web')!.properties!, { tags: {} }); }); }],
    ['a stack with the tags of another', 'dust-prod-web: dust:service is not web', (output) => { editAssembly(output, ({ artifacts }) => { Object.values(artifacts).find(({ properties: stack }) => stack?.stackName === 'dust-prod-web')!.properties!.tags!['dust:service'] = 'matching'; }); }],
  ]),
  ...mutationsOf('policySizes', [
    ['a policy that is too long', 'too many', (output) => { statements(output, 'dust-prod-web', 'RestartRolePolicy')[0]!.Sid = 'x'.repeat(6144); }],
    ['a trust that is too long', 'too many', (output) => { trust(output).Sid = 'x'.repeat(2048); }],
  ]),
];

function bucket(output: Output): Record<string, any> {
  return properties(output, 'dust-prod-audit-archive', 'BucketRecords');
}

function rule(output: Output, index: number, changes: Record<string, unknown>): void {
  const { LifecyclePolicy } = properties(output, 'dust-prod-web', 'ImageRepository');
  const text = JSON.parse(LifecyclePolicy.LifecyclePolicyText as string) as { rules: { selection: Record<string, unknown> }[] };
  Object.assign(text.rules[index]!.selection, changes);
  LifecyclePolicy.LifecyclePolicyText = JSON.stringify(text);
}
