import { join } from 'node:path';
import { App, Stack, Stage } from 'aws-cdk-lib';
import { fleet } from '../../examples/dust/fleet';
import { billing, inApp, inStack, inStage } from '../../examples/hosts/hosts';
import { serviceProps, smallFleet } from '../support/fleets';
import { readFiles, temporaryFolder, withValidation } from '../support/synthesize';
import { DustApp, DustService, Issues } from 'dust-service';

interface Host {
  /** Files by path below the assembly. */
  readonly files: Map<string, string>;
  readonly stacks: readonly string[];
}

function host(make: (folder: string) => App): Host {
  const folder = temporaryFolder();
  withValidation(false, () => make(folder).synth());
  const files = readFiles(folder);
  const stacks = [...files].filter(([path]) => path.endsWith('manifest.json')).flatMap(([, text]) => stackNames(text));
  return { files, stacks: stacks.sort() };
}

function stackNames(text: string): string[] {
  const { artifacts } = JSON.parse(text) as { artifacts: Record<string, { type: string; properties: { stackName: string } }> };
  return Object.entries(artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack').map(([id, { properties }]) => properties.stackName ?? id);
}

function issuesOf(action: () => unknown): string[] {
  try {
    withValidation(false, action);
  } catch (error) {
    return Issues.of(error).map(({ code, path }) => `${code} ${path}`);
  }
  return [];
}

const ALL_STACKS = [
  'dust-account-111122223333', 'dust-account-444455556666', 'dust-builds-billing', 'dust-dev', 'dust-dev-billing', 'dust-prod', 'dust-prod-billing', 'dust-staging',
  'dust-staging-billing',
];

describe('a DustService in', () => {
  test('a DustApp makes stacks for account, platform, builds and every environment', () => {
    const { stacks, files } = host((folder) => {
      const app = new DustApp({ ...fleet, outdir: join(folder, 'cdk.out'), manifestsDirectory: join(folder, 'manifests') });
      new DustService(app, 'billing', billing);
      return app;
    });
    expect(stacks).toEqual(ALL_STACKS);
    expect(files.has('manifests/prod/billing/workload.yaml')).toBe(true);
  });

  test('a plain App makes the same stacks, and manifests in the assembly', () => {
    const { stacks, files } = host((folder) => inApp(fleet, folder));
    expect(stacks).toEqual(ALL_STACKS);
    expect(files.has('manifests/prod/billing/workload.yaml')).toBe(true);
    expect(files.has('manifests/prod/kustomization.yaml')).toBe(true);
  });

  test('a Stage makes the same stacks below the assembly of the Stage', () => {
    const { stacks, files } = host((folder) => inStage(fleet, folder));
    expect(stacks).toEqual(ALL_STACKS);
    expect([...files.keys()]).toContain('assembly-Release/manifests/prod/billing/workload.yaml');
  });

  test('an existing Stack adds only the resources of its environment to that stack', () => {
    const { stacks, files } = host((folder) => inStack(fleet, folder));
    expect(stacks).toEqual(['Payments']);
    const template = JSON.parse(files.get('Payments.template.json')!) as { Resources: Record<string, { Type: string; Properties: { BucketName?: string } }> };
    const buckets = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::S3::Bucket').map(({ Properties }) => Properties.BucketName);
    expect(buckets).toEqual(['dust-prod-billing-invoices-444455556666']);
    expect([...files.keys()].filter((path) => path.endsWith('workload.yaml'))).toEqual(['manifests/prod/billing/workload.yaml']);
  });

  test('a Stage of a DustApp belongs to the fleet of the app', () => {
    const { stacks, files } = host((folder) => {
      const app = new DustApp({ ...fleet, outdir: join(folder, 'cdk.out'), manifestsDirectory: join(folder, 'manifests') });
      new DustService(new Stage(app, 'Release'), 'billing', billing);
      return app;
    });
    expect(stacks).toEqual(ALL_STACKS);
    expect([...files.keys()]).toContain('manifests/prod/billing/workload.yaml');
    expect([...files.keys()].some((path) => path.startsWith('cdk.out/assembly-Release/'))).toBe(true);
  });

  test('a Stack and the App around it share a fleet: the stacks of all are there, whoever comes first', () => {
    const { stacks } = host((folder) => {
      const app = new App({ outdir: folder });
      const stack = new Stack(app, 'Payments', { env: { account: '444455556666', region: 'us-east-1' } });
      new DustService(stack, 'ledger', { ...billing, environments: ['prod'], fleet });
      new DustService(app, 'billing', { ...billing, fleet });
      return app;
    });
    expect(stacks).toEqual(['Payments', ...ALL_STACKS]);
  });

  test('every host prints the same manifests for the same environment', () => {
    const of = (make: (folder: string) => App, prefix: string): string => host(make).files.get(`${prefix}manifests/prod/billing/workload.yaml`)!;
    const inTheApp = of((folder) => inApp(fleet, folder), '');
    expect(of((folder) => inStage(fleet, folder), 'assembly-Release/')).toBe(inTheApp);
    expect(of((folder) => inStack(fleet, folder), '')).toBe(inTheApp);
  });
});

describe('the place of a service has issues where', () => {
  test('a plain App is given no fleet', () => {
    const issues = issuesOf(() => {
      const app = new App({ outdir: temporaryFolder() });
      new DustService(app, 'billing', serviceProps());
      app.synth();
    });
    expect(issues).toContain('DUST1003 billing.fleet.prefix');
  });

  test('a DustApp is given a second fleet', () => expect(issuesOf(() => {
    const app = new DustApp({ ...smallFleet(), outdir: temporaryFolder() });
    new DustService(app, 'billing', serviceProps({ fleet: smallFleet() }));
    app.synth();
  })).toEqual(['DUST3010 billing.fleet']));

  test('two services of an App bring two fleets', () => expect(issuesOf(() => {
    const app = new App({ outdir: temporaryFolder() });
    new DustService(app, 'billing', serviceProps({ fleet: smallFleet() }));
    new DustService(app, 'ledger', serviceProps({ fleet: smallFleet() }));
    app.synth();
  })).toEqual(['DUST3011 ledger.fleet']));

  test('a Stack should hold two environments', () => expect(issuesOf(() => {
    const app = new App({ outdir: temporaryFolder() });
    const stack = new Stack(app, 'Mine', { env: { account: '111122223333', region: 'eu-central-1' } });
    new DustService(stack, 'billing', serviceProps({ fleet: smallFleet() }));
    app.synth();
  })).toEqual(['DUST3012 billing.environments']));

  test.each([
    ['another account', { account: '444455556666', region: 'eu-central-1' }],
    ['another region', { account: '111122223333', region: 'us-east-1' }],
    ['no literal place', {}],
  ])('a Stack has %s', (_what, env) => expect(issuesOf(() => {
    const app = new App({ outdir: temporaryFolder() });
    const stack = new Stack(app, 'Mine', { env });
    new DustService(stack, 'billing', serviceProps({ fleet: smallFleet(), environments: ['dev'] }));
    app.synth();
  })).toEqual(['DUST3013 billing']));

  test('one service of a Stage is wrong: nothing of the whole App is written', () => {
    const outdir = temporaryFolder();
    const issues = issuesOf(() => {
      const app = new App({ outdir });
      const shared = smallFleet();
      new DustService(new Stage(app, 'Good'), 'ledger', serviceProps({ fleet: shared }));
      new DustService(new Stage(app, 'Bad'), 'billing', serviceProps({ fleet: shared, owner: '' }));
      app.synth();
    });
    expect(issues).toEqual(['DUST1043 billing.owner']);
    expect([...readFiles(outdir).keys()].filter((path) => path.endsWith('.json') || path.endsWith('.yaml'))).toEqual([]);
  });
});
