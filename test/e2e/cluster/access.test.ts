import { readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import type { Client, Live } from './client';
import { Deployed, DUST_ADMIN, DUST_OBJECTS, environmentsOf, spacesOf } from './deployed';
import { replicasOf, rolledOut } from './rollout';
import { rulesIn, rulesOf } from './rules';
import { exampleOutput } from '../../support/example';
import type { KubernetesObject } from '../../support/synthesize';

const output = exampleOutput();
const NOBODYS = ['default', 'kube-system'];
const VERBS = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];

/** What platform-apply writes in the platform's own namespaces and not in every namespace. */
const IN_SPACES: Readonly<Record<string, readonly string[]>> = {
  [DUST_ADMIN]: ['batch/jobs', 'configmaps', 'external-secrets.io/externalsecrets'],
  [DUST_OBJECTS]: ['external-secrets.io/externalsecrets', 'generators.external-secrets.io/passwords', 'seaweed.seaweedfs.com/resourcereferencegrants', 'seaweed.seaweedfs.com/seaweeds'],
};
/** Kinds of operators that give more than a service may have, so that platform-apply alone writes them. */
const FOUNDATION_KINDS: Readonly<Record<string, string>> = {
  Bucket: 'seaweed.seaweedfs.com/buckets', S3Credentials: 'seaweed.seaweedfs.com/s3credentials', S3Identity: 'seaweed.seaweedfs.com/s3identities',
  S3Policy: 'seaweed.seaweedfs.com/s3policies', S3PolicyBinding: 'seaweed.seaweedfs.com/s3policybindings', Certificate: 'cert-manager.io/certificates',
};
/** And those that a Deployment of the same service could stand for. */
const DATA_KINDS: Readonly<Record<string, string>> = {
  Cluster: 'postgresql.cnpg.io/clusters', Redis: 'redis.redis.opstreelabs.in/redis', Password: 'generators.external-secrets.io/passwords', PodMonitor: 'monitoring.coreos.com/podmonitors',
};
/** A right in groups of kinds that operators act on, or in all. */
const OPERATED = /^\S+ (\*|(\S+\.)?seaweedfs\.com|cert-manager\.io|postgresql\.cnpg\.io|redis\.\S+|generators\.\S+|monitoring\.coreos\.com)\//;

describe.each(environmentsOf(output))('who may do what in %s', (environment) => {
  let deployed: Deployed;
  let replicas: ReadonlyMap<string, number>;
  beforeAll(async () => {
    deployed = await Deployed.start(output, environment);
    deployed.apply();
    deployed.provide();
    replicas = new Map(replicasOf(deployed).map(({ service, least }) => [service, least]));
    await rolledOut(deployed, (service) => replicas.get(service)!);
  });
  afterAll(async () => { await deployed?.stop(); });

  /** What one service may not do with another is tried with its neighbour; the rules say it of all. */
  const forEachService = (check: (service: string, neighbour: string) => void) => {
    deployed.services.forEach((service, index) => check(service, deployed.services.at(index - 1)!));
  };
  const podOf = (service: string): string => deployed.admin.list('pods', service)[0]!.metadata.name;

  describe('restart', () => {
    test('restarts its own Deployment and sees the rollout end', () => {
      const before = new Map(deployed.services.map((service) => [service, templateOf(deployed.admin, service)]));
      forEachService((service) => {
        const client = deployed.identity(service, 'restart');
        client.must(['rollout', 'restart', `deployment/${service}`, '--namespace', service]);
        client.must(['rollout', 'status', `deployment/${service}`, '--namespace', service, '--timeout=120s']);
        const [old, after] = [before.get(service), templateOf(deployed.admin, service)];
        expect(after.metadata.annotations).toEqual({ ...old.metadata.annotations, 'kubectl.kubernetes.io/restartedAt': expect.any(String) });
        expect(after.spec).toEqual(old.spec);
      });
    });

    test('has this right and no other, in this namespace and in every other', () => {
      const namespaces = [...deployed.namespaces, ...NOBODYS];
      forEachService((service) => {
        const own = ['get', 'list', 'patch', 'watch'].map((verb) => `${verb} apps/deployments/${service}`);
        const rules = rulesIn(deployed.identity(service, 'restart'), namespaces);
        expect([...rules]).toEqual(namespaces.map((namespace) => [namespace, namespace === service ? own : []]));
      });
    });

    test('is refused when it reads a secret, a pod or a log, starts a shell, or touches what is not its own', () => {
      forEachService((service, neighbour) => {
        const client = deployed.identity(service, 'restart');
        const pod = podOf(service);
        const refused = (...line: string[]) => expectForbidden(client, line);
        refused('get', 'secrets', '--namespace', service);
        refused('get', 'pod', pod, '--namespace', service);
        refused('logs', pod, '--namespace', service);
        refused('exec', pod, '--namespace', service, '--', 'true');
        refused('delete', 'deployment', service, '--namespace', service);
        refused('scale', 'deployment', service, '--replicas=0', '--namespace', service);
        refused('create', 'deployment', 'another', '--image=example', '--namespace', service);
        refused('rollout', 'restart', `deployment/${neighbour}`, '--namespace', neighbour);
      });
    });
  });

  test('a group of another environment or a made-up one may do nothing', () => {
    forEachService((service) => {
      const groups = [`dust:elsewhere:${service}:restart`, `dust:${environment}:${service}`, `dust:${environment}:${service}x:restart`, 'dust:elsewhere:platform-apply'];
      for (const [, rules] of rulesIn(deployed.admin.as('somebody', ...groups), [service, ...deployed.spaces])) expect(rules).toEqual([]);
    });
    const [service] = deployed.services as [string];
    expectForbidden(deployed.admin.as('somebody'), ['rollout', 'restart', `deployment/${service}`, '--namespace', service]);
  });

  test('restart applies nothing of what there is, whoever owns it, beside the Deployment that it may patch', () => {
    forEachService((service) => {
      const objects = objectsIn([deployed.foundation(service), ...deployed.workload(service), ...deployed.spaceFiles]);
      expectAllForbidden(deployed.identity(service, 'restart'), objects.filter(({ kind }) => kind !== 'Deployment'));
    });
  });

  describe('workload-apply', () => {
    test('applies its own layers', () => {
      forEachService((service) => expect(deployed.identity(service, 'workload-apply').apply(deployed.workload(service))).toContain('serverside-applied'));
    });

    test('is refused with every object of the foundation, of the cluster, of the platform\'s namespaces, and of another service', () => {
      forEachService((service) => {
        const others = deployed.services.filter((other) => other !== service).flatMap((other) => deployed.workload(other));
        expectNothingApplied(deployed.identity(service, 'workload-apply'), [deployed.foundation(service), deployed.clusterLayer, deployed.clusterAdmin, ...deployed.spaceFiles, ...others]);
      });
    });

    test('writes kinds of operators that its data has, where it is, and no others', () => {
      const namespaces = [...deployed.namespaces, ...NOBODYS];
      forEachService((service) => {
        const own = rulesFor(DATA_KINDS, objectsIn(deployed.dataOf(service)));
        const found = new Map([...rulesIn(deployed.identity(service, 'workload-apply'), namespaces)].map(([namespace, rules]) => [namespace, rules.filter((rule) => OPERATED.test(rule))]));
        expect([...found]).toEqual(namespaces.map((namespace) => [namespace, namespace === service ? own : []]));
      });
    });

    test('is refused with its own data in the namespace of a neighbour and in those of the platform', () => {
      forEachService((service, neighbour) => {
        const data = objectsIn(deployed.dataOf(service));
        const items = [neighbour, ...deployed.spaces].flatMap((namespace) => data.map((object) => ({ ...object, metadata: { ...object.metadata, namespace } })));
        if (items.length > 0) expectAllForbidden(deployed.identity(service, 'workload-apply'), items);
      });
    });

    test('reads no secret, starts no shell, and grants nothing', () => {
      forEachService((service) => {
        const client = deployed.identity(service, 'workload-apply');
        expectForbidden(client, ['get', 'secrets', '--namespace', service]);
        expectForbidden(client, ['exec', podOf(service), '--namespace', service, '--', 'true']);
        expectForbidden(client, ['create', 'rolebinding', 'more', '--clusterrole=admin', '--user=me', '--namespace', service]);
        expect(rulesOf(client, service).filter((rule) => /^\S+ secrets(\/|$)|secretstores|pushsecrets|\*|exec|attach|token|roles|escalate|bind|impersonate/.test(rule))).toEqual([]);
      });
    });
  });

  describe('platform-apply', () => {
    test('is refused with every object of a workload', () => {
      expectNothingApplied(deployed.platformApply, deployed.services.flatMap((service) => deployed.workload(service)));
    });

    test('reads no secret, starts no shell and deletes no namespace', () => {
      for (const namespace of deployed.namespaces) {
        expectForbidden(deployed.platformApply, ['get', 'secrets', '--namespace', namespace]);
        expectForbidden(deployed.platformApply, ['exec', podOf(namespace), '--namespace', namespace, '--', 'true']);
        expectForbidden(deployed.platformApply, ['delete', 'namespace', namespace]);
      }
    });

    test('writes what the platform has in its own namespaces and in foundations, each kind only where one is', () => {
      const rules = rulesIn(deployed.platformApply, [...deployed.namespaces, ...NOBODYS]);
      const everywhere = rules.get('default')!;
      const more = (namespace: string): string[] => (deployed.services.includes(namespace)
        ? rulesFor(FOUNDATION_KINDS, objectsIn([deployed.foundation(namespace)])) : everyVerb(IN_SPACES[namespace] ?? []));
      expect(everywhere.filter((rule) => OPERATED.test(rule) || [...rules.keys()].flatMap(more).includes(rule))).toEqual([]);
      for (const [namespace, found] of rules) expect([namespace, found]).toEqual([namespace, [...everywhere, ...more(namespace)].sort()]);
    });

    test('applies the namespaces of the platform and the foundations, and nothing of theirs elsewhere', () => {
      const everywhere = rulesOf(deployed.platformApply, 'default');
      deployed.platformApply.apply([...deployed.spaceFiles, ...deployed.services.map((service) => deployed.foundation(service))]);
      const special = objectsIn([...deployed.spaceFiles, deployed.foundation(deployed.services[0]!)]).filter((object) => !everywhere.includes(`patch ${resourceOf(object)}`));
      expect(special.length).toBeGreaterThan(3);
      expectAllForbidden(deployed.platformApply, special.map((object) => ({ ...object, metadata: { ...object.metadata, namespace: 'default' } })));
    });
  });

  describe.each(spacesOf(output, environment))('in %s', (space) => {
    test('nobody of a service may do anything', () => {
      forEachService((service) => {
        for (const capability of ['restart', 'workload-apply'] as const) expect(rulesOf(deployed.identity(service, capability), space)).toEqual([]);
        const client = deployed.identity(service, 'workload-apply');
        const kinds = ['secrets', 'configmaps', 'jobs', 'pods', 'externalsecrets', 'secretstores', 'seaweeds', 'resourcereferencegrants', 'buckets', 's3identities', 's3credentials'];
        const { exitCode, out, error } = client.run(['get', kinds.join(','), '--namespace', space]);
        expect([exitCode, out, error.match(/is forbidden/g)?.length]).toEqual([1, '', kinds.length]);
      });
    });

    test('neither may the pods of a service nor those of its own Jobs', () => {
      for (const namespace of deployed.namespaces) {
        const account = deployed.admin.as(`system:serviceaccount:${namespace}:${namespace}`, 'system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated');
        for (const [place, rules] of rulesIn(account, [namespace, space])) expect([place, rules]).toEqual([place, []]);
      }
      const objects = deployed.admin.list('pods,serviceaccounts').filter(({ metadata }) => deployed.namespaces.includes(metadata.namespace!));
      const pods = objects.filter(({ kind }) => kind === 'Pod');
      const accountOf = ({ metadata: { namespace }, spec }: Live): Live => objects.find(({ kind, metadata }) => kind === 'ServiceAccount' && metadata.namespace === namespace && metadata.name === spec.serviceAccountName)!;
      // Operators leave it to the account, which is printed; an instance of CloudNativePG has an account of its operator.
      expect(pods.filter((pod) => (pod.spec.automountServiceAccountToken ?? accountOf(pod).automountServiceAccountToken) !== false || pod.spec.serviceAccountName === 'default')).toEqual([]);
      expect(pods.filter((pod) => hasToken(pod) && pod.metadata.labels!['cnpg.io/cluster'] === undefined)).toEqual([]);
    });
  });
});

function templateOf(admin: Client, service: string): any {
  return admin.list('deployments', service)[0]!.spec.template;
}

function expectForbidden(client: Client, line: readonly string[]): void {
  const { exitCode, out, error } = client.run(line);
  expect({ line, exitCode, said: out + error }).toEqual({ line, exitCode: 1, said: expect.stringMatching(/forbidden/i) });
}

/** Every object of the files is refused, each for itself. */
function expectNothingApplied(client: Client, files: readonly string[]): void {
  const { exitCode, out, error } = client.run(['apply', '--server-side', '--force-conflicts', ...files.flatMap((file) => ['-f', file])]);
  expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
  expect(error.match(/is forbidden/g)).toHaveLength(objectsIn(files).length);
}

function objectsIn(files: readonly string[]): KubernetesObject[] {
  return files.flatMap((file) => loadAll(readFileSync(file, 'utf8')) as KubernetesObject[]);
}

function expectAllForbidden(client: Client, items: readonly KubernetesObject[]): void {
  const { exitCode, out, error } = client.run(['apply', '--server-side', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  expect([exitCode, out, error.match(/is forbidden/g)?.length]).toEqual([1, '', items.length]);
}

/** All that whoever applies may do with the kinds that are there, one of each at least. */
function rulesFor(kinds: Readonly<Record<string, string>>, objects: readonly KubernetesObject[]): string[] {
  const there = new Set(objects.map(({ kind }) => kind));
  return everyVerb(Object.keys(kinds).filter((kind) => there.has(kind)).map((kind) => kinds[kind]!));
}

function everyVerb(resources: readonly string[]): string[] {
  return resources.flatMap((resource) => VERBS.map((verb) => `${verb} ${resource}`)).sort();
}

/** Of kinds whose plural is regular, and of those of operators. */
function resourceOf({ apiVersion, kind }: KubernetesObject): string {
  const [group, version] = apiVersion.split('/');
  const plural = kind.toLowerCase().replace(/y$/, 'ie').concat('s');
  return FOUNDATION_KINDS[kind] ?? `${version === undefined ? '' : `${group}/`}${plural}`;
}

/** Whether it has a way to log in to the API server. */
function hasToken({ spec: { volumes = [] } }: Live): boolean {
  return (volumes as any[]).some(({ projected }) => (projected?.sources ?? []).some((source: any) => source.serviceAccountToken !== undefined));
}
