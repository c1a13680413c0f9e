import { ordering } from '../../independent/ordering';
import { NAME_PROPERTIES, resolved, resourceIn, resourcesOf } from '../support/cloudformation';
import type { PlacedResource } from '../support/cloudformation';
import { declaredFrom, outputFrom } from '../support/independent';
import type { Invariant } from '../support/invariant';
import type { Fleet } from '../support/synthesized';

const CHECKS = [ordering.waitingEnds!, ordering.rolesAreReady!, ordering.stackOrder!];

export const namedFirst: Invariant = {
  number: 31,
  title: 'a resource that names another one of its stack comes after it, and stacks come in their order',
  predicate: (fleet) => {
    const [output, declared] = [outputFrom(fleet), declaredFrom(fleet)];
    return [...unordered(fleet), ...CHECKS.flatMap((check) => check(output, declared))];
  },
  mutations: [
    { title: 'a database does not wait for its logs', apply: (fleet) => delete resourceIn(fleet, 'ledger/prod', 'PostgresInstance').DependsOn },
    { title: 'a database names its parameters by a text', apply: (fleet) => { resourceIn(fleet, 'ledger/prod', 'PostgresInstance').Properties.DBParameterGroupName = resourceIn(fleet, 'ledger/prod', 'PostgresParameters').Properties.DBParameterGroupName; } },
    { title: 'a cache names its password by a text', apply: (fleet) => { resourceIn(fleet, 'ledger/prod', 'CacheGroup').Properties.AuthToken = '{{resolve:secretsmanager:rich/prod/ledger/cache/password:SecretString}}'; } },
    { title: 'a store reads before there are secrets', apply: (fleet) => delete resourceIn(fleet, 'ledger/prod', 'SecretsRolePolicy').DependsOn },
    { title: 'a selection names its database by a text', apply: (fleet) => { resourceIn(fleet, 'ledger/prod', 'PostgresBackupSelection').Properties.BackupSelection.Resources = [{ 'Fn::Sub': 'arn:${AWS::Partition}:rds:eu-central-1:444455556666:db:rich-prod-ledger' }]; } },
    { title: 'a role does not wait for its boundary', apply: (fleet) => delete resourceIn(fleet, 'Platform/prod', 'MonitoringRole').DependsOn },
    { title: 'nothing that names the vault waits for it', apply: (fleet) => { for (const id of ['BackupRolePolicy', 'Boundary']) delete resourceIn(fleet, 'Platform/prod', id).DependsOn; } },
    { title: 'pods start before they may do something', apply: (fleet) => delete resourceIn(fleet, 'ledger/prod', 'PodIdentity').DependsOn },
    { title: 'two resources wait for each other', apply: (fleet) => { resourceIn(fleet, 'ledger/prod', 'PostgresMaster').DependsOn = ['PostgresInstance']; } },
  ],
};

/** How a text says the name of a resource: as the value of a property, in an ARN, or in a dynamic reference. */
const MENTIONS: Readonly<Record<string, { readonly keys?: readonly string[]; readonly arn?: (name: string, properties: any) => string }>> = {
  'AWS::S3::Bucket': { keys: ['Bucket', 'DestinationBucketName'], arn: (name) => `:s3:::${name}` },
  'AWS::IAM::Role': { keys: ['Roles'], arn: (name, { Path }) => `:role${Path}${name}` },
  'AWS::IAM::ManagedPolicy': { arn: (name, { Path }) => `:policy${Path}${name}` },
  'AWS::ECR::Repository': { arn: (name) => `:repository/${name}` },
  'AWS::SecretsManager::Secret': { keys: ['SecretId'], arn: (name) => `:secret:${name}` },
  'AWS::RDS::DBInstance': { keys: ['TargetId'], arn: (name) => `:db:${name}` },
  'AWS::RDS::DBParameterGroup': { keys: ['DBParameterGroupName'] },
  'AWS::RDS::DBSubnetGroup': { keys: ['DBSubnetGroupName'] },
  'AWS::ElastiCache::SubnetGroup': { keys: ['CacheSubnetGroupName'] },
  'AWS::Logs::LogGroup': { arn: (name) => `:log-group:${name}` },
  'AWS::Backup::BackupVault': { keys: ['TargetBackupVault'], arn: (name) => `:backup-vault:${name}` },
};

interface Text {
  readonly key: string;
  readonly text: string;
}

/** Texts with the property that they belong to. What a condition says need not be there, nor what people read. */
function textsOf(value: unknown, key = ''): Text[] {
  if (typeof value === 'string') return [{ key, text: value }];
  if (Array.isArray(value)) return value.flatMap((item) => textsOf(item, key));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([inner, item]) => (['Tags', 'Description', 'Condition'].includes(inner) ? [] : textsOf(item, inner)));
}

function says({ key, text }: Text, { resource: { Type, Properties } }: PlacedResource): boolean {
  const name = Properties[NAME_PROPERTIES[Type]!] as string;
  const { keys = [], arn } = MENTIONS[Type]!;
  if (keys.includes(key) && text === name) return true;
  if (Type === 'AWS::SecretsManager::Secret' && text.startsWith(`{{resolve:secretsmanager:${name}:`)) return true;
  const tail = arn?.(name, Properties);
  const rest = tail === undefined || !text.startsWith('arn:') ? undefined : text.split(tail)[1];
  return rest !== undefined && /^(?:$|\/\*$|-\?{6}$|-Ab12cD$|:)/.test(rest);
}

/** RDS writes into the groups of its own name, and makes them where they are missing. */
function writesTo({ resource: { Type, Properties } }: PlacedResource, other: PlacedResource): boolean {
  return Type === 'AWS::RDS::DBInstance' && other.resource.Type === 'AWS::Logs::LogGroup'
    && (other.resource.Properties.LogGroupName as string).startsWith(`/aws/rds/instance/${Properties.DBInstanceIdentifier}/`);
}

function unordered(fleet: Fleet): string[] {
  return fleet.stacks.flatMap((stack) => {
    const all = resourcesOf({ stacks: [stack] });
    const named = all.filter(({ resource }) => resource.Type in MENTIONS && typeof resource.Properties[NAME_PROPERTIES[resource.Type]!] === 'string');
    // A boundary grants nothing, and limits what is not there yet.
    return all.filter(({ id }) => id !== 'Boundary').flatMap((one) => {
      const properties = resolved(one.resource.Properties, stack, fleet.model.partition);
      const texts = textsOf(properties).filter(({ key }) => key !== NAME_PROPERTIES[one.resource.Type]);
      const before = named.filter((other) => other !== one && (writesTo(one, other) || texts.some((text) => says(text, other))));
      if (before.length === 0) return [];
      const waits = closure(stack.template.Resources, one.id);
      return before.filter(({ id }) => !waits.has(id)).map(({ id }) => `${one.place} names ${id} and does not wait for it`);
    });
  });
}

/** All that a resource waits for, by Ref, GetAtt, a variable of Sub or DependsOn. */
function closure(resources: Fleet['stacks'][number]['template']['Resources'], id: string): Set<string> {
  const [reached, todo] = [new Set<string>(), [id]];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const resource = resources[next];
    if (resource === undefined) continue;
    const dependsOn = [resource.DependsOn ?? []].flat() as string[];
    for (const other of [...dependsOn, ...references(resource.Properties)]) {
      if (reached.has(other)) continue;
      reached.add(other);
      todo.push(other);
    }
  }
  return reached;
}

function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(references);
  return Object.entries(value).flatMap(([key, item]) => {
    if (key === 'Ref') return [item as string];
    return key === 'Fn::GetAtt' ? [(item as string[])[0]!] : references(item);
  });
}
