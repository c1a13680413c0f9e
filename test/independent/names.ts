import type { Check, Checks } from './check';
import { INSTANCE } from './databases';
import { physicalName } from './resolve';
import { ofType, readWorld } from './world';
import type { Printed } from './world';

/** What services take as names, by type. */
const LEGAL: Readonly<Record<string, RegExp>> = {
  'AWS::Backup::BackupVault': /^[A-Za-z0-9_-]{2,50}$/,
  'AWS::ECR::Repository': /^(?=.{2,256}$)[a-z0-9]+([._/-][a-z0-9]+)*$/,
  'AWS::ElastiCache::ReplicationGroup': /^(?=.{1,40}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  'AWS::ElastiCache::SubnetGroup': /^[a-z0-9-]{1,255}$/,
  'AWS::IAM::ManagedPolicy': /^[\w+=,.@-]{1,128}$/,
  'AWS::IAM::Role': /^[\w+=,.@-]{1,64}$/,
  'AWS::Logs::LogGroup': /^[\w./#-]{1,512}$/,
  'AWS::RDS::DBInstance': /^(?=.{1,63}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  'AWS::RDS::DBParameterGroup': /^(?=.{1,255}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  'AWS::RDS::DBSubnetGroup': /^[a-z0-9._-]{1,255}$/,
  'AWS::S3::Bucket': /^(?=.{3,63}$)[a-z0-9]+([.-]+[a-z0-9]+)*$/,
  'AWS::SecretsManager::Secret': /^[A-Za-z0-9/_+=.@-]{1,512}$/,
};

/** Names that stand deeper than in a property of their own, and those of databases and their users. */
function innerNames({ type, properties }: Printed): readonly (readonly [string, unknown, RegExp])[] {
  const backup = /^[A-Za-z0-9._-]{1,50}$/;
  const word = /^(?!pg_|rds)[a-z][a-z0-9_]{0,62}$/;
  if (type === 'AWS::Backup::BackupPlan') return [['BackupPlanName', properties.BackupPlan?.BackupPlanName, backup]];
  if (type === 'AWS::Backup::BackupSelection') return [['SelectionName', properties.BackupSelection?.SelectionName, backup]];
  if (type === INSTANCE) return [['DBName', properties.DBName, word], ['MasterUsername', properties.MasterUsername, word]];
  const template: unknown = properties.GenerateSecretString?.SecretStringTemplate;
  return typeof template === 'string' ? [['username', (JSON.parse(template) as { username?: unknown }).username, word]] : [];
}

/** Every name is one that its service takes. */
const legalNames: Check = (output) =>
  readWorld(output).resources.flatMap((printed) => {
    const name = physicalName(printed.raw);
    const pattern = LEGAL[printed.type];
    return [
      ...(name === undefined || pattern === undefined || pattern.test(name) ? [] : [`${printed.at}: ${printed.type} takes no name ${name}`]),
      ...innerNames(printed).filter(([, value, legal]) => !legal.test(String(value))).map(([what, value]) => `${printed.at}: ${what} cannot be ${String(value)}`),
    ];
  });

/** Words that PostgreSQL keeps for itself, which RDS refuses as the name of a database or a master. */
const RESERVED = new Set(['admin', 'all', 'database', 'default', 'group', 'master', 'postgres', 'public', 'rdsadmin', 'role', 'select', 'table', 'template0', 'template1', 'user']);

const reservedWords: Check = (output) =>
  ofType(readWorld(output), INSTANCE).flatMap(({ at, properties }) =>
    [properties.DBName, properties.MasterUsername].filter((word) => RESERVED.has(String(word))).map((word) => `${at}: ${word} is a word that PostgreSQL keeps`));

export const names: Checks = { legalNames, reservedWords };
