import { mutationsOf } from './mutation';
import { dropDependency, properties, resource, statements } from '../../independent/mutate';
import type { Output } from '../../support/synthesize';

const STACK = 'dust-prod-notifications';
const PROVIDED = 'SecretSmtpPassword';
const GENERATED = 'SecretWebhookSigningKey';
const sub = (text: string) => ({ 'Fn::Sub': text });
const ARN = 'arn:${AWS::Partition}:secretsmanager:us-east-1:444455556666:secret:';

function secret(output: Output, id = PROVIDED): Record<string, any> {
  return properties(output, STACK, id);
}

function policy(output: Output): Record<string, any> {
  return properties(output, STACK, `PolicyOf${PROVIDED}`);
}

function denial(output: Output): Record<string, any> {
  return statements(output, STACK, `PolicyOf${PROVIDED}`)[0]!;
}

function trust(output: Output): Record<string, any> {
  return statements(output, STACK, 'SecretsRole')[0]!;
}

/** The statement of the store's role about secrets, or about the key. */
function grant(output: Output, index: 0 | 1 = 0): Record<string, any> {
  return statements(output, STACK, 'SecretsRolePolicy')[index]!;
}

function reading(resources: string): (output: Output) => void {
  return (output) => { grant(output).Resource.push(sub(`${ARN}${resources}`)); };
}

/** A statement for a role that has no business with secrets. */
function readsSecrets(id: string): (output: Output) => void {
  return (output) => { statements(output, STACK, id).push({ Sid: 'More', Effect: 'Allow', Action: ['secretsmanager:GetSecretValue'], Resource: [sub(`${ARN}dust/prod/notifications/SMTP_PASSWORD-??????`)] }); };
}

/** The pods of the example service have no policy, since they may do nothing. */
function podsRead(output: Output): void {
  output.templates.get(STACK)!.Resources.PodRolePolicy = structuredClone(resource(output, STACK, 'SecretsRolePolicy'));
  Object.assign(properties(output, STACK, 'PodRolePolicy'), { ManagedPolicyName: 'dust-prod-notifications-pod', Roles: [{ Ref: 'PodRole' }] });
}

/** Lets the key of a stack be used by Secrets Manager, or takes that away. */
function viaSecretsManager(stackName: string, add: boolean): (output: Output) => void {
  return (output) => {
    for (const { Condition } of statements(output, stackName, 'Key').slice(1)) {
      const via = 'secretsmanager.us-east-1.amazonaws.com';
      const others = (Condition.StringEquals['kms:ViaService'] as string[]).filter((service) => service !== via);
      Condition.StringEquals['kms:ViaService'] = add ? [...others, via] : others;
    }
  };
}

const resources = [
  ...mutationsOf('a8Secrets', [
    ['a value in the template', 'value in the template', (output) => { secret(output).SecretString = 'hunter2hunter2'; }],
    ['the key of AWS', 'customer key of its service', (output) => { delete secret(output).KmsKeyId; }],
    ['the key of another service', 'customer key of its service', (output) => { secret(output).KmsKeyId = sub('arn:${AWS::Partition}:kms:us-east-1:444455556666:key/key-Key-of-dust-prod-matching'); }],
    ['a key by its alias', 'customer key of its service', (output) => { secret(output).KmsKeyId = 'alias/dust/prod/notifications'; }],
    ['a name without its environment', 'was not planned', (output) => { secret(output).Name = 'dust/notifications/SMTP_PASSWORD'; }],
    ['the name of another environment', 'was not planned', (output) => { secret(output).Name = 'dust/staging/notifications/SMTP_PASSWORD'; }],
    ['no name', 'was not planned', (output) => { delete secret(output).Name; }],
    ['a name with a space', 'name that Secrets Manager refuses', (output) => { secret(output).Name = 'dust/prod/notifications/SMTP PASSWORD'; }],
    ['a name of 513 characters', 'name that Secrets Manager refuses', (output) => { secret(output).Name = 's'.repeat(513); }],
    ['a name that ends like an ARN', 'ends like an ARN', (output) => { secret(output).Name = 'dust/prod/notifications/SMTP-Passwd'; }],
    ['a provided secret that AWS fills', 'although a person provides it', (output) => { secret(output).GenerateSecretString = { PasswordLength: 48 }; }],
    ['a generated secret that nobody fills', 'is easy to guess', (output) => { delete secret(output, GENERATED).GenerateSecretString; }],
    ['a short secret', 'is easy to guess', (output) => { secret(output, GENERATED).GenerateSecretString.PasswordLength = 31; }],
    ['a long secret of numbers', 'is easy to guess', (output) => { Object.assign(secret(output, GENERATED).GenerateSecretString, { PasswordLength: 32, ExcludeLowercase: true, ExcludeUppercase: true }); }],
    ['words around a generated value', 'words of the template', (output) => { Object.assign(secret(output, GENERATED).GenerateSecretString, { SecretStringTemplate: '{"user":"admin"}', GenerateStringKey: 'password' }); }],
    ['a copy in another region', 'copied to other regions', (output) => { secret(output).ReplicaRegions = [{ Region: 'us-west-2' }]; }],
    ['no policy', 'more or less than one policy', (output) => { delete output.templates.get(STACK)!.Resources[`PolicyOf${PROVIDED}`]; }],
    ['two policies', 'more or less than one policy', (output) => { output.templates.get(STACK)!.Resources.More = structuredClone(resource(output, STACK, `PolicyOf${PROVIDED}`)); }],
    ['a secret of the platform', 'not in the stack of a service', (output) => { output.templates.get('dust-prod')!.Resources.Secret = structuredClone(resource(output, STACK, PROVIDED)); }],
  ]),
  ...mutationsOf('secretsAreDeclared', [
    ['a secret that is gone', 'there is no secret dust/prod/notifications/SMTP_PASSWORD', (output) => { delete output.templates.get(STACK)!.Resources[PROVIDED]; }],
    ['a secret that nobody declared', 'nobody declared the secret dust/prod/web/TOKEN', (output) => { output.templates.get('dust-prod-web')!.Resources.Secret = { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'dust/prod/web/TOKEN' } }; }],
  ]),
  ...mutationsOf('a8Policies', [
    ['a policy that may become public', 'may become public', (output) => { delete policy(output).BlockPublicPolicy; }],
    ['a policy that grants', 'grants something', (output) => { policy(output).ResourcePolicy.Statement.push({ Effect: 'Allow', Principal: { AWS: sub('arn:${AWS::Partition}:iam::999988887777:root') }, Action: 'secretsmanager:GetSecretValue', Resource: '*' }); }],
    ['a policy that denies nothing', 'does not deny other accounts', (output) => { policy(output).ResourcePolicy.Statement = []; }],
    ['a policy that admits another account', 'does not deny other accounts', (output) => { denial(output).Condition.StringNotEquals['aws:PrincipalAccount'] = ['444455556666', '999988887777']; }],
    ['a policy that denies one person', 'does not deny other accounts', (output) => { denial(output).Principal = { AWS: sub('arn:${AWS::Partition}:iam::999988887777:role/x') }; }],
    ['a policy that lets others read', 'does not deny other accounts', (output) => { denial(output).Action = ['secretsmanager:PutSecretValue']; }],
    ['a policy that compares the wrong way', 'does not deny other accounts', (output) => { denial(output).Condition = { StringEquals: { 'aws:PrincipalAccount': '444455556666' } }; }],
    ['a policy that denies everybody', 'shuts out its own account', (output) => { delete denial(output).Condition; }],
    ['a policy with the account of another environment', 'shuts out its own account', (output) => { denial(output).Condition.StringNotEquals['aws:PrincipalAccount'] = '111122223333'; }],
    ['a policy that does not refer to its secret', 'does not refer to its secret', (output) => { policy(output).SecretId = 'dust/prod/notifications/SMTP_PASSWORD'; }],
    ['a policy of a secret elsewhere', 'not the policy of a secret of its stack', (output) => { policy(output).SecretId = sub(`${ARN}dust/prod/web/TOKEN-Ab12cD`); }],
  ]),
];

const roles = [
  ...mutationsOf('storeTrusts', [
    ['the account instead of the controller', 'the controller of the cluster alone', (output) => { trust(output).Principal.AWS = sub('arn:${AWS::Partition}:iam::444455556666:root'); }],
    ['the controller of another cluster', 'the controller of the cluster alone', (output) => { trust(output).Principal.AWS = sub('arn:${AWS::Partition}:iam::111122223333:role/workshop-dev-external-secrets'); }],
    ['the controller and somebody else', 'the controller of the cluster alone', (output) => { trust(output).Principal.AWS = [trust(output).Principal.AWS, sub('arn:${AWS::Partition}:iam::444455556666:role/x')]; }],
    ['everybody', 'the controller of the cluster alone', (output) => { trust(output).Principal = '*'; }],
    ['pods', 'the controller of the cluster alone', (output) => { trust(output).Principal = { Service: 'pods.eks.amazonaws.com' }; }],
    ['a trust without session tags', 'AssumeRole and TagSession alone', (output) => { trust(output).Action = ['sts:AssumeRole']; }],
    ['a trust for tokens', 'AssumeRole and TagSession alone', (output) => { trust(output).Action.push('sts:AssumeRoleWithWebIdentity'); }],
    ['a trust that asks for an external id', 'what the store does not send', (output) => { trust(output).Condition = { StringEquals: { 'sts:ExternalId': 'x' } }; }],
    ['a second statement', 'one statement of trust', (output) => { const all = statements(output, STACK, 'SecretsRole'); all.push(structuredClone(all[0]!)); }],
    ['pods that take the role of the store', 'is taken by pods', (output) => { properties(output, STACK, 'PodIdentity').RoleArn = { 'Fn::GetAtt': ['SecretsRole', 'Arn'] }; }],
  ]),
  ...mutationsOf('storeRolesHaveSecrets', [
    ['a role without secrets', 'there are no secrets to read', (output) => { output.templates.get('dust-prod-web')!.Resources.SecretsRole = structuredClone(resource(output, STACK, 'SecretsRole')); }],
  ]),
  ...mutationsOf('storePermissions', [
    ['every secret of the service by a pattern', 'also reaches', reading('dust/prod/notifications/*')],
    ['a pattern that goes on behind the name', 'SMTP_PASSWORD-old', reading('dust/prod/notifications/SMTP_PASSWORD-*')],
    ['a pattern without the hyphen', 'SMTP_PASSWORD2', reading('dust/prod/notifications/SMTP_PASSWORD*')],
    ['every secret of the environment', 'also reaches', reading('dust/prod/*')],
    ['the secret of another service', 'is no secret of its service', reading('dust/prod/web/TOKEN-??????')],
    ['the secret of another environment', 'is no secret of its service', reading('dust/staging/notifications/SMTP_PASSWORD-??????')],
    ['a name without what AWS puts behind it', 'may not secretsmanager:GetSecretValue', (output) => { grant(output).Resource = [sub(`${ARN}dust/prod/notifications/SMTP_PASSWORD`)]; }],
    ['a secret that the store cannot read', 'may not secretsmanager:GetSecretValue of dust-prod-notifications/SecretWebhookSigningKey', (output) => { grant(output).Resource = (grant(output).Resource as unknown[]).filter((arn) => !JSON.stringify(arn).includes('WEBHOOK_SIGNING_KEY')); }],
    ['a store that cannot describe', 'may not secretsmanager:DescribeSecret', (output) => { grant(output).Action = ['secretsmanager:GetSecretValue']; }],
    ['a store that writes', 'may secretsmanager:PutSecretValue', (output) => { grant(output).Action.push('secretsmanager:PutSecretValue'); }],
    ['a store that lists', 'may secretsmanager:ListSecrets', (output) => { grant(output).Action.push('secretsmanager:ListSecrets'); }],
    ['a store that assumes roles', 'may sts:AssumeRole', (output) => { grant(output).Action.push('sts:AssumeRole'); }],
    ['a right that holds for nobody', 'asks for what the store does not send', (output) => { grant(output).Condition = { StringEquals: { 'aws:PrincipalTag/x': 'y' } }; }],
    ['a store that cannot decrypt', 'may not decrypt', (output) => { statements(output, STACK, 'SecretsRolePolicy').pop(); }],
    ['a store that encrypts', 'does more with the key than decrypt', (output) => { grant(output, 1).Action.push('kms:Encrypt'); }],
    ['a store that decrypts on its own', 'otherwise than by Secrets Manager', (output) => { delete grant(output, 1).Condition; }],
    ['a store that decrypts objects', 'otherwise than by Secrets Manager', (output) => { grant(output, 1).Condition.StringEquals['kms:ViaService'] = ['secretsmanager.us-east-1.amazonaws.com', 's3.us-east-1.amazonaws.com']; }],
    ['a store with every key', 'not about the key of the service alone', (output) => { grant(output, 1).Resource = [sub('arn:${AWS::Partition}:kms:us-east-1:444455556666:key/*')]; }],
  ]),
  ...mutationsOf('secretReadersAreStores', [
    ['pods that read secrets', 'not by the role of its store alone', podsRead],
    ['a restart that reads secrets', 'not by the role of its store alone', readsSecrets('RestartRolePolicy')],
    ['a secret without a reader', 'is read by nobody', (output) => { delete output.templates.get(STACK)!.Resources.SecretsRolePolicy; }],
  ]),
];

/** What older checks say about secrets. */
const shared = [
  ...mutationsOf('retention', [
    ['a secret that goes with its stack', 'DeletionPolicy of a AWS::SecretsManager::Secret', (output) => { resource(output, STACK, PROVIDED).DeletionPolicy = 'Delete'; }],
    ['a secret that goes on replacement', 'UpdateReplacePolicy of a AWS::SecretsManager::Secret', (output) => { delete resource(output, STACK, GENERATED).UpdateReplacePolicy; }],
  ]),
  ...mutationsOf('types', [
    ['a rotation of secrets', 'AWS::SecretsManager::RotationSchedule is not on the list', (output) => { output.templates.get(STACK)!.Resources.Rotation = { Type: 'AWS::SecretsManager::RotationSchedule', Properties: {} }; }],
  ]),
  ...mutationsOf('a14Stacks', [
    ['a secret without tags', `${PROVIDED}: has no tag dust:service`, (output) => { delete secret(output).Tags; }],
  ]),
  ...mutationsOf('a2Roles', [
    ['the role of a store among the others', 'is not at /dust/prod/secrets/', (output) => { properties(output, STACK, 'SecretsRole').Path = '/dust/prod/'; }],
    ['another role where the controller assumes all', 'RestartRole: is not at /dust/prod/', (output) => { properties(output, STACK, 'RestartRole').Path = '/dust/prod/secrets/'; }],
    ['the role of a store without a boundary', 'SecretsRole: has no boundary', (output) => { delete properties(output, STACK, 'SecretsRole').PermissionsBoundary; }],
  ]),
  ...mutationsOf('capabilities', [
    ['secrets without the role of a store', 'not pod, promote, restart, secrets, workload-apply', (output) => { delete output.templates.get(STACK)!.Resources.SecretsRole; }],
    ['the role of a store without secrets', 'promote, restart, secrets, workload-apply, not pod', (output) => { output.templates.get('dust-prod-web')!.Resources.SecretsRole = structuredClone(resource(output, STACK, 'SecretsRole')); }],
  ]),
  ...mutationsOf('permissionSets', [
    ['pods that read secrets', 'PodRole: may secretsmanager:GetSecretValue', podsRead],
  ]),
  ...mutationsOf('isolation', [
    ['a right on the secrets of all environments', 'secret:dust/staging/notifications/SMTP_PASSWORD', (output) => { const { Resource } = statements(output, 'dust-dev', 'AdminSecretsRolePolicy')[0]!; Resource.push(sub('arn:${AWS::Partition}:secretsmanager:us-east-1:111122223333:secret:dust/*')); }],
    ['a right on the secrets of all services', 'secret:dust/staging/identity/SESSION_KEY', (output) => { const { Resource } = statements(output, 'dust-staging-notifications', 'SecretsRolePolicy')[0]!; Resource.push(sub('arn:${AWS::Partition}:secretsmanager:us-east-1:111122223333:secret:dust/*')); }],
  ]),
  ...mutationsOf('boundaryIsolation', [
    ['a boundary for the secrets of every environment', 'admits dust-staging-notifications/SecretSmtpPassword', (output) => { statements(output, 'dust-dev', 'Boundary').find(({ Sid }) => Sid === 'Secrets')!.Resource = [sub('arn:${AWS::Partition}:secretsmanager:us-east-1:111122223333:secret:dust/*')]; }],
  ]),
  ...mutationsOf('boundariesAdmitPermissions', [
    ['a boundary without secrets', 'does not admit secretsmanager:GetSecretValue', (output) => { const all = statements(output, 'dust-prod', 'Boundary'); all.splice(all.findIndex(({ Sid }) => Sid === 'Secrets'), 1); }],
  ]),
  ...mutationsOf('keysOnlyByServices', [
    ['pods that use the key by Secrets Manager', 'without a service in between', (output) => { statements(output, 'dust-prod-audit-archive', 'PodRolePolicy')[2]!.Condition.StringEquals['kms:ViaService'] = 'secretsmanager.us-east-1.amazonaws.com'; }],
  ]),
  ...mutationsOf('a9Keys', [
    ['a key that Secrets Manager cannot use', 'is not open to a service that encrypts with it', viaSecretsManager(STACK, false)],
    ['a key of a service without secrets that Secrets Manager can use', 'open to secretsmanager.us-east-1.amazonaws.com without need', viaSecretsManager('dust-prod-audit-archive', true)],
  ]),
  ...mutationsOf('wildcards', [
    ['a store with every action', 'Allows secretsmanager:*', (output) => { grant(output).Action = 'secretsmanager:*'; }],
    ['a denial of another service', 'Denys s3:*', (output) => { denial(output).Action = 's3:*'; }],
  ]),
  ...mutationsOf('completeness', [
    ['a policy of a secret of an old version', 'of an old version', (output) => { policy(output).ResourcePolicy.Version = '2008-10-17'; }],
  ]),
  ...mutationsOf('policySizes', [
    ['a policy of a secret that is too long', 'too many', (output) => { denial(output).Sid = 'x'.repeat(6144); }],
  ]),
  ...mutationsOf('namedResourcesComeFirst', [
    ['a store\'s policy that names its secret', `SecretsRolePolicy: names ${PROVIDED}`, (output) => { dropDependency(output, STACK, 'SecretsRolePolicy', PROVIDED); }],
    ['a policy that names its secret by text', `PolicyOf${PROVIDED}: names ${PROVIDED}`, (output) => { policy(output).SecretId = 'dust/prod/notifications/SMTP_PASSWORD'; }],
    ['a secret that names its key by its alias', `${PROVIDED}: names KeyAlias`, (output) => { secret(output).KmsKeyId = 'alias/dust/prod/notifications'; }],
  ]),
  ...mutationsOf('otherStacksComeFirst', [
    ['a key that no stack makes', 'no template of the account makes', (output) => { secret(output).KmsKeyId = sub('arn:${AWS::Partition}:kms:us-east-1:444455556666:key/gone'); }],
  ]),
  ...mutationsOf('physicalNames', [
    ['two secrets by one name', 'is called like', (output) => { secret(output).Name = 'dust/prod/notifications/WEBHOOK_SIGNING_KEY'; }],
  ]),
  ...mutationsOf('namesAreKnown', [
    ['a secret whose name AWS chooses', 'AWS chooses its name', (output) => { delete secret(output).Name; }],
  ]),
  ...mutationsOf('entriesOfRoles', [
    ['a store that can enter the cluster', 'SecretsRole: must not have an access entry', (output) => { properties(output, STACK, 'RestartAccess').PrincipalArn = { 'Fn::GetAtt': ['SecretsRole', 'Arn'] }; }],
  ]),
];

export const secretResources = [...resources, ...roles, ...shared];
