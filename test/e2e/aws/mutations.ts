import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appOf } from './deployment';
import { readAssembly } from '../../independent/world';
import type { Stack } from '../../independent/world';
import type { Output, Resource, Template } from '../../support/synthesize';

interface Mutation {
  readonly type: string;
  readonly change: (properties: Record<string, any>) => void;
  /** Where a comparison with the unchanged template has to find it; empty when the resource itself is missing. */
  readonly path: string;
}

/** What somebody could deploy instead of what the template says: at least one for every type that the emulator makes. */
export const MUTATIONS: readonly Mutation[] = [
  { type: 'AWS::IAM::Role', change: (role) => { role.Path = '/'; }, path: 'Path' },
  { type: 'AWS::IAM::Role', change: (role) => { delete role.PermissionsBoundary; }, path: 'PermissionsBoundary' },
  { type: 'AWS::IAM::Role', change: (role) => { role.MaxSessionDuration = 43200; }, path: 'MaxSessionDuration' },
  { type: 'AWS::IAM::Role', change: (role) => { role.AssumeRolePolicyDocument.Statement[0].Principal = '*'; }, path: 'AssumeRolePolicyDocument.Statement[].Principal' },
  { type: 'AWS::IAM::ManagedPolicy', change: (policy) => { policy.PolicyDocument.Statement[0].Action[0] = '*'; }, path: 'PolicyDocument.Statement[].Action[]' },
  { type: 'AWS::IAM::ManagedPolicy', change: (policy) => { delete policy.Roles; }, path: 'Roles' },
  { type: 'AWS::KMS::Key', change: (key) => { key.EnableKeyRotation = false; }, path: 'EnableKeyRotation' },
  { type: 'AWS::KMS::Alias', change: (alias) => { alias.AliasName = 'alias/another'; }, path: '' },
  {
    type: 'AWS::ECR::Repository',
    change: (repository) => { repository.ImageTagMutabilityExclusionFilters[0].ImageTagMutabilityExclusionFilterValue = '*'; },
    path: 'ImageTagMutabilityExclusionFilters[].ImageTagMutabilityExclusionFilterValue',
  },
  { type: 'AWS::S3::Bucket', change: (bucket) => { delete bucket.BucketEncryption; }, path: 'BucketEncryption' },
  { type: 'AWS::EC2::SecurityGroup', change: (group) => { group.SecurityGroupIngress[0].ToPort = 65535; }, path: 'SecurityGroupIngress[].ToPort' },
  { type: 'AWS::RDS::DBInstance', change: (instance) => { instance.PubliclyAccessible = true; }, path: 'PubliclyAccessible' },
  { type: 'AWS::RDS::DBParameterGroup', change: (group) => { group.Parameters['rds.force_ssl'] = '0'; }, path: 'Parameters.rds.force_ssl' },
  { type: 'AWS::RDS::DBSubnetGroup', change: (group) => { group.SubnetIds.pop(); }, path: 'SubnetIds' },
  { type: 'AWS::Logs::LogGroup', change: (group) => { group.RetentionInDays = 1; }, path: 'RetentionInDays' },
];

/** Whether stacks have a resource for each mutation. */
export function areMutable(stacks: readonly Stack[]): boolean {
  const printed = stacks.flatMap((stack) => stack.printed);
  return MUTATIONS.every(({ type }) => printed.filter((resource) => resource.type === type).length >= MUTATIONS.filter((mutation) => mutation.type === type).length);
}

/** Mutates the templates that will be deployed, each resource once at most, and answers where: `stack/LogicalId path`. */
export function mutate(output: Output, stacks: readonly Stack[]): string[] {
  const left = [...MUTATIONS];
  const places: string[] = [];
  for (const stack of stacks) {
    editTemplate(output, stack, ({ Resources }) => {
      for (const [id, resource] of Object.entries(Resources)) {
        const index = left.findIndex(({ type }) => type === resource.Type);
        if (index < 0) continue;
        const [{ change, path }] = left.splice(index, 1) as [Mutation];
        change(resource.Properties);
        places.push(`${stack.stackName}/${id} ${path}`);
      }
    });
  }
  return places;
}

/** Adds a resource to the template that will be deployed. */
export function add(output: Output, stack: Stack, id: string, resource: Resource): void {
  editTemplate(output, stack, ({ Resources }) => { Resources[id] = resource; });
}

function editTemplate(output: Output, stack: Stack, edit: (template: Template) => void): void {
  const { templateFile } = readAssembly(output).artifacts[stack.id]!.properties as unknown as { templateFile: string };
  const file = join(appOf(output), templateFile);
  const template = JSON.parse(readFileSync(file, 'utf8')) as Template;
  edit(template);
  writeFileSync(file, JSON.stringify(template));
}
