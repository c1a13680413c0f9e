import { resolved, resourceIn, resourcesOf } from '../support/cloudformation';
import type { PlacedResource } from '../support/cloudformation';
import { makesCache, makesPostgres, placesOf, servesInCluster } from '../support/fleet-model';
import type { EnvironmentModel, FleetModel, ServiceModel } from '../support/fleet-model';
import type { Invariant } from '../support/invariant';
import type { Fleet } from '../support/synthesized';

const SECRET = 'AWS::SecretsManager::Secret';

/** How a secret that the library makes gets its value: by a person, at random, or as an address that AWS tells. */
type Filling = 'provided' | 'generated' | 'address';

export const madeSecrets: Invariant = {
  number: 13,
  title: 'a service has the secrets that it asked for, encrypted, closed to others, and none with a value',
  predicate: (fleet) => placesOf(fleet.model).flatMap(({ service, environment }) => {
    const expected = new Map(secretsMadeFor(fleet.model, service, environment));
    const made = resourcesOf(fleet, SECRET).filter(({ stack }) => stack.id === `${service.name}/${environment.name}`);
    const names = made.map(({ resource }) => resource.Properties.Name as string);
    return [
      ...[...expected.keys()].filter((name) => !names.includes(name)).map((name) => `${name} is missing`),
      ...made.flatMap((secret) => checkSecret(fleet, secret, expected.get(secret.resource.Properties.Name), environment).map((problem) => `${secret.place} ${problem}`)),
    ];
  }),
  mutations: [
    { title: 'a secret has a value', apply: (fleet) => { resourceIn(fleet, 'archive/prod', 'SecretSmtpPassword').Properties.SecretString = 'x'; } },
    { title: 'a provided secret is filled', apply: (fleet) => { resourceIn(fleet, 'archive/prod', 'SecretSmtpPassword').Properties.GenerateSecretString = { PasswordLength: 48 }; } },
    { title: 'a generated secret is short', apply: (fleet) => { resourceIn(fleet, 'archive/prod', 'SecretSigningKey').Properties.GenerateSecretString.PasswordLength = 8; } },
    { title: 'a password of a database is a word', apply: (fleet) => { resourceIn(fleet, 'ledger/prod', 'PostgresMaster').Properties.GenerateSecretString.SecretStringTemplate = '{"username":"dust_master","password":"x"}'; } },
    { title: 'an address comes with a password', apply: (fleet) => { resourceIn(fleet, 'ledger/prod', 'CacheEndpoint').Properties.SecretString['Fn::Sub'][0] = '{"host":"${Host}","password":"x"}'; } },
    { title: 'a secret has the key of AWS', apply: (fleet) => delete resourceIn(fleet, 'archive/prod', 'SecretSmtpPassword').Properties.KmsKeyId },
    { title: 'a secret is missing', apply: (fleet) => { resourceIn(fleet, 'archive/prod', 'SecretSmtpPassword').Type = 'AWS::KMS::Alias'; } },
    { title: 'a secret that exists is made again', apply: (fleet) => { resourceIn(fleet, 'ledger/prod', 'PostgresMaster').Properties.Name = 'legacy/prod/bank'; } },
    { title: 'the master of an adopted database is made', apply: (fleet) => { fleet.stacks.find(({ id }: { id: string }) => id === 'ledger/dev').template.Resources.X = structuredClone(resourceIn(fleet, 'ledger/prod', 'PostgresMaster')); } },
    { title: 'a secret has no policy', apply: (fleet) => { resourceIn(fleet, 'ledger/prod', 'PolicyOfPostgresMaster').Type = 'AWS::KMS::Alias'; } },
    { title: 'another account reads a secret', apply: (fleet) => { resourceIn(fleet, 'ledger/prod', 'PolicyOfPostgresMaster').Properties.ResourcePolicy.Statement[0].Condition.StringNotEquals = { 'aws:PrincipalAccount': ['444455556666', '1'] }; } },
  ],
};

/** The names of the secrets that the library makes in AWS, and how each is filled. */
export function secretsMadeFor({ prefix }: FleetModel, service: ServiceModel, environment: EnvironmentModel): [name: string, filling: Filling][] {
  const at = (name: string): string => `${prefix}/${environment.name}/${service.name}/${name}`;
  const inAws = servesInCluster(environment, 'secret') ? {} : service.secrets ?? {};
  const declared = Object.entries(inAws).flatMap(([variable, origin]): [string, Filling][] => (typeof origin === 'string' ? [[at(variable), origin]] : []));
  return [
    ...declared,
    ...(makesPostgres(service, environment) ? [[at('postgres/master'), 'generated'], [at('postgres/application'), 'generated']] as [string, Filling][] : []),
    ...(makesCache(service, environment) ? [[at('cache/password'), 'generated'], [at('cache/endpoint'), 'address']] as [string, Filling][] : []),
  ];
}

function checkSecret(fleet: Fleet, { resource: { Properties }, stack, id }: PlacedResource, filling: Filling | undefined, environment: EnvironmentModel): string[] {
  if (filling === undefined) return [`is called ${Properties.Name}, which nobody asked for`];
  const { SecretString: value, GenerateSecretString: generator } = Properties;
  const key = resolved(Properties.KmsKeyId, stack, fleet.model.partition);
  const expectedKey = environment.ownKey ? ownKey(fleet.model, environment) : resolved({ 'Fn::GetAtt': ['Key', 'Arn'] }, stack, fleet.model.partition);
  const problems = key === expectedKey ? [] : [`has the key ${String(key)}`];
  if (filling === 'address') problems.push(...checkAddress(value));
  if (filling !== 'address' && value !== undefined) problems.push('has a value');
  if ((generator !== undefined) !== (filling === 'generated')) problems.push(`is ${filling} and has ${generator === undefined ? 'no generator' : 'a generator'}`);
  if (generator !== undefined) problems.push(...checkGenerator(generator));
  const policies = resourcesOf({ stacks: [stack] }, 'AWS::SecretsManager::ResourcePolicy').filter(({ resource }) => resource.Properties.SecretId?.Ref === id);
  if (policies.length !== 1 || !policies.every(({ resource }) => isClosed(resource.Properties, environment.account))) problems.push('is not closed to other accounts');
  return problems;
}

/** The given key of an environment. */
export function ownKey({ partition }: Pick<FleetModel, 'partition'>, { region, account }: EnvironmentModel): string {
  return `arn:${partition}:kms:${region}:${account}:key/0a1b2c3d-0000-4000-8000-0123456789ab`;
}

/** Only where something is, in the words of AWS. */
function checkAddress(value: any): string[] {
  const [text, variables] = value?.['Fn::Sub'] ?? [];
  const attributes = Object.values(variables ?? {}).map((one: any) => one?.['Fn::GetAtt']?.[1]);
  return text === '{"host":"${Host}","port":"6380"}' && attributes.join() === 'PrimaryEndPoint.Address' ? [] : [`says ${JSON.stringify(value)}`];
}

/** What a generated login says beside its password; the ARN of the master's secret, by reference, is for rotation. */
export function wordsOf(template: any): Record<string, unknown> {
  const [text, variables] = Array.isArray(template?.['Fn::Sub']) ? template['Fn::Sub'] : [template, {}];
  const { masterarn, ...words } = JSON.parse(text ?? '{}') as Record<string, unknown>;
  const isReference = masterarn === undefined || (masterarn === '${Master}' && variables.Master?.Ref === 'PostgresMaster');
  return isReference ? words : { ...words, masterarn };
}

/** 48 characters of 62 are more than anybody can try; the only words beside them are a user's name. */
function checkGenerator({ PasswordLength = 32, SecretStringTemplate: template, GenerateStringKey: key, ...rest }: any): string[] {
  const excluded = Object.keys(rest).filter((name) => name !== 'ExcludePunctuation');
  const words = Object.keys(wordsOf(template));
  const isPlain = template === undefined ? key === undefined : words.join() === 'username' && key === 'password';
  return [...(PasswordLength >= 32 && excluded.length === 0 ? [] : ['is easy to guess']), ...(isPlain ? [] : [`holds ${words.join()}`])];
}

function isClosed({ BlockPublicPolicy, ResourcePolicy: { Statement: statements } }: any, account: string): boolean {
  const denial = { Effect: 'Deny', Principal: '*', Action: 'secretsmanager:*', Resource: '*', Condition: { StringNotEquals: { 'aws:PrincipalAccount': account }, Bool: { 'aws:PrincipalIsAWSService': 'false' } } };
  const { Sid: _sid, ...statement } = statements[0] ?? {};
  return BlockPublicPolicy === true && statements.length === 1 && JSON.stringify(statement) === JSON.stringify(denial);
}
