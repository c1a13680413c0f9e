import { readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import type { Client } from './client';
import { Deployed, environmentsOf } from './deployed';
import { rulesOf } from './rules';
import { exampleOutput } from '../../support/example';
import type { KubernetesObject } from '../../support/synthesize';

const output = exampleOutput();
const SECRET = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'something-secret' }, stringData: { password: 'not-for-everybody' } };

describe.each(environmentsOf(output))('who may do what in %s', (environment) => {
  let deployed: Deployed;
  beforeAll(async () => {
    deployed = await Deployed.start(output, environment);
    deployed.apply();
    for (const service of deployed.services) deployed.admin.must(['apply', '--namespace', service, '-f', '-'], JSON.stringify(SECRET));
  });
  afterAll(async () => { await deployed?.stop(); });

  const forEachService = (check: (service: string, others: readonly string[]) => void) => {
    for (const service of deployed.services) check(service, deployed.services.filter((other) => other !== service));
  };

  describe('restart', () => {
    test('restarts its own Deployment and sees the rollout end', () => {
      forEachService((service) => {
        const { client, before } = { client: deployed.identity(service, 'restart'), before: templateOf(deployed.admin, service) };
        client.must(['rollout', 'restart', `deployment/${service}`, '--namespace', service]);
        client.must(['rollout', 'status', `deployment/${service}`, '--namespace', service, '--timeout=120s']);
        const after = templateOf(deployed.admin, service);
        expect(after.metadata.annotations).toEqual({ ...before.metadata.annotations, 'kubectl.kubernetes.io/restartedAt': expect.any(String) });
        expect(after.spec).toEqual(before.spec);
      });
    });

    test('has this right and no other, in this namespace and in every other', () => {
      forEachService((service, others) => {
        const client = deployed.identity(service, 'restart');
        const verbs = ['get', 'list', 'watch', 'patch'];
        expect(rulesOf(client, service)).toEqual(verbs.map((verb) => `${verb} apps/deployments/${service}`).sort());
        for (const place of [...others, 'default', 'kube-system']) expect(rulesOf(client, place)).toEqual([]);
      });
    });

    test('is refused when it reads a secret, a pod or a log, starts a shell, or touches what is not its own', () => {
      forEachService((service, others) => {
        const client = deployed.identity(service, 'restart');
        const [pod] = deployed.admin.list('pods', service);
        const refused = (...line: string[]) => expectForbidden(client, line);
        refused('get', 'secrets', '--namespace', service);
        refused('get', 'secret', SECRET.metadata.name, '--namespace', service);
        refused('get', 'pod', pod!.metadata.name, '--namespace', service);
        refused('logs', pod!.metadata.name, '--namespace', service);
        refused('exec', pod!.metadata.name, '--namespace', service, '--', 'true');
        refused('delete', 'deployment', service, '--namespace', service);
        refused('scale', 'deployment', service, '--replicas=0', '--namespace', service);
        refused('create', 'deployment', 'another', '--image=example', '--namespace', service);
        for (const other of others) refused('rollout', 'restart', `deployment/${other}`, '--namespace', other);
      });
    });
  });

  test('a group of another environment or a made-up one may do nothing', () => {
    forEachService((service) => {
      for (const group of [`dust:elsewhere:${service}:restart`, `dust:${environment}:${service}`, `dust:${environment}:${service}x:restart`]) {
        expect(rulesOf(deployed.admin.as('somebody', group), service)).toEqual([]);
      }
      expectForbidden(deployed.admin.as('somebody'), ['rollout', 'restart', `deployment/${service}`, '--namespace', service]);
    });
  });

  describe('workload-apply', () => {
    test('applies its own layers', () => {
      forEachService((service) => expect(deployed.identity(service, 'workload-apply').apply(deployed.workload(service))).toContain('serverside-applied'));
    });

    test('is refused with every object of the foundation, of the cluster, and of another service', () => {
      forEachService((service, others) => {
        const client = deployed.identity(service, 'workload-apply');
        for (const file of [deployed.foundation(service), deployed.clusterLayer, deployed.clusterAdmin]) expectNothingApplied(client, file);
        for (const other of others) for (const file of deployed.workload(other)) expectNothingApplied(client, file);
      });
    });

    test('reads no secret, starts no shell, and grants nothing', () => {
      forEachService((service) => {
        const client = deployed.identity(service, 'workload-apply');
        const [pod] = deployed.admin.list('pods', service);
        expectForbidden(client, ['get', 'secrets', '--namespace', service]);
        expectForbidden(client, ['exec', pod!.metadata.name, '--namespace', service, '--', 'true']);
        expectForbidden(client, ['create', 'rolebinding', 'more', '--clusterrole=admin', '--user=me', '--namespace', service]);
        expect(rulesOf(client, service).filter((rule) => /^\S+ secrets(\/|$)|secretstores|pushsecrets|\*|exec|attach|token|roles|escalate|bind|impersonate/.test(rule))).toEqual([]);
      });
    });
  });

  describe('platform-apply', () => {
    test('is refused with every object of a workload', () => {
      forEachService((service) => { for (const file of deployed.workload(service)) expectNothingApplied(deployed.platformApply, file); });
    });

    test('reads no secret and deletes no namespace', () => {
      forEachService((service) => {
        expectForbidden(deployed.platformApply, ['get', 'secrets', '--namespace', service]);
        expectForbidden(deployed.platformApply, ['delete', 'namespace', service]);
      });
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

/** Every object of the file is refused, each for itself. */
function expectNothingApplied(client: Client, file: string): void {
  const objects = loadAll(readFileSync(file, 'utf8')) as KubernetesObject[];
  const { exitCode, out, error } = client.run(['apply', '--server-side', '--force-conflicts', '-f', file]);
  expect({ file, exitCode, out }).toEqual({ file, exitCode: 1, out: '' });
  expect(error.match(/is forbidden/g)).toHaveLength(objects.length);
}
