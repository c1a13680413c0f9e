import { readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import type { Client } from './client';
import { Deployed, DUST_ADMIN, environmentsOf } from './deployed';
import { replicasOf, rolledOut } from './rollout';
import { rulesIn, rulesOf } from './rules';
import { exampleOutput } from '../../support/example';
import type { KubernetesObject } from '../../support/synthesize';

const output = exampleOutput();
const NOBODYS = ['default', 'kube-system'];

describe.each(environmentsOf(output))('who may do what in %s', (environment) => {
  let deployed: Deployed;
  let replicas: ReadonlyMap<string, number>;
  beforeAll(async () => {
    deployed = await Deployed.start(output, environment);
    deployed.apply();
    deployed.makeSecrets();
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
      for (const [, rules] of rulesIn(deployed.admin.as('somebody', ...groups), [service, DUST_ADMIN])) expect(rules).toEqual([]);
    });
    const [service] = deployed.services as [string];
    expectForbidden(deployed.admin.as('somebody'), ['rollout', 'restart', `deployment/${service}`, '--namespace', service]);
  });

  describe('workload-apply', () => {
    test('applies its own layers', () => {
      forEachService((service) => expect(deployed.identity(service, 'workload-apply').apply(deployed.workload(service))).toContain('serverside-applied'));
    });

    test('is refused with every object of the foundation, of the cluster, of dust-admin, and of another service', () => {
      forEachService((service) => {
        const others = deployed.services.filter((other) => other !== service).flatMap((other) => deployed.workload(other));
        expectNothingApplied(deployed.identity(service, 'workload-apply'), [deployed.foundation(service), deployed.clusterLayer, deployed.clusterAdmin, deployed.dustAdmin, ...others]);
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

    test('writes Jobs, ExternalSecrets and ConfigMaps in dust-admin, and nowhere else', () => {
      const verbs = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];
      const more = ['batch/jobs', 'configmaps', 'external-secrets.io/externalsecrets'].flatMap((resource) => verbs.map((verb) => `${verb} ${resource}`));
      const rules = rulesIn(deployed.platformApply, [...deployed.namespaces, ...NOBODYS]);
      const everywhere = rules.get('default')!;
      expect(everywhere.filter((rule) => more.includes(rule))).toEqual([]);
      for (const [namespace, found] of rules) expect([namespace, found]).toEqual([namespace, namespace === DUST_ADMIN ? [...everywhere, ...more].sort() : everywhere]);
      expect(deployed.platformApply.apply([deployed.dustAdmin])).toContain('job.batch/');
      const elsewhere = movedTo(deployed.services[0]!, deployed.dustAdmin).filter(({ kind }) => ['Job', 'ExternalSecret', 'ConfigMap'].includes(kind));
      const { exitCode, out, error } = deployed.platformApply.run(['apply', '--server-side', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: elsewhere }));
      expect([exitCode, out, error.match(/is forbidden/g)?.length]).toEqual([1, '', elsewhere.length]);
    });
  });

  describe('in dust-admin', () => {
    test('nobody of a service may do anything', () => {
      forEachService((service) => {
        for (const capability of ['restart', 'workload-apply'] as const) expect(rulesOf(deployed.identity(service, capability), DUST_ADMIN)).toEqual([]);
        const client = deployed.identity(service, 'workload-apply');
        const kinds = ['secrets', 'configmaps', 'jobs', 'pods', 'externalsecrets', 'secretstores'];
        const { exitCode, out, error } = client.run(['get', kinds.join(','), '--namespace', DUST_ADMIN]);
        expect([exitCode, out, error.match(/is forbidden/g)?.length]).toEqual([1, '', kinds.length]);
      });
    });

    test('neither may the pods of a service nor those of its own Jobs', () => {
      for (const namespace of deployed.namespaces) {
        const account = deployed.admin.as(`system:serviceaccount:${namespace}:${namespace}`, 'system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated');
        for (const [place, rules] of rulesIn(account, [namespace, DUST_ADMIN])) expect([place, rules]).toEqual([place, []]);
      }
      const pods = deployed.admin.list('pods').filter(({ metadata }) => deployed.namespaces.includes(metadata.namespace!));
      expect(pods.filter(({ spec }) => spec.automountServiceAccountToken !== false || spec.serviceAccountName === 'default')).toEqual([]);
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
  expect(error.match(/is forbidden/g)).toHaveLength(files.flatMap(objectsIn).length);
}

function objectsIn(file: string): KubernetesObject[] {
  return loadAll(readFileSync(file, 'utf8')) as KubernetesObject[];
}

function movedTo(namespace: string, file: string): KubernetesObject[] {
  return objectsIn(file).map((object) => ({ ...object, metadata: { ...object.metadata, namespace } }));
}
