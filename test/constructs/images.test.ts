import { serviceProps, smallFleet } from '../support/fleets';
import { synthesize } from '../support/synthesize';
import { DustService, Images } from 'dust-service';

const output = synthesize(smallFleet(), (app) => {
  new DustService(app, 'released', serviceProps({ images: Images.release() }));
  new DustService(app, 'tagged', serviceProps({ images: Images.tag() }));
  new DustService(app, 'usual', serviceProps());
});
const role = (service: string, capability: string) => Object.values(output.templates.get(`acme-prod-${service}`)!.Resources).find(({ Properties }) => Properties.RoleName === `acme-prod-${service}-${capability}`);
const files = (service: string) => [...output.files.keys()].filter((path) => path.startsWith(`manifests/prod/${service}/`)).map((path) => path.split('/').at(-1));

describe('images by release', () => {
  test('bring an identity that is trusted as the one for restarts, and may find the cluster', () => {
    const [release, restart] = ['release', 'restart'].map((capability) => role('released', capability)!.Properties);
    expect(release!.AssumeRolePolicyDocument).toEqual(restart!.AssumeRolePolicyDocument);
    expect(release!.PermissionsBoundary).toEqual(restart!.PermissionsBoundary);
    const groups = Object.values(output.templates.get('acme-prod-released')!.Resources).flatMap(({ Properties }) => (Properties.KubernetesGroups ?? []) as string[]);
    expect(groups).toContain('dust:prod:released:release');
  });

  test('stand in one file alone, that of the first image', () => {
    const [first] = output.manifests.get('prod/released/initial.yaml')!;
    expect(first!.spec.template.spec.containers).toEqual([{ name: 'released', image: expect.stringMatching(/^444455556666\.dkr\.ecr\..*\/acme\/released:env-prod$/) }]);
    const deployment = output.manifests.get('prod/released/workload.yaml')!.find(({ kind }) => kind === 'Deployment')!;
    expect(deployment.spec.template.spec.containers[0].image).toBeUndefined();
    expect(deployment.spec.selector).toEqual(first!.spec.selector);
    expect(output.manifests.get('prod/released/kustomization.yaml')![0]!.resources).not.toContain('initial.yaml');
  });

  test.each(['tagged', 'usual'])('are not the default: %s', (service) => {
    expect(role(service, 'restart')).toBeDefined();
    expect(role(service, 'release')).toBeUndefined();
    expect(files(service)).not.toContain('initial.yaml');
    expect(output.manifests.get(`prod/${service}/workload.yaml`)!.find(({ kind }) => kind === 'Deployment')!.spec.template.spec.containers[0].image).toMatch(/:env-prod$/);
  });
});
