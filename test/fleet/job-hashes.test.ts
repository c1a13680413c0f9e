import { environmentProps, serviceProps, smallFleet } from '../support/fleets';
import { synthesize } from '../support/synthesize';
import type { Output } from '../support/synthesize';
import { ClusterProfile, DustService, Environment, Provider } from 'dust-service';
import type { EnvironmentProps, PostgresProps } from 'dust-service';

/** Two public certificates of RDS, cut out of what the library prints for a region. */
function certificates(output: Output): string[] {
  const ca = output.manifests.get('dev/web/workload.yaml')!.find(({ metadata }) => metadata.name === 'web-postgres-ca')!.data['ca.pem'] as string;
  return [...ca.matchAll(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----\n/g)].map(([pem]) => pem);
}

function printed(image: string, changes: Partial<EnvironmentProps> = {}, postgres: PostgresProps = {}, names: readonly string[] = ['web']): Output {
  const cluster = { name: 'cluster-dev', profile: ClusterProfile.of({ kubernetesVersion: '1.34', postgresClientImage: image }), podSecurityGroupId: 'sg-0123456789abcdef0', externalSecretsRoleArn: 'arn:aws:iam::111122223333:role/es' };
  const databaseSubnets = ['2', '3'].map((n) => ({ id: `subnet-0123456789abcdef${n}`, cidr: `10.0.${n}.0/24` }));
  const network = { ...environmentProps({ name: 'dev' }).network, databaseSubnets };
  const environments = [Environment.of(environmentProps({ name: 'dev', network, cluster, providers: [Provider.rds(), Provider.secretsManager()], ...changes }))];
  return synthesize(smallFleet({ environments }), (app) => { for (const name of names) new DustService(app, name, serviceProps({ postgres })); });
}

function jobOf(output: Output): string {
  return output.manifests.get('dev/dust-admin/dust-admin.yaml')!.find(({ kind, metadata }) => kind === 'Job' && metadata.name.startsWith('web-'))!.metadata.name;
}

function hashOf(output: Output): string {
  return output.manifests.get('dev/web/workload.yaml')!.find(({ kind }) => kind === 'Deployment')!.spec.template.metadata.annotations['dust.dev/config-hash'] as string;
}

const image = `111122223333.dkr.ecr.eu-central-1.amazonaws.com/platform/postgres-client@sha256:${'0a'.repeat(32)}`;
const first = printed(image);
const [one, two] = certificates(first);

// K12: the template of a Job cannot be changed, so that another pod is another Job; an equal one is the same and runs no second time.
describe('the name of a job', () => {
  test('stays with what it runs, whatever other services there are', () => {
    expect(jobOf(printed(image))).toBe(jobOf(first));
    expect(jobOf(printed(image, {}, {}, ['another', 'web', 'zoo']))).toBe(jobOf(first));
    expect(jobOf(printed(image, {}, { instanceClass: 'db.m8g.large', storage: '100Gi' }))).toBe(jobOf(first));
  });

  test('changes with the image and with the certificates', () => {
    const others = [printed(image.replace(/0a$/, '0b')), printed(image, { databaseCa: one! }), printed(image, { databaseCa: two! })].map(jobOf);
    expect(new Set([jobOf(first), ...others]).size).toBe(4);
  });
});

// K14: a content hash triggers the rollout; pods read certificates at their start.
describe('the hash of a config map', () => {
  const [given, again, other] = [one!, one!, two!].map((databaseCa) => hashOf(printed(image, { databaseCa })));

  test('stays with equal certificates', () => expect(again).toBe(given));
  test('covers the certificates that are mounted', () => expect(new Set([hashOf(first), given, other]).size).toBe(3));
});
