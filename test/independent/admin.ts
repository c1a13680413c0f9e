import { ADMIN, failed, namespaceOf } from './check';
import type { Check, Checks } from './check';
import { plainValues, preparedBy } from './database-variables';
import { hasDatabases, instancesOf } from './databases';
import { asList, same } from './json';
import { IMAGE } from './workload-criteria';
import { containersOf, find, ofKind, ofType, readWorld } from './world';
import type { Placed, Pod, World } from './world';

function objectsOf(world: World, environment: string): Placed[] {
  return world.objects.filter((placed) => placed.environment === environment && placed.folder === ADMIN);
}

/** Whatever else would run there could read the secret of a master. */
const KINDS = /^(Namespace|ResourceQuota|LimitRange|ServiceAccount|Role|RoleBinding|NetworkPolicy|SecretStore|ExternalSecret|ConfigMap|Job)$/;

/** The platform's own namespace stands where databases may be, and has one job for each of them. */
const adminNamespaces: Check = (output, declared) => {
  const world = readWorld(output);
  return Object.keys(declared.environments).flatMap((environment) => {
    const objects = objectsOf(world, environment);
    const instances = instancesOf(world, environment);
    const prepared = world.pods.filter((pod) => pod.environment === environment && pod.workload.folder === ADMIN).map((pod) => preparedBy(world, pod));
    const names = objects.filter(({ object }) => object.kind === 'Namespace').map(({ object }) => object.metadata.name);
    const expected = instances.length > 0 || (hasDatabases(declared, environment) && objects.length > 0) ? [namespaceOf(declared, environment, ADMIN)] : [];
    return [
      ...(same(names, expected) ? [] : [`${environment}: has platform namespaces ${names.join(', ') || 'of no name'}, not ${expected.join(', ')}`]),
      ...objects.filter(({ object }) => !KINDS.test(object.kind)).map(({ at, object }) => `${at}: a ${object.kind} has nothing to do there`),
      ...instances.filter((instance) => prepared.filter((other) => other === instance).length !== 1).map(({ at }) => `${at}: is prepared by ${prepared.filter((other) => other?.at === at).length} jobs`),
      ...prepared.filter((instance) => instance === undefined).map(() => `${environment}: a job of ${ADMIN} prepares no database of this environment`),
      ...objects.filter(({ object }) => object.kind === 'NetworkPolicy' && object.spec.ingress !== undefined).map(({ at }) => `${at}: lets somebody in`),
    ];
  });
};

/** The name of a master's secret stands in the platform's namespace alone, in a template of its own service and the policy of one role. */
const mastersStayApart: Check = (output) => {
  const world = readWorld(output);
  const named = (value: unknown) => JSON.stringify(value).includes('/postgres/master');
  return [
    ...world.objects.filter(({ object, folder }) => named(object) && !(folder === ADMIN && object.kind === 'ExternalSecret')).map(({ at }) => `${at}: names the secret of a master`),
    ...ofType(world, 'AWS::IAM::ManagedPolicy').filter(({ stack, properties }) => named(properties) && stack.kind !== 'platform').map(({ at }) => `${at}: names the secret of a master`),
    ...ofType(world, 'AWS::EKS::PodIdentityAssociation').filter(({ stack, properties }) => stack.kind !== 'service' || String(properties.Namespace).startsWith(ADMIN)).map(({ at }) => `${at}: gives a role to the platform's jobs`),
  ];
};

function isHashed(name: string): boolean {
  return /-[0-9a-f]{8,}$/.test(name) && name.length <= 63;
}

/** K12: jobs that run once, and again without harm. */
const k12Jobs: Check = (output) => {
  const world = readWorld(output);
  return ofKind(world, 'Job').flatMap((placed) => {
    const { spec, metadata } = placed.object;
    const pod = spec.template.spec as Record<string, any>;
    const account = find(world, placed, 'ServiceAccount', pod.serviceAccountName);
    const shared = world.pods.some((other) => other.environment === placed.environment && other.namespace === placed.namespace
      && other.workload.object.kind !== 'Job' && other.spec.serviceAccountName === pod.serviceAccountName);
    return failed(placed.at, {
      'has no hash in its name': isHashed(metadata.name),
      'tries too often': spec.backoffLimit >= 0 && spec.backoffLimit <= 3,
      'may run for ever': spec.activeDeadlineSeconds > 0 && spec.activeDeadlineSeconds <= 3600,
      'stays for ever': spec.ttlSecondsAfterFinished > 0,
      'starts its containers again': pod.restartPolicy === 'Never',
      'runs several pods at once': [undefined, 1].includes(spec.parallelism) && [undefined, 1].includes(spec.completions),
      'does not run': spec.suspend === undefined || spec.suspend === false,
      'selects pods by hand': spec.manualSelector === undefined && spec.selector === undefined,
      'has no service account of its own': account !== undefined && account.object.automountServiceAccountToken === false && !shared,
    });
  });
};

/** All that a job runs, so that another run has another name. */
function workOf(world: World, pod: Pod): unknown {
  const files = asList<Record<string, any>>(pod.spec.volumes).map(({ configMap }) => (configMap === undefined ? undefined : find(world, pod, 'ConfigMap', configMap.name)?.object.data as unknown));
  return [pod.spec, pod.labels, files];
}

/** K12: jobs of one hash run the same. */
const jobHashes: Check = (output) => {
  const world = readWorld(output);
  const jobs = world.pods.filter(({ workload }) => workload.object.kind === 'Job').map((pod) => ({ at: pod.at, hash: pod.workload.object.metadata.name.split('-').at(-1), work: workOf(world, pod) }));
  return jobs.flatMap(({ at, hash, work }, index) =>
    jobs.slice(index + 1).filter((other) => other.hash === hash && !same(other.work, work)).map((other) => `${at}: has the hash of ${other.at} and runs something else`));
};

/** K4: what a job runs is pinned, and nobody else's copy on a node is taken for it. */
export const jobImages: Check = (output) =>
  readWorld(output).pods.filter(({ workload }) => workload.object.kind === 'Job').flatMap((pod) =>
    containersOf(pod).flatMap((container) =>
      failed(`${pod.at}: container ${container.name}`, {
        'has an image that can be moved': IMAGE.test(String(container.image)),
        'may run a stale image': container.imagePullPolicy === 'Always',
      })));

/** What libpq reads by itself; every other variable is for the script. */
const LIBPQ = /^PG[A-Z]+$/;

/** A job's script reads what the job is given. */
export const scriptsReadTheirVariables: Check = (output) => {
  const world = readWorld(output);
  return world.pods.filter(({ workload }) => workload.folder === ADMIN).flatMap((pod) =>
    asList<Record<string, any>>(pod.spec.containers).flatMap((container) => {
      const files = asList<Record<string, any>>(pod.spec.volumes).flatMap(({ configMap }) => Object.values((find(world, pod, 'ConfigMap', configMap?.name)?.object.data ?? {}) as Record<string, string>));
      const scripts = [...asList<string>(container.command), ...asList<string>(container.args), ...files].join('\n');
      const names = [...Object.keys(plainValues(world, pod, container)), ...asList<{ name: string }>(container.env).map(({ name }) => name)];
      return [...new Set(names)].filter((name) => !LIBPQ.test(name) && !scripts.includes(name)).map((name) => `${pod.at}: nothing reads ${name}`);
    }));
};

export const admin: Checks = { adminNamespaces, mastersStayApart, k12Jobs, jobHashes };
