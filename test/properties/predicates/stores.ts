import { secretsMadeFor, ownKey } from './secrets';
import { glob } from '../../independent/iam';
import { controllerArn } from '../support/build-fleet';
import { listOf, resolved, resourceIn, resourcesOf } from '../support/cloudformation';
import type { Statement } from '../support/cloudformation';
import { placesOf, preparedIn, servesInCluster } from '../support/fleet-model';
import type { EnvironmentModel, FleetModel, ServiceModel } from '../support/fleet-model';
import type { Invariant, MutableFleet } from '../support/invariant';
import { containersOf, neighboursOf, objectIn, objectsOf, workloadsOf } from '../support/kubernetes';
import type { PlacedObject, Workload } from '../support/kubernetes';
import { CREDENTIALS } from '../support/request-variables';
import type { Fleet, Stack } from '../support/synthesized';

export const ownSecrets: Invariant = {
  number: 10,
  title: 'a store reads the secrets that its service made or adopted and no others, and the master\'s is read by the platform alone',
  predicate: (fleet) => [
    ...placesOf(fleet.model).flatMap(({ service, environment }) => checkStore(fleet, service, environment).map((problem) => `${environment.name}/${service.name} ${problem}`)),
    ...fleet.model.environments.filter(({ databases }) => databases).flatMap((environment) => checkAdminStore(fleet, environment).map((problem) => `${environment.name}/dust-admin ${problem}`)),
    ...otherReaders(fleet),
    ...checkFetched(fleet),
  ],
  mutations: [
    { title: 'a store reads every secret of its environment', apply: (fleet) => { readable(fleet).Resource = [sub('rich/prod/*')]; } },
    { title: 'a store reads nothing', apply: (fleet) => { readable(fleet).Resource = []; } },
    { title: 'a store reads the master', apply: (fleet) => { readable(fleet, 'ledger').Resource.push(sub('rich/prod/ledger/postgres/master-??????')); } },
    { title: 'a store writes', apply: (fleet) => { readable(fleet).Action.push('secretsmanager:PutSecretValue'); } },
    { title: 'a store of an adopted secret cannot decrypt it', apply: (fleet) => { statements(fleet, 'ledger/dev', 'SecretsRolePolicy')[1].Resource.pop(); } },
    { title: 'a store decrypts what is not a secret', apply: (fleet) => delete statements(fleet, 'ledger/prod', 'SecretsRolePolicy')[1].Condition },
    { title: 'pods read a secret', apply: (fleet) => { statements(fleet, 'ledger/prod', 'PodRolePolicy').push(structuredClone(readable(fleet, 'ledger'))); } },
    { title: 'everybody takes the role of a store', apply: (fleet) => { resourceIn(fleet, 'archive/prod', 'SecretsRole').Properties.AssumeRolePolicyDocument.Statement[0].Principal = '*'; } },
    { title: 'the store of the platform reads every secret', apply: (fleet) => { statements(fleet, 'Platform/prod', 'AdminSecretsRolePolicy')[0].Resource.push(sub('rich/prod/*-??????')); } },
    { title: 'the store of the platform reads those of another environment', apply: (fleet) => { statements(fleet, 'Platform/dev', 'AdminSecretsRolePolicy')[0].Resource.push(sub('rich/*/ledger/postgres/master-??????', '111122223333')); } },
    { title: 'a store takes another role', apply: (fleet) => { objectIn(fleet, 'prod', 'archive', 'SecretStore').spec.provider.aws.role += 'x'; } },
    { title: 'the secret of another environment is fetched', apply: (fleet) => { objectIn(fleet, 'dev', 'archive', 'ExternalSecret').spec.data[0].remoteRef.key = 'rich/staging/archive/SMTP_PASSWORD'; } },
    { title: 'the master is fetched', apply: (fleet) => { objectIn(fleet, 'prod', 'ledger', 'ExternalSecret', 'ledger-postgres').spec.data[0].remoteRef.key = 'rich/prod/ledger/postgres/master'; } },
    { title: 'a secret is fetched under another key', apply: (fleet) => { objectIn(fleet, 'prod', 'archive', 'ExternalSecret').spec.data[0].secretKey = 'x'; } },
    { title: 'a connection string is missing', apply: (fleet) => delete objectIn(fleet, 'prod', 'ledger', 'ExternalSecret', 'ledger-postgres').spec.target.template.data.DATABASE_URL },
    { title: 'a pod does without a secret', apply: (fleet) => { objectIn(fleet, 'prod', 'archive', 'Deployment').spec.template.spec.containers[0].env[0].valueFrom.secretKeyRef.optional = true; } },
    { title: 'a copy goes when AWS is silent', apply: (fleet) => { objectIn(fleet, 'prod', 'archive', 'ExternalSecret').spec.target.deletionPolicy = 'Delete'; } },
  ],
};

function sub(name: string, account = '444455556666'): object {
  return { 'Fn::Sub': `arn:\${AWS::Partition}:secretsmanager:eu-central-1:${account}:secret:${name}` };
}

function statements(fleet: MutableFleet, stack: string, id: string): any[] {
  return resourceIn(fleet, stack, id).Properties.PolicyDocument.Statement;
}

function readable(fleet: MutableFleet, service = 'archive'): any {
  return statements(fleet, `${service}/prod`, 'SecretsRolePolicy')[0];
}

/** What the store of a service reads, with the key of each: its own, or what it finds there. */
function storedFor(model: FleetModel, service: ServiceModel, environment: EnvironmentModel, own: string): { name: string; key?: string }[] {
  const made = secretsMadeFor(model, service, environment).filter(([name]) => !name.endsWith('/postgres/master')).map(([name]) => ({ name, key: own }));
  const { secrets = {}, postgres, cache } = service;
  const found = [
    ...Object.values(secrets).map((origin) => (typeof origin === 'string' ? undefined : origin[environment.name])).map((one) => one && { secret: one.name, keyArn: one.keyArn }),
    postgres?.existing?.[environment.name],
    cache?.existing?.[environment.name],
  ];
  return [...made, ...found.flatMap((one) => (one === undefined ? [] : [{ name: one.secret, ...(one.keyArn === undefined ? {} : { key: one.keyArn }) }]))];
}

function stackOf({ stacks }: Fleet, id: string): Stack {
  return stacks.find((stack) => stack.id === id)!;
}

function policyOf(fleet: Fleet, stack: Stack, id: string): Statement[] {
  const { PolicyDocument: document } = stack.template.Resources[id]?.Properties ?? { PolicyDocument: { Statement: [] } };
  return resolved(document.Statement, stack, fleet.model.partition) as Statement[];
}

function secretArn({ partition }: FleetModel, { region, account }: EnvironmentModel, name: string): string {
  return `arn:${partition}:secretsmanager:${region}:${account}:secret:${name}`;
}

const READING = 'secretsmanager:DescribeSecret,secretsmanager:GetSecretValue';

function checkStore(fleet: Fleet, service: ServiceModel, environment: EnvironmentModel): string[] {
  const { model } = fleet;
  const stack = stackOf(fleet, `${service.name}/${environment.name}`);
  const own = environment.ownKey ? ownKey(model, environment) : resolved({ 'Fn::GetAtt': ['Key', 'Arn'] }, { ...stack, template: { ...stack.template, Resources: { Key: { Type: 'AWS::KMS::Key', Properties: {} } } } }, model.partition) as string;
  const stored = storedFor(model, service, environment, own);
  if (stored.length === 0) return stack.template.Resources.SecretsRole === undefined ? [] : ['has a store and no secrets'];
  const arns = stored.map(({ name }) => `${secretArn(model, environment, name)}-??????`).sort();
  const keys = [...new Set(stored.flatMap(({ key }) => key ?? []))].sort();
  const via = { StringEquals: { 'kms:ViaService': `secretsmanager.${environment.region}.amazonaws.com` } };
  const expected = [`${READING} ${arns.join()} {}`, ...(keys.length === 0 ? [] : [`kms:Decrypt ${keys.join()} ${JSON.stringify(via)}`])];
  const actual = policyOf(fleet, stack, 'SecretsRolePolicy').map(({ Effect, Action, Resource, Condition = {} }) =>
    `${Effect === 'Allow' ? '' : Effect}${[...listOf(Action)].sort().join()} ${[...listOf(Resource as string[])].sort().join()} ${JSON.stringify(Condition)}`);
  return [
    ...(actual.join('\n') === expected.join('\n') ? [] : [`may\n${actual.join('\n')}\nand not\n${expected.join('\n')}`]),
    ...checkRole(fleet, stack, environment, 'SecretsRole', service.name),
  ];
}

/** The role of a store trusts the controller of its cluster, and the store of the namespace takes that role and no other. */
function checkRole({ model, objects }: Fleet, stack: Stack, environment: EnvironmentModel, id: string, folder: string): string[] {
  const { RoleName, Path, AssumeRolePolicyDocument } = stack.template.Resources[id]?.Properties ?? {};
  const trust = (resolved(AssumeRolePolicyDocument?.Statement ?? [], stack, model.partition) as Statement[])
    .map(({ Effect, Principal, Action, ...rest }) => JSON.stringify([Effect, Principal, [...listOf(Action)].sort(), rest]));
  const expected = JSON.stringify(['Allow', { AWS: controllerArn(environment, model.partition) }, ['sts:AssumeRole', 'sts:TagSession'], {}]);
  const arn = `arn:${model.partition}:iam::${environment.account}:role${Path}${RoleName}`;
  const stores = objects.filter((one) => one.environment === environment.name && one.folder === folder && one.object.kind === 'SecretStore').map(({ object: { spec } }) => shown(spec.provider.aws, Object.keys(spec).length));
  const needed = folder !== 'dust-admin' || preparedIn(model, environment).length > 0;
  const store = shown({ service: 'SecretsManager', region: environment.region, role: arn }, 1);
  return [
    ...(trust.join() === expected ? [] : [`trusts ${trust.join()} and not ${expected}`]),
    ...(Path === `/${model.prefix}/${environment.name}/secrets/` ? [] : [`has a role at ${Path}`]),
    ...(stores.join() === (needed ? store : '') ? [] : [`has the stores ${stores.join()}`]),
  ];
}

function shown(aws: Readonly<Record<string, unknown>>, parts: number): string {
  return `${Object.entries(aws).map(([key, value]) => `${key}=${String(value)}`).sort().join(' ')} of ${parts}`;
}

/** It exists before the services do, so it knows the secrets of databases by their pattern, and none that a service may name. */
function checkAdminStore(fleet: Fleet, environment: EnvironmentModel): string[] {
  const { model } = fleet;
  if (!environment.externalSecrets) return [];
  const stack = stackOf(fleet, `Platform/${environment.name}`);
  const granted = policyOf(fleet, stack, 'AdminSecretsRolePolicy');
  const patterns = granted.filter(({ Action }) => listOf(Action).some((action) => action.startsWith('secretsmanager:'))).flatMap(({ Resource }) => listOf(Resource as string[]));
  const names = placesOf(model).flatMap((place) => secretsMadeFor(model, place.service, place.environment).map(([name]) => ({ name, of: place.environment })));
  const adopted = placesOf(model).flatMap((place) => storedFor(model, place.service, place.environment, '').map(({ name }) => ({ name, of: place.environment })));
  return [
    ...[...names, ...adopted].flatMap(({ name, of }) => {
      const reads = patterns.some((pattern) => glob(pattern, `${secretArn(model, of, name)}-Ab12cD`));
      const mayRead = of.name === environment.name && /\/postgres\/(?:master|application)$/.test(name);
      return reads === mayRead ? [] : [`${reads ? 'reads' : 'cannot read'} ${name}`];
    }),
    ...granted.flatMap(({ Action }) => listOf(Action)).filter((action) => !`${READING},kms:Decrypt`.split(',').includes(action)).map((action) => `may ${action}`),
    ...checkRole(fleet, stack, environment, 'AdminSecretsRole', 'dust-admin'),
  ];
}

/** No other role may read a secret, even one that a person declared something for. */
function otherReaders(fleet: Fleet): string[] {
  return resourcesOf(fleet, 'AWS::IAM::ManagedPolicy').filter(({ id }) => !['Boundary', 'SecretsRolePolicy', 'AdminSecretsRolePolicy'].includes(id))
    .filter(({ resource }) => (resource.Properties.PolicyDocument.Statement as Statement[]).some(({ Action }) => listOf(Action).some((action) => action.startsWith('secretsmanager:'))))
    .map(({ place }) => `${place} reads secrets`);
}

/** Each copy has one source that its store reads, and each variable a copy that has its key. */
function checkFetched(fleet: Fleet): string[] {
  const copies = objectsOf(fleet, 'ExternalSecret');
  const problems = copies.filter(({ object }) => object.spec.data !== undefined).flatMap(({ environment, folder, object: { spec }, place }) => {
    const there = fleet.model.environments.find(({ name }) => name === environment)!;
    const service = fleet.model.services.find(({ name }) => name === folder);
    const names = service === undefined
      ? preparedIn(fleet.model, there).flatMap((one) => secretsMadeFor(fleet.model, one, there).map(([name]) => name)).filter((name) => name.includes('/postgres/'))
      : storedFor(fleet.model, service, there, '').map(({ name }) => name);
    const foreign = spec.data.map(({ remoteRef }: any) => remoteRef.key).filter((name: string) => !names.includes(name));
    const { creationPolicy, deletionPolicy } = spec.target;
    return [
      ...foreign.map((name: string) => `${place} fetches ${name}`),
      ...(spec.secretStoreRef.kind === 'SecretStore' && spec.dataFrom === undefined && creationPolicy === 'Owner' && deletionPolicy === 'Retain' ? [] : [`${place} has another store or policy`]),
    ];
  });
  problems.push(...copies.filter(({ object }) => object.spec.data === undefined).flatMap((made) => checkMade(fleet, made)));
  const keysOf = (environment: string, folder: string, name: string): string[] => copies
    .filter((copy) => copy.environment === environment && copy.folder === folder && copy.object.spec.target.name === name)
    .flatMap(({ object: { spec } }) => (spec.target.template === undefined ? spec.data.map(({ secretKey }: any) => secretKey) : Object.keys(spec.target.template.data)));
  return [...problems, ...workloadsOf(fleet).flatMap((workload) => containersOf(workload).flatMap(({ env = [] }) => env).flatMap(({ name, valueFrom }: any) => {
    const reference = valueFrom?.secretKeyRef;
    if (reference === undefined) return valueFrom === undefined ? [] : [`${workload.place} has ${name} from elsewhere`];
    if (isHandedOver(fleet, workload, name)) return reference.key === name && reference.optional === undefined ? [] : [`${workload.place} has ${name} by another key`];
    if (CREDENTIALS.includes(name)) return isOfStore(fleet, workload, reference) ? [] : [`${workload.place} has ${name} from elsewhere`];
    const isThere = keysOf(workload.environment, workload.folder, reference.name).filter((key) => key === reference.key).length === 1;
    return isThere && reference.optional === undefined ? [] : [`${workload.place} does without ${name}`];
  }))];
}

/** What is made in the cluster is made once, from a password of its own, and stays. */
function checkMade(fleet: Fleet, placed: PlacedObject): string[] {
  const { object: { spec }, place } = placed;
  const generators = spec.dataFrom.map(({ sourceRef }: any) => sourceRef.generatorRef.name).join();
  const isOwn = generators === spec.target.name && neighboursOf(fleet, placed, 'Password').filter(({ metadata }) => metadata.name === generators).length === 1;
  const isKept = spec.refreshPolicy === 'CreatedOnce' && spec.target.creationPolicy === 'Orphan' && spec.target.deletionPolicy === 'Retain' && spec.target.immutable === true;
  return [...(isOwn ? [] : [`${place} is made of ${generators}`]), ...(isKept ? [] : [`${place} could be made again`])];
}

/** A person puts it into the cluster. */
function isHandedOver({ model }: Fleet, { environment, folder }: Workload, name: string): boolean {
  const there = model.environments.find((one) => one.name === environment)!;
  return servesInCluster(there, 'secret') && model.services.find((one) => one.name === folder)?.secrets?.[name] === 'provided';
}

function isOfStore(fleet: Fleet, workload: Workload, { name, key }: { name: string; key: string }): boolean {
  return neighboursOf(fleet, workload, 'S3Credentials').filter(({ spec: { secretRef } }) => secretRef.name === name && [secretRef.accessKeyField, secretRef.secretKeyField].includes(key)).length === 1;
}
