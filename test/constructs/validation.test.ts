import { join } from 'node:path';
import { Validations } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks } from 'cdk-nag';
import { ACKNOWLEDGEMENTS, WILDCARDS } from '../../constructs/aws/acknowledgements';
import { fleet } from '../../examples/dust/fleet';
import { exampleOutput, exampleServices } from '../support/example';
import { serviceProps, smallFleet } from '../support/fleets';
import { readFiles, temporaryFolder, withValidation } from '../support/synthesize';
import { DustApp, DustService } from 'dust-service';

describe('CloudFormation validation', () => {
  test('is on and finds nothing in the example fleet', () => {
    const { files } = exampleOutput({ validation: true });
    const report = JSON.parse(files.get('cdk.out/validation-report.json')!) as { pluginReports: { violations: unknown[] }[] };
    expect(report.pluginReports.flatMap(({ violations }) => violations)).toEqual([]);
  });

  test.each([
    ['an unknown property', 'Nonsense', true],
    ['a value that is not allowed', 'VersioningConfiguration.Status', 'Perhaps'],
  ])('makes %s an error, and then nothing is left to deploy', (_what, path, value) => {
    const folder = temporaryFolder();
    const app = new DustApp({ ...smallFleet(), outdir: join(folder, 'cdk.out'), manifestsDirectory: join(folder, 'manifests') });
    const service = new DustService(app, 'billing', serviceProps({ buckets: { invoices: {} } }));
    (service.resources('prod').node.findChild('BucketInvoices') as CfnResource).addPropertyOverride(path, value);
    expect(() => withValidation(true, () => app.synth())).toThrow(/BucketInvoices/);
    expect([...readFiles(folder).keys()].filter((name) => name.endsWith('.template.json') || name.includes('manifests/') || name.endsWith('/manifest.json'))).toEqual([]);
  });
});

describe('cdk-nag', () => {
  const folder = temporaryFolder();
  const app = new DustApp({ ...fleet, outdir: join(folder, 'cdk.out'), manifestsDirectory: join(folder, 'manifests') });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new NIST80053R5Checks(app));
  for (const declare of exampleServices) declare(app);
  withValidation(false, () => app.synth());
  const report = JSON.parse(readFiles(folder).get('cdk.out/validation-report.json')!) as Report;

  test('has no finding in the example fleet that is not acknowledged', () => {
    expect(report.pluginReports.map(({ pluginName }) => pluginName).sort()).toEqual(['AwsSolutions', 'NIST.800.53.R5']);
    expect(report.pluginReports.flatMap(({ violations }) => violations)).toEqual([]);
  });

  test('finds everything that is acknowledged, so that no acknowledgement outlives its finding', () => {
    const found = report.pluginReports.flatMap(({ pluginName, suppressedViolations }) => (suppressedViolations ?? []).map(({ ruleName }) => `${pluginName}::${ruleName}`));
    const plain = new Set(found.map((id) => id.replace(/^([^:]+)::\1::/, '$1::').replace(/\[.*$/, '')));
    for (const { ids } of Object.values(ACKNOWLEDGEMENTS)) for (const id of ids) expect(plain).toContain(id);
    for (const { matches } of WILDCARDS) expect(found.some((id) => matches.test(resourceOf(id)))).toBe(true);
  });
});

interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly violations: readonly unknown[];
    readonly suppressedViolations?: readonly { readonly ruleName: string }[];
  }[];
}

/** The resource inside the id of a finding about a wildcard. */
function resourceOf(id: string): string {
  return /\[Resource::(.*)\]$/.exec(id)?.[1] ?? '';
}
