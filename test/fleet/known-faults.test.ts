import { Access, ClusterProfile, DustService, Environment, NamespaceNaming } from 'dust-service';
import { exampleDeclared } from './declared';
import { stackTags } from '../independent/aws-criteria';
import { checks } from '../independent/checks';
import { ingressAdmission } from '../independent/edge-criteria';
import { addObject, copy, editAssembly } from '../independent/mutate';
import { restartAdmission } from '../independent/rbac';
import { exampleOutput } from '../support/example';
import { environmentProps, serviceProps, smallFleet } from '../support/fleets';
import { synthesize } from '../support/synthesize';
import type { Declared } from '../independent/check';
import type { Output } from '../support/synthesize';
import type { DustServiceProps, EnvironmentProps } from 'dust-service';

const output = exampleOutput();
const ENVIRONMENTS = ['dev', 'staging', 'prod'];

function mended(change: (copied: Output) => void): Output {
  const copied = copy(output);
  change(copied);
  return copied;
}

/** Adds an admission policy to each environment; what it says is the policy's own test. */
function admitting(spec: Record<string, unknown>): Output {
  return mended((copied) => ENVIRONMENTS.forEach((environment) => addObject(copied, `${environment}/cluster/cluster.yaml`, {
    apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy', metadata: { name: 'dust' }, spec,
  })));
}

describe('requirements that the example fleet does not meet yet', () => {
  // resources.md, A14: the row asks the stack for its tags; only its resources have them.
  test.failing('stacks carry their tags', () => expect(stackTags(output, exampleDeclared)).toEqual([]));

  // resources.md, K9: actions, conditions, security groups and tags of an Ingress are held by an admission policy.
  test.failing('an admission policy guards Ingresses', () => expect(ingressAdmission(output, exampleDeclared)).toEqual([]));

  // identity.md, section 5: patching a Deployment is running any code in its namespace.
  test.failing('an admission policy narrows what a restart may patch', () => expect(restartAdmission(output, exampleDeclared)).toEqual([]));

  test('are met by a mended copy', () => {
    const tags = { 'dust:data-class': 'x', 'dust:env': 'x', 'dust:owner': 'x', 'dust:service': 'x' };
    const tagged = mended((copied) => editAssembly(copied, ({ artifacts }) => {
      for (const { properties } of Object.values(artifacts)) if (properties !== undefined) Object.assign(properties, { tags });
    }));
    expect(stackTags(tagged, exampleDeclared)).toEqual([]);
    expect(ingressAdmission(admitting({ matchConstraints: { resourceRules: [{ resources: ['ingresses'] }] } }), exampleDeclared)).toEqual([]);
    expect(restartAdmission(admitting({ validations: [{ expression: 'kubectl.kubernetes.io/restartedAt' }] }), exampleDeclared)).toEqual([]);
  });
});

type Named = Partial<EnvironmentProps> & { readonly name: string };

/** Names that meet, or nothing where the library refuses the fleet, as it should. */
function meetings(check: string, environments: readonly Named[], services: Readonly<Record<string, Partial<DustServiceProps>>>): string[] {
  const fleet = smallFleet({ environments: environments.map((props) => Environment.of(environmentProps(props))) });
  let printed: Output;
  try {
    printed = synthesize(fleet, (app) => Object.entries(services).forEach(([name, props]) => new DustService(app, name, serviceProps(props))));
  } catch (error) {
    return String(error).includes('nothing was written') ? [] : [String(error)];
  }
  const places = environments.map(({ name, account = '111122223333', region = 'eu-central-1', cluster }) => [name, { account, region, cluster: cluster?.name ?? name }]);
  return checks[check]!(printed, { environments: Object.fromEntries(places) } as unknown as Declared);
}

const shared = { name: 'shared', profile: ClusterProfile.of({ kubernetesVersion: '1.34' }), namespaces: NamespaceNaming.SERVICE_AND_ENVIRONMENT };

describe('fleets whose names meet are refused', () => {
  // Stack, role and policy names of environment "builds-eu" with "web" are those of the builds of "eu-web".
  test.failing('where an environment begins like the builds registry', () => {
    expect(meetings('stackNames', [{ name: 'builds-eu' }], { 'web': {}, 'eu-web': {} })).toEqual([]);
  });

  // "a-b" in "c" and "a" in "b-c" are both the namespace "a-b-c", so each applies over the other's foundation.
  test.failing('where services of two environments get one namespace in a shared cluster', () => {
    const found = meetings('objectsOfSharedClusters', [{ name: 'c', cluster: shared }, { name: 'b-c', cluster: shared }], { 'a-b': { environments: ['c'] }, 'a': { environments: ['b-c'] } });
    expect(found.filter((line) => line.includes('Namespace'))).toEqual([]);
  });

  test.each<[string, string, Named[], Record<string, Partial<DustServiceProps>>]>([
    ['the start of another environment', 'physicalNames', [{ name: 'dev' }, { name: 'dev-eu' }], { 'web': {}, 'eu-web': {} }],
    ['a protected environment beside the registry', 'physicalNames', [{ name: 'prod', protected: true }], { web: {} }],
    ['two protected environments in one place', 'physicalNames', ['eu', 'us'].map((name) => ({ name, protected: true, account: '444455556666' })), { web: {} }],
    ['one host for two services', 'hosts', [{ name: 'dev' }], { a: { http: { port: 8000, access: Access.internet('x') } }, b: { http: { port: 8000, access: Access.internet('x') } } }],
    ['buckets of services that begin alike', 'physicalNames', [{ name: 'dev' }], { 'a': { buckets: { 'b-c': {} } }, 'a-b': { buckets: { c: {} } } }],
  ])('or kept apart: %s', (_, check, environments, services) => {
    expect(meetings(check, environments, services)).toEqual([]);
  });
});

describe('the hash of a config map', () => {
  const hashOf = (values: Record<string, string>) => {
    const printed = synthesize(smallFleet(), (app) => void new DustService(app, 'web', serviceProps({ values })));
    const deployment = printed.manifests.get('dev/web/workload.yaml')!.find(({ kind }) => kind === 'Deployment')!;
    return deployment.spec.template.metadata.annotations['dust.dev/config-hash'] as string;
  };

  test('changes with a value, with a name, and with nothing else', () => {
    const [same, again, value, name] = [{ A: 'b' }, { A: 'b' }, { A: 'c' }, { B: 'b' }].map(hashOf);
    expect(again).toBe(same);
    expect(new Set([same, value, name]).size).toBe(3);
  });
});
