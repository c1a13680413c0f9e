import { WEB, mutationsOf } from './mutation';
import { addObject, dropDependency, dropStackDependency, editAssembly, object, properties, resource } from '../../independent/mutate';
import type { Output } from '../../support/synthesize';

function add(output: Output, stackName: string, id: string, type: string, values: Record<string, unknown> = {}): void {
  output.templates.get(stackName)!.Resources[id] = { Type: type, Properties: values };
}

export const templates = [
  ...mutationsOf('lookups', [
    ['a question to AWS during synthesis', 'asks AWS for', (output) => { editAssembly(output, (assembly) => { assembly.missing = [{ key: 'vpc-provider' }]; }); }],
  ]),
  ...mutationsOf('assets', [
    ['code that is carried along', 'carries asset.zip', (output) => { const file = [...output.files.keys()].find((name) => name.endsWith('.assets.json'))!; output.files.set(file, JSON.stringify({ files: { a: { source: { path: 'asset.zip' } } }, dockerImages: {} })); }],
    ['an image that the deploy builds', 'builds image a', (output) => { const file = [...output.files.keys()].find((name) => name.endsWith('.assets.json'))!; output.files.set(file, JSON.stringify({ files: {}, dockerImages: { a: {} } })); }],
  ]),
  ...mutationsOf('exportsAndImports', [
    ['an export', 'exports Arn', (output) => { Object.assign(output.templates.get('dust-prod-web')!, { Outputs: { Arn: { Value: 'x', Export: { Name: 'x' } } } }); }],
    ['an import', 'Fn::ImportValue', (output) => { properties(output, 'dust-prod-web', 'PodIdentity').RoleArn = { 'Fn::ImportValue': 'x' }; }],
    ['an output of another stack', 'Fn::GetStackOutput', (output) => { properties(output, 'dust-prod-web', 'PodIdentity').RoleArn = { 'Fn::GetStackOutput': { StackName: 'x', OutputName: 'y' } }; }],
    ['a macro', 'is transformed by', (output) => { Object.assign(output.templates.get('dust-prod-web')!, { Transform: 'AWS::SecretsManager-2024-09-16' }); }],
  ]),
  ...mutationsOf('types', [
    ['a Lambda', 'AWS::Lambda::Function is not on the list', (output) => { add(output, 'dust-prod-web', 'Function', 'AWS::Lambda::Function'); }],
    ['a user', 'AWS::IAM::User is not on the list', (output) => { add(output, 'dust-prod-web', 'User', 'AWS::IAM::User'); }],
    ['a long-lived key', 'AWS::IAM::AccessKey is not on the list', (output) => { add(output, 'dust-prod-web', 'AccessKey', 'AWS::IAM::AccessKey'); }],
    ['another custom resource', 'Custom::S3AutoDeleteObjects is not on the list', (output) => { add(output, 'dust-prod-web', 'Empty', 'Custom::S3AutoDeleteObjects'); }],
    ['a public repository', 'AWS::ECR::PublicRepository is not on the list', (output) => { add(output, 'dust-prod-web', 'Public', 'AWS::ECR::PublicRepository'); }],
  ]),
  ...mutationsOf('customResources', [
    ['a custom resource that makes more than a Namespace', 'makes Namespace, Deployment', (output) => { add(output, 'dust-prod-web', 'Objects', 'Custom::AWSCDK-EKS-KubernetesResource', { Manifest: '[{"kind":"Namespace"},{"kind":"Deployment"}]' }); }],
    ['a custom resource with a provider of its own', 'is not one that exists', (output) => { add(output, 'dust-prod-web', 'Function', 'AWS::Lambda::Function'); add(output, 'dust-prod-web', 'Objects', 'Custom::AWSCDK-EKS-KubernetesResource', { ServiceToken: { 'Fn::GetAtt': ['Function', 'Arn'] }, Manifest: '[{"kind":"Namespace"}]' }); }],
  ]),
  ...mutationsOf('namespacesOfTemplates', [
    ['a namespace that is not the foundation\'s', 'are not the Namespace of the foundation', (output) => { add(output, 'dust-prod-web', 'Namespace', 'Custom::AWSCDK-EKS-KubernetesResource', { Manifest: '[{"kind":"Namespace","metadata":{"name":"web"}}]' }); }],
  ]),
  ...mutationsOf('partitions', [
    ['a partition in plain sight', 'holds a literal partition', (output) => { properties(output, 'dust-prod-web', 'PodRole').PermissionsBoundary = 'arn:aws:iam::444455556666:policy/dust/prod/dust-prod-boundary'; }],
    ['a partition in pieces', 'holds a literal partition', (output) => { properties(output, 'dust-prod-web', 'PodRole').PermissionsBoundary = { 'Fn::Join': ['', ['arn:a', 'ws:iam::444455556666:policy/x']] }; }],
    ['a partition inside JSON inside a text', 'holds a literal partition', (output) => { properties(output, 'dust-prod-web', 'ImageRepository').LifecyclePolicy.LifecyclePolicyText = '{"rules":"arn:\\u0061ws:s3:::x"}'; }],
    ['a partition in a description of the template', 'holds a literal partition', (output) => { Object.assign(output.templates.get('dust-prod-web')!, { Metadata: { a: 'arn:aws-us-gov:s3:::x' } }); }],
  ]),
  ...mutationsOf('resolvable', [
    ['a reference to nothing', 'RoleArn is <unresolved', (output) => { properties(output, 'dust-prod-web', 'PodIdentity').RoleArn = { 'Fn::GetAtt': ['PodsRole', 'Arn'] }; }],
    ['a token of CDK', '${Token[', (output) => { properties(output, 'dust-prod-web', 'PodIdentity').ServiceAccount = '${Token[TOKEN.21]}'; }],
  ]),
  ...mutationsOf('retention', [
    ['a bucket that goes with its stack', 'DeletionPolicy of a AWS::S3::Bucket is Delete', (output) => { resource(output, 'dust-prod-audit-archive', 'BucketRecords').DeletionPolicy = 'Delete'; }],
    ['a key without a policy', 'DeletionPolicy of a AWS::KMS::Key is undefined', (output) => { delete resource(output, 'dust-prod-web', 'Key').DeletionPolicy; }],
    ['a repository that goes on replacement', 'UpdateReplacePolicy of a AWS::ECR::Repository', (output) => { delete resource(output, 'dust-prod-web', 'ImageRepository').UpdateReplacePolicy; }],
    ['a bucket that goes when its creation fails', 'RetainExceptOnCreate', (output) => { resource(output, 'dust-prod', 'LogBucket').DeletionPolicy = 'RetainExceptOnCreate'; }],
    ['a provider of GitHub that goes', 'AWS::IAM::OIDCProvider', (output) => { resource(output, 'dust-account-444455556666', 'GitHubOidcProvider').DeletionPolicy = 'Delete'; }],
    ['a database that goes', 'AWS::RDS::DBInstance', (output) => { add(output, 'dust-prod-web', 'Database', 'AWS::RDS::DBInstance'); }],
  ]),
  ...mutationsOf('secrets', [
    ['a key of AWS in a template', 'looks like a secret', (output) => { properties(output, 'dust-prod-web', 'PodRole').Description = 'AKIAIOSFODNN7EXAMPLE'; }],
    ['a dynamic reference', 'looks like a secret', (output) => { properties(output, 'dust-prod-web', 'PodRole').Description = '{{resolve:secretsmanager:prod/root}}'; }],
    ['a private key in a manifest', 'looks like a secret', (output) => { object(output, WEB, 'ConfigMap').data.KEY = '-----BEGIN PRIVATE KEY-----'; }],
  ]),
  ...mutationsOf('tokens', [
    ['a token of CDK in a manifest', 'data.BUCKET is ${Token[', (output) => { object(output, WEB, 'ConfigMap').data.BUCKET = '${Token[TOKEN.21]}'; }],
  ]),
  ...mutationsOf('arnsInManifests', [
    ['an ARN in a manifest', 'data.QUEUE is an ARN', (output) => { object(output, WEB, 'ConfigMap').data.QUEUE = 'arn:aws:sqs:us-east-1:444455556666:x'; }],
    ['the role of a service account', 'is an ARN', (output) => { addObject(output, WEB, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'x', annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::444455556666:role/x' } } }); }],
  ]),
  ...mutationsOf('emptyTemplates', [
    ['a template without resources', 'has no resources', (output) => { Object.assign(output.templates.get('dust-prod-web')!, { Resources: {} }); }],
  ]),
  ...mutationsOf('namedResourcesComeFirst', [
    ['a policy that names its bucket', 'PodRolePolicy: names BucketRecords', (output) => { dropDependency(output, 'dust-prod-audit-archive', 'PodRolePolicy', 'BucketRecords'); }],
    ['a repository that names its promotion role', 'ImageRepository: names PromoteRole', (output) => { dropDependency(output, 'dust-prod-web', 'ImageRepository', 'PromoteRole'); }],
    ['a promotion policy that names its repository', 'PromoteRolePolicy: names ImageRepository', (output) => { dropDependency(output, 'dust-prod-web', 'PromoteRolePolicy', 'ImageRepository'); }],
    ['a publishing policy that names its repository', 'PublishRolePolicy: names ImageRepository', (output) => { dropDependency(output, 'dust-builds-web', 'PublishRolePolicy', 'ImageRepository'); }],
    ['a role that names its boundary', 'PlatformApplyRole: names Boundary', (output) => { dropDependency(output, 'dust-prod', 'PlatformApplyRole', 'Boundary'); }],
    ['a bucket policy that names its bucket by text', 'PolicyOfBucketRecords: names BucketRecords', (output) => { const all = properties(output, 'dust-prod-audit-archive', 'PolicyOfBucketRecords'); all.Bucket = 'dust-prod-audit-archive-records-444455556666'; all.PolicyDocument.Statement = []; }],
    ['a key that is named by its alias', 'BucketRecords: names KeyAlias', (output) => { properties(output, 'dust-prod-audit-archive', 'BucketRecords').BucketEncryption = { KMSMasterKeyID: 'alias/dust/prod/audit-archive' }; }],
    ['a bucket that is named in JSON inside a text', 'PodIdentity: names BucketRecords', (output) => { const changed = resource(output, 'dust-prod-audit-archive', 'PodIdentity'); changed.DependsOn = []; changed.Properties.Policy = '{"bucket":"dust-prod-audit-archive-records-444455556666"}'; }],
    ['a namespace that CloudFormation creates', 'PodIdentity: names Namespace', (output) => { add(output, 'dust-prod-web', 'Namespace', 'Custom::AWSCDK-EKS-KubernetesResource', { Manifest: '[{"kind":"Namespace","metadata":{"name":"web"}}]' }); }],
  ]),
  ...mutationsOf('waitingEnds', [
    ['a circle', 'PromoteRole: waits for itself', (output) => { resource(output, 'dust-prod-web', 'PromoteRole').DependsOn = ['PromoteRolePolicy']; }],
    ['a resource that waits for nothing that is there', 'which is not there', (output) => { resource(output, 'dust-prod-web', 'PromoteRole').DependsOn = ['Gone']; }],
  ]),
  ...mutationsOf('rolesAreReady', [
    ['pods that start before their role has rights', 'does not wait for PodRolePolicy', (output) => { dropDependency(output, 'dust-prod-audit-archive', 'PodIdentity', 'PodRolePolicy'); }],
  ]),
  ...mutationsOf('stackOrder', [
    ['a service before its platform', 'not deployed after dust-prod', (output) => { dropStackDependency(output, 'dust-prod-web', 'dust-prod'); }],
    ['a service before its builds', 'not deployed after dust-builds-web', (output) => { dropStackDependency(output, 'dust-prod-web', 'dust-builds-web'); }],
    ['a platform before its account', 'not deployed after dust-account-444455556666', (output) => { dropStackDependency(output, 'dust-prod', 'dust-account-444455556666'); }],
    ['builds before their account', 'not deployed after dust-account-111122223333', (output) => { dropStackDependency(output, 'dust-builds-web', 'dust-account-111122223333'); }],
  ]),
  ...mutationsOf('otherStacksComeFirst', [
    ['a boundary that comes too late', 'uses dust-prod/Boundary', (output) => { dropStackDependency(output, 'dust-prod-web', 'dust-prod'); }],
    ['a boundary that no stack makes', 'no template of the account makes', (output) => { properties(output, 'dust-prod', 'Boundary').ManagedPolicyName = 'dust-prod-limits'; }],
    ['an alias that no stack makes', 'makes alias/dust/builds', (output) => { delete output.templates.get('dust-account-111122223333')!.Resources.BuildsKeyAlias; }],
    ['a provider of GitHub that comes too late', 'uses dust-account-444455556666/GitHubOidcProvider', (output) => { dropStackDependency(output, 'dust-prod', 'dust-account-444455556666'); }],
  ]),
  ...mutationsOf('physicalNames', [
    ['two buckets by one name', 'is called like', (output) => { properties(output, 'dust-prod-audit-archive', 'BucketRecords').BucketName = 'dust-prod-matching-fingerprints-444455556666'; }],
    ['two roles that differ in case alone', 'is called like', (output) => { properties(output, 'dust-prod-web', 'RestartRole').RoleName = 'dust-prod-web-POD'; }],
  ]),
  ...mutationsOf('stackNames', [
    ['two stacks by one name', 'dust-prod-web (matching)', (output) => { editAssembly(output, ({ artifacts }) => { artifacts.matching = structuredClone(Object.values(artifacts).find(({ properties: stack }) => stack?.stackName === 'dust-prod-web')!); }); }],
  ]),
  ...mutationsOf('namesAreKnown', [
    ['a bucket whose name AWS chooses', 'AWS chooses its name', (output) => { delete properties(output, 'dust-prod-audit-archive', 'BucketRecords').BucketName; }],
  ]),
  ...mutationsOf('objectsOfSharedClusters', [
    ['one object in two files', 'is called like', (output) => { addObject(output, 'prod/cluster/cluster.yaml', structuredClone(object(output, 'prod/cluster/cluster.yaml', 'IngressClass', 'dust-prod-web-internet'))); }],
  ]),
  ...mutationsOf('hosts', [
    ['two services at one host', 'is called like', (output) => { object(output, WEB, 'Ingress').spec.rules[0].host = 'audit.dust.example'; }],
    ['two services in one load balancer', 'is called like', (output) => { object(output, WEB, 'Ingress').metadata.annotations['alb.ingress.kubernetes.io/group.name'] = 'dust-prod-audit-archive-internal'; }],
  ]),
];
