import type { Check, Checks } from './check';
import { isObject, textsOf } from './json';
import type { Json } from './json';
import { UNRESOLVED, resolve } from './resolve';
import { readAssembly, readWorld } from './world';

/** The only types that a fleet may print. */
const ALLOWED_TYPES = new Set([
  'AWS::Backup::BackupPlan',
  'AWS::Backup::BackupSelection',
  'AWS::Backup::BackupVault',
  'AWS::EC2::SecurityGroup',
  'AWS::ECR::Repository',
  'AWS::EKS::AccessEntry',
  'AWS::EKS::PodIdentityAssociation',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::ElastiCache::SubnetGroup',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::OIDCProvider',
  'AWS::IAM::Role',
  'AWS::KMS::Alias',
  'AWS::KMS::Key',
  'AWS::Logs::LogGroup',
  'AWS::RDS::DBInstance',
  'AWS::RDS::DBParameterGroup',
  'AWS::RDS::DBSubnetGroup',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SecretsManager::ResourcePolicy',
  'AWS::SecretsManager::Secret',
  'AWS::SecretsManager::SecretTargetAttachment',
  'Custom::AWSCDK-EKS-KubernetesResource',
]);

/** What holds things that cannot be made again; the whole list of state.md, so that a new provider is caught at once. */
const STATEFUL: Readonly<Record<string, readonly string[]>> = {
  'AWS::Backup::BackupVault': ['Retain'],
  'AWS::DynamoDB::Table': ['Retain'],
  'AWS::ECR::Repository': ['Retain'],
  'AWS::EFS::FileSystem': ['Retain'],
  'AWS::ElastiCache::ReplicationGroup': ['Snapshot'],
  'AWS::ElastiCache::ServerlessCache': ['Snapshot'],
  'AWS::IAM::OIDCProvider': ['Retain'],
  'AWS::KMS::Key': ['Retain'],
  'AWS::Logs::LogGroup': ['Retain'],
  'AWS::RDS::DBCluster': ['Snapshot'],
  'AWS::RDS::DBInstance': ['Snapshot'],
  'AWS::S3::Bucket': ['Retain'],
  'AWS::SecretsManager::Secret': ['Retain'],
  'AWS::SQS::Queue': ['Retain'],
  'AWS::SSM::Parameter': ['Retain'],
  'Custom::AWSCDK-EKS-KubernetesResource': ['Retain'],
};

/** Synthesis asked AWS nothing. */
const lookups: Check = (output) => (readAssembly(output).missing ?? []).map((query) => `manifest.json: asks AWS for ${JSON.stringify(query)}`);

/** Nothing is carried along but templates: no code of Lambdas, no images. */
const assets: Check = (output) =>
  [...output.files]
    .filter(([file]) => file.endsWith('.assets.json'))
    .flatMap(([file, content]) => {
      const { files, dockerImages } = JSON.parse(content) as {
        files: Record<string, { source: { path?: string } }>;
        dockerImages: Record<string, unknown>;
      };
      const others = Object.values(files).filter(({ source }) => source.path?.endsWith('.template.json') !== true);
      return [
        ...others.map(({ source }) => `${file}: carries ${source.path}`),
        ...Object.keys(dockerImages).map((image) => `${file}: builds image ${image}`),
      ];
    });

/** Stacks share nothing through CloudFormation. */
const exportsAndImports: Check = (output) =>
  readWorld(output).stacks.flatMap(({ stackName, template }) => [
    ...Object.entries((template.Outputs ?? {}) as Record<string, Record<string, unknown>>)
      .filter(([, value]) => value.Export !== undefined)
      .map(([name]) => `${stackName}: exports ${name}`),
    ...textsOf(template)
      .filter(({ text }) => ['Fn::ImportValue', 'Fn::GetStackOutput', 'Fn::Transform'].includes(text))
      .map(({ path }) => `${stackName}: ${path.join('.')}`),
    ...(template.Transform === undefined ? [] : [`${stackName}: is transformed by ${JSON.stringify(template.Transform)}`]),
  ]);

/** No type outside the list: no users or keys of IAM, no Lambdas, no custom resource but the one of the namespace. */
const types: Check = (output) =>
  readWorld(output)
    .resources.filter(({ type }) => !ALLOWED_TYPES.has(type))
    .map(({ at, type }) => `${at}: ${type} is not on the list`);

/** The one custom resource is printed only with the provider that the environment names, and only makes Namespaces. */
const customResources: Check = (output) =>
  readWorld(output)
    .resources.filter(({ type }) => type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource')
    .flatMap(({ at, stack, properties }) => {
      const kinds = (JSON.parse(String(properties.Manifest ?? '[]')) as { kind: string }[]).map(({ kind }) => kind);
      return [
        ...(kinds.length === 1 && kinds[0] === 'Namespace' ? [] : [`${at}: makes ${kinds.join(', ')}`]),
        ...(new RegExp(`^arn:${stack.partition}:lambda:${stack.region}:${stack.account}:function:`).test(String(properties.ServiceToken))
          ? []
          : [`${at}: provider ${properties.ServiceToken} is not one that exists in the account`]),
        ...(properties.PruneLabel === undefined ? [] : [`${at}: prunes`]),
      ];
    });

/** No template says which partition it is for, neither in plain sight nor in pieces that Fn::Join puts together. */
const partitions: Check = (output) =>
  readWorld(output).stacks.flatMap((stack) => {
    const resolved = resolve(stack.template as unknown as Json, { ...stack, partition: '<partition>' });
    const texts = [...textsOf(stack.template), ...textsOf(resolved)].filter(({ text }) => /arn:aws/i.test(text)).map(({ path }) => path.join('.'));
    return [...new Set(texts)].map((path) => `${stack.stackName}: ${path} holds a literal partition`);
  });

/** The account and the region of an ARN are the literals of the plan, never of another place by mistake. */
const resolvable: Check = (output) =>
  readWorld(output).resources.flatMap(({ at, properties }) =>
    textsOf(properties)
      .filter(({ text }) => text.includes(UNRESOLVED) || text.includes('${Token['))
      .map(({ path, text }) => `${at}: ${path.join('.')} is ${text}`),
  );

/** All that holds data outlives its stack and its replacement. */
const retention: Check = (output) =>
  readWorld(output).resources.flatMap(({ at, type, raw }) => {
    const allowed = STATEFUL[type];
    if (allowed === undefined) return [];
    return (['DeletionPolicy', 'UpdateReplacePolicy'] as const)
      .filter((policy) => !allowed.includes(raw[policy] ?? ''))
      .map((policy) => `${at}: ${policy} of a ${type} is ${raw[policy]}`);
  });

/** No secret is written down: neither in a template nor in a manifest. */
const SECRETS = /AKIA[A-Z0-9]{16}|-----BEGIN (?!CERTIFICATE-----)|ghp_\w{20}|github_pat_|xox[abprs]-|\{\{resolve:/;

/** The two properties that CloudFormation fills from a secret when it deploys; what they may say is the business of A6 and A7. */
const FILLED = /^Resources\.\w+\.Properties\.(MasterUserPassword|AuthToken)\.(?:Fn::Join\.1|Fn::Sub)\.0$/;
const OPENING = /^\{\{resolve:secretsmanager:(?:\$\{\w+\}:SecretString(?::\w+)?\}\})?$/;

const secrets: Check = (output) => [
  ...readWorld(output).stacks.flatMap(({ stackName, template }) =>
    textsOf(template)
      .filter(({ path, text }) => SECRETS.test(text) && !(OPENING.test(text) && FILLED.test(path.join('.'))))
      .map(({ path }) => `${stackName}: ${path.join('.')} looks like a secret`),
  ),
  ...readWorld(output).objects.flatMap(({ object, at }) =>
    textsOf(object)
      .filter(({ text }) => SECRETS.test(text))
      .map(({ path }) => `${at}: ${path.join('.')} looks like a secret`),
  ),
];

/** A token of CDK in a manifest is a value that only exists after the deploy. */
const tokens: Check = (output) =>
  readWorld(output).objects.flatMap(({ object, at }) =>
    textsOf(object)
      .filter(({ text }) => /\$\{Token\[|<unresolved|\[object Object\]|undefined/.test(text))
      .map(({ path, text }) => `${at}: ${path.join('.')} is ${text}`),
  );

/** Manifests name no ARN but the certificate and the web ACL of a load balancer, which the environment gives. */
const arnsInManifests: Check = (output) =>
  readWorld(output).objects.flatMap(({ object, at }) =>
    textsOf(object)
      .filter(
        ({ path, text }) =>
          text.startsWith('arn:') &&
          !/certificate-?arn|wafv2-?acl-?arn/i.test(path.join('.')) &&
          !(object.kind === 'SecretStore' && path.includes('role')),
      )
      .map(({ path }) => `${at}: ${path.join('.')} is an ARN`),
  );

/** A template is an object with resources; CloudFormation refuses one without. */
const emptyTemplates: Check = (output) =>
  readWorld(output)
    .stacks.filter(({ template }) => !isObject(template.Resources) || Object.keys(template.Resources).length === 0)
    .map(({ stackName }) => `${stackName}: has no resources`);

export const forbidden: Checks = {
  lookups,
  assets,
  exportsAndImports,
  types,
  customResources,
  partitions,
  resolvable,
  retention,
  secrets,
  tokens,
  arnsInManifests,
  emptyTemplates,
};
