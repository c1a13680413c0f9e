import { Deployed, DUST_ADMIN } from './deployed';
import { jobsDone } from './rollout';
import { declaring, richEnvironmentProps, smallFleet } from '../../support/fleets';
import { synthesize } from '../../support/synthesize';
import type { KubernetesObject, Output } from '../../support/synthesize';
import { ClusterProfile, Environment } from 'dust-service';

const ENVIRONMENT = 'prod';

/** Another image has another digest. */
function imageOf(version: string): string {
  return `registry.acme.example/postgres-client:${version}@sha256:${(version.endsWith('2') ? '0b' : '0a').repeat(32)}`;
}

/** Two databases, which an image of this version prepares. */
function fleetWith(version: string): Output {
  const base = richEnvironmentProps({ name: ENVIRONMENT });
  const profile = ClusterProfile.of({ kubernetesVersion: '1.34', postgresClientImage: imageOf(version) });
  const environments = [Environment.of({ ...base, cluster: { ...base.cluster, profile } })];
  return synthesize(smallFleet({ environments }), (app) => { for (const name of ['billing', 'orders']) declaring(name, { postgres: {} })(app); });
}

describe('a Job of dust-admin', () => {
  const [before, after] = [fleetWith('17.6-1'), fleetWith('17.6-2')];
  let deployed: Deployed;
  beforeAll(async () => {
    deployed = await Deployed.start(before, ENVIRONMENT, 'acme');
    deployed.plane.holdPods();
    deployed.apply();
    deployed.makeSecrets();
    deployed.plane.letPodsRun();
  });
  afterAll(async () => { await deployed?.stop(); });

  const live = () => deployed.admin.list('jobs', DUST_ADMIN);

  test('runs to completion', () => {
    expect(jobsDone(deployed)).toEqual(jobsIn(before).map(nameOf));
  });

  test('cannot get another content under its name', () => {
    const [job] = structuredClone(jobsIn(before)) as [KubernetesObject];
    job.spec.template.spec.containers[0].image = imageOf('17.6-2');
    const { exitCode, error } = deployed.platformApply.tryApply(job);
    expect({ exitCode, error }).toEqual({ exitCode: 1, error: expect.stringMatching(/field is immutable/) });
  });

  test('has another name with another content; the old one stays as it was, and only the new one runs', () => {
    const old = live();
    const [names, fresh] = [jobsIn(before).map(nameOf), jobsIn(after).map(nameOf)];
    expect(fresh).toHaveLength(names.length);
    expect(fresh.filter((name) => names.includes(name))).toEqual([]);
    deployed.platformApply.apply([Deployed.spaceOf(after, ENVIRONMENT, DUST_ADMIN)]);
    expect(jobsDone(deployed)).toEqual([...names, ...fresh].sort());
    expect(live().filter((job) => names.includes(nameOf(job)))).toEqual(old);
    const pods = deployed.admin.list('pods', DUST_ADMIN).map(({ metadata }) => metadata.labels!['batch.kubernetes.io/job-name']);
    expect(pods.sort()).toEqual([...names, ...fresh].sort());
  });
});

function jobsIn({ manifests }: Output): KubernetesObject[] {
  return manifests.get(`${ENVIRONMENT}/${DUST_ADMIN}/${DUST_ADMIN}.yaml`)!.filter(({ kind }) => kind === 'Job').sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

function nameOf({ metadata: { name } }: Pick<KubernetesObject, 'metadata'>): string {
  return name;
}
