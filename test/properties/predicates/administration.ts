import { wordsOf } from './secrets';
import { CLIENT_IMAGE } from '../support/build-fleet';
import { DATABASE_CA } from '../support/certificate';
import { resourcesOf } from '../support/cloudformation';
import { placesOf, preparedIn, servesInCluster } from '../support/fleet-model';
import type { EnvironmentModel, ServiceModel } from '../support/fleet-model';
import type { Invariant } from '../support/invariant';
import { clusterObjects, containersOf, neighboursOf, objectIn, removeObject, workloadsOf } from '../support/kubernetes';
import type { PlacedObject, Workload } from '../support/kubernetes';
import type { Fleet } from '../support/synthesized';

const KINDS = ['Namespace', 'ResourceQuota', 'LimitRange', 'ServiceAccount', 'Role', 'RoleBinding', 'SecretStore', 'NetworkPolicy', 'ConfigMap', 'ExternalSecret', 'Job'];

export const administration: Invariant = {
  number: 16,
  title: 'the platform has a namespace of its own where it prepares databases, with a job for each, and nowhere else',
  predicate: (fleet) => fleet.model.environments.flatMap((environment) => {
    const own = clusterObjects(fleet).filter((placed) => placed.environment === environment.name && placed.folder === 'dust-admin');
    const prepared = preparedIn(fleet.model, environment);
    const jobs = workloadsOf(fleet).filter((workload) => workload.environment === environment.name && workload.folder === 'dust-admin');
    return [
      ...(own.filter(({ object }) => object.kind === 'Namespace').length === (prepared.length > 0 ? 1 : 0) ? [] : [`${environment.name} has ${own.length} objects of the platform for ${prepared.length} databases`]),
      ...own.filter(({ object }) => !KINDS.includes(object.kind)).map(({ place }) => `${place} is nothing of the platform`),
      ...(jobs.length === prepared.length ? [] : [`${environment.name} has ${jobs.length} jobs for ${prepared.length} databases`]),
      ...prepared.flatMap((service) => checkJob(fleet, environment, service, jobs).map((problem) => `${environment.name}/${service.name} ${problem}`)),
      ...own.filter(({ object }) => object.kind === 'RoleBinding').flatMap((placed) => checkBinding(placed, environment)),
    ];
  }),
  mutations: [
    { title: 'there is no namespace', apply: (fleet) => removeObject(fleet, 'prod', 'dust-admin', 'Namespace') },
    { title: 'there is no job', apply: (fleet) => removeObject(fleet, 'prod', 'dust-admin', 'Job') },
    { title: 'there is a namespace for adopted databases', apply: (fleet) => { fleet.objects.push({ ...fleet.objects.find(({ folder }: PlacedObject) => folder === 'dust-admin'), environment: 'dev' }); } },
    { title: 'a job prepares another database', apply: (fleet) => { variable(fleet, 'PGDATABASE').value = 'db_web'; } },
    { title: 'the owner is who logs in', apply: (fleet) => { variable(fleet, 'APPLICATION_OWNER').value = 'app_ledger'; } },
    { title: 'a job trusts anybody', apply: (fleet) => { variable(fleet, 'PGSSLMODE').value = 'require'; } },
    { title: 'a job is tried for ever', apply: (fleet) => { objectIn(fleet, 'prod', 'dust-admin', 'Job').spec.backoffLimit = 100; } },
    { title: 'a job stays', apply: (fleet) => delete objectIn(fleet, 'prod', 'dust-admin', 'Job').spec.ttlSecondsAfterFinished },
    { title: 'a job has another image', apply: (fleet) => { objectIn(fleet, 'prod', 'dust-admin', 'Job').spec.template.spec.containers[0].image = 'postgres:latest'; } },
    { title: 'a job has no script', apply: (fleet) => delete objectIn(fleet, 'prod', 'dust-admin', 'ConfigMap').data['roles.sh'] },
    { title: 'a job asks another secret for the password', apply: (fleet) => { variable(fleet, 'PGPASSWORD').valueFrom.secretKeyRef.key = 'APPLICATION_PASSWORD'; } },
    { title: 'a service writes there', apply: (fleet) => { objectIn(fleet, 'prod', 'dust-admin', 'RoleBinding').subjects[0].name = 'dust:prod:ledger:workload-apply'; } },
    { title: 'there is a deployment', apply: (fleet) => { objectIn(fleet, 'prod', 'dust-admin', 'LimitRange').kind = 'Deployment'; } },
  ],
};

function variable(fleet: Parameters<typeof objectIn>[0], name: string): any {
  return objectIn(fleet, 'prod', 'dust-admin', 'Job').spec.template.spec.containers[0].env.find((one: { name: string }) => one.name === name);
}

function checkBinding({ object, place }: PlacedObject, { name }: EnvironmentModel): string[] {
  const subjects = object.subjects.map(({ kind, name: subject }: { kind: string; name: string }) => `${kind} ${subject}`).join();
  return subjects === `Group dust:${name}:platform-apply` ? [] : [`${place} binds ${subjects}`];
}

/** A role in PostgreSQL: neither a word of SQL nor one of RDS. */
const ROLE = /^[a-z][a-z0-9_]{0,62}$/;

function checkJob(fleet: Fleet, environment: EnvironmentModel, { name }: ServiceModel, jobs: readonly Workload[]): string[] {
  const { Properties: { DBName: database } } = resourcesOf(fleet, 'AWS::RDS::DBInstance').find(({ stack }) => stack.id === `${name}/${environment.name}`)!.resource;
  const own = jobs.filter((job) => valueIn(job, 'PGDATABASE') === database);
  const [job] = own;
  if (job === undefined || own.length > 1) return [`has ${own.length} jobs`];
  const { object: { spec, kind } } = job;
  const problems: string[] = [];
  if (kind !== 'Job' || !(spec.backoffLimit <= 3) || !(spec.activeDeadlineSeconds > 0) || !(spec.ttlSecondsAfterFinished > 0) || job.template.spec.restartPolicy !== 'Never') problems.push('has a job that does not end');
  const [container] = containersOf(job);
  if (container.image !== CLIENT_IMAGE) problems.push(`is prepared by ${container.image}`);
  if (valueIn(job, 'PGSSLMODE') !== 'verify-full' || valueIn(job, 'PGPORT') !== '5433') problems.push('is prepared without trust');
  const [owner, login] = [valueIn(job, 'APPLICATION_OWNER'), loginOf(fleet, name, environment)];
  if (!ROLE.test(owner ?? '') || !ROLE.test(login) || owner === login || !ROLE.test(database)) problems.push(`has the owner ${owner}, the login ${login} and the database ${database}`);
  return [...problems, ...checkFiles(fleet, job, environment), ...checkKeys(fleet, job, name, environment)];
}

function valueIn(job: Workload, name: string): string | undefined {
  return containersOf(job).flatMap(({ env = [] }) => env).find((one: { name: string }) => one.name === name)?.value;
}

function loginOf({ stacks }: Fleet, service: string, environment: EnvironmentModel): string {
  const secret = resourcesOf({ stacks }, 'AWS::SecretsManager::Secret').find(({ stack, resource }) => stack.id === `${service}/${environment.name}` && resource.Properties.Name.endsWith('/postgres/application'));
  return (wordsOf(secret?.resource.Properties.GenerateSecretString?.SecretStringTemplate).username as string | undefined) ?? '';
}

/** The script that the command names, and the certificates, lie where the job looks for them. */
function checkFiles(fleet: Fleet, job: Workload, environment: EnvironmentModel): string[] {
  const named = [containersOf(job)[0].command.at(-1), valueIn(job, 'PGSSLROOTCERT')] as string[];
  return named.flatMap((path) => {
    const content = fileAt(fleet, job, path);
    const isRight = path.endsWith('.pem') ? isTrusted(content, environment) : content?.startsWith('#!/bin/sh') === true;
    return isRight ? [] : [`does not find ${path}`];
  });
}

/** What a container finds at a path that is mounted from a ConfigMap. */
function fileAt(fleet: Fleet, workload: Workload, path: string): string | undefined {
  const mount = containersOf(workload)[0].volumeMounts.find(({ mountPath }: { mountPath: string }) => path.startsWith(`${mountPath}/`));
  const volume = workload.template.spec.volumes.find(({ name }: { name: string }) => name === mount?.name);
  const file = path.slice((mount?.mountPath.length ?? 0) + 1);
  const key = volume?.configMap?.items === undefined ? file : volume.configMap.items.find((item: { path: string }) => item.path === file)?.key;
  return neighboursOf(fleet, workload, 'ConfigMap').find(({ metadata }) => metadata.name === volume?.configMap?.name)?.data?.[key];
}

function isTrusted(content: string | undefined, { databaseCa }: EnvironmentModel): boolean {
  if (databaseCa) return content === DATABASE_CA;
  return content !== undefined && /^(?:-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+-----END CERTIFICATE-----\n?)+$/.test(content) && content !== DATABASE_CA;
}

const SOURCES: Readonly<Record<string, string>> = { PGHOST: 'master host', PGUSER: 'master username', PGPASSWORD: 'master password', APPLICATION_USER: 'application username', APPLICATION_PASSWORD: 'application password' };

/** Each variable of a job comes from the secret that has it. */
function checkKeys(fleet: Fleet, job: Workload, service: string, environment: EnvironmentModel): string[] {
  const variables = containersOf(job).flatMap(({ env = [] }) => env).filter(({ valueFrom }: any) => valueFrom !== undefined);
  const copies = neighboursOf(fleet, job, 'ExternalSecret');
  const found = Object.fromEntries(variables.map(({ name, valueFrom: { secretKeyRef } }: any) => {
    const data = copies.find(({ spec }) => spec.target.name === secretKeyRef.name)?.spec.data.find(({ secretKey }: any) => secretKey === secretKeyRef.key);
    return [name, `${data?.remoteRef.key} ${data?.remoteRef.property}`];
  }));
  const at = `${fleet.model.prefix}/${environment.name}/${service}/postgres/`;
  const names = new Set([...Object.keys(SOURCES), ...Object.keys(found)]);
  return [...names].filter((name) => found[name] !== `${at}${SOURCES[name]}`).map((name) => `gives its job ${name} from ${found[name]}`);
}

/** The one key of a Secret that a server in the cluster is signed by; the Secret holds private keys as well. */
function isOfOperator(fleet: Fleet, workload: Workload, path: string): boolean {
  const mount = containersOf(workload)[0].volumeMounts.find(({ mountPath }: { mountPath: string }) => path.startsWith(`${mountPath}/`));
  const { secret } = workload.template.spec.volumes.find(({ name }: { name: string }) => name === mount?.name) ?? {};
  const makers = [...neighboursOf(fleet, workload, 'Cluster').map(({ metadata }) => `${metadata.name}-ca`), ...neighboursOf(fleet, workload, 'Certificate').map(({ spec }) => spec.secretName)];
  return makers.includes(secret?.secretName) && JSON.stringify(secret.items) === JSON.stringify([{ key: 'ca.crt', path: path.slice(mount.mountPath.length + 1) }]);
}

export const trustedServers: Invariant = {
  number: 22,
  title: 'a container finds the certificates of its database and its cache in the files that its variables name',
  predicate: (fleet) => placesOf(fleet.model).flatMap(({ service, environment }) => {
    const workload = workloadsOf(fleet).find((one) => one.environment === environment.name && one.folder === service.name);
    if (workload === undefined) return [`${environment.name}/${service.name} has no pods`];
    const data = neighboursOf(fleet, workload, 'ConfigMap').find(({ metadata }) => metadata.name === containersOf(workload)[0].envFrom?.[0]?.configMapRef?.name)?.data ?? {};
    const trusted = (path: string, one: EnvironmentModel, inCluster: boolean): boolean => (inCluster ? isOfOperator(fleet, workload, path) : isTrusted(fileAt(fleet, workload, path), one));
    const database = service.postgres === undefined || (data.PGSSLMODE === 'verify-full' && trusted(data.PGSSLROOTCERT, environment, servesInCluster(environment, 'postgres')));
    const cache = service.cache === undefined || (data.REDIS_TLS === 'true' && trusted(data.REDIS_CA_FILE, { ...environment, databaseCa: false }, servesInCluster(environment, 'cache')));
    return [...(database ? [] : [`${workload.place} does not know its database`]), ...(cache ? [] : [`${workload.place} does not know its cache`])];
  }),
  mutations: [
    { title: 'a file lies elsewhere', apply: (fleet) => { objectIn(fleet, 'prod', 'ledger', 'ConfigMap', 'ledger-config').data.PGSSLROOTCERT = '/etc/ssl/ca.pem'; } },
    { title: 'a file is empty', apply: (fleet) => { objectIn(fleet, 'dev', 'ledger', 'ConfigMap', 'ledger-postgres-ca').data['ca.pem'] = ''; } },
    { title: 'a file is not mounted', apply: (fleet) => { objectIn(fleet, 'prod', 'ledger', 'Deployment').spec.template.spec.containers[0].volumeMounts.pop(); } },
    { title: 'any certificate will do', apply: (fleet) => { objectIn(fleet, 'prod', 'ledger', 'ConfigMap', 'ledger-config').data.PGSSLMODE = 'require'; } },
    { title: 'a cache is asked in plain text', apply: (fleet) => { objectIn(fleet, 'dev', 'ledger', 'ConfigMap', 'ledger-config').data.REDIS_TLS = 'false'; } },
  ],
};
