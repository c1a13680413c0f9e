import { join } from 'node:path';
import { Aws, CfnOutput, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ApiObject, JsonPatch } from 'cdk8s';
import { fleet } from '../../examples/dust/fleet';
import { services } from '../../examples/dust/services';
import { matching } from '../../examples/dust/services/matching';
import { addWorker, changeManifests, changeResources, countBuckets } from '../../examples/extending/extend';
import { serviceProps, smallFleet } from '../support/fleets';
import { readOutput, synthesize, temporaryFolder, withValidation } from '../support/synthesize';
import type { Output } from '../support/synthesize';
import type { DustServiceProps } from 'dust-service';
import { Access, DustApp, DustService, Issues } from 'dust-service';

/** The example's matching service, extended, in its fleet. */
function extended<T>(extend: (service: DustService, app: DustApp) => T): { output: Output; result: T } {
  let result: T | undefined;
  const output = synthesize(fleet, (app) => {
    const service = matching(app);
    for (const declare of services) if (declare !== matching) declare(app);
    result = extend(service, app);
  });
  return { output, result: result! };
}

const object = (output: Output, kind: string, name: string): any => output.manifests.get('prod/matching/workload.yaml')!.find((one) => one.kind === kind && one.metadata.name === name);

describe('ordinary CDK works on our children:', () => {
  test('addPropertyOverride and Tags.of', () => {
    const { output } = extended(changeResources);
    const bucket = output.templates.get('dust-prod-matching')!.Resources.BucketFingerprints!.Properties;
    expect(bucket.IntelligentTieringConfigurations[0].Id).toBe('cold');
    expect(bucket.Tags).toContainEqual({ Key: 'cost-center', Value: '4711' });
    expect(bucket.Tags).toContainEqual({ Key: 'dust:service', Value: 'matching' });
  });

  test('Aspects, which see every bucket of every environment that has its buckets in AWS', () => {
    const { result } = extended(countBuckets);
    expect(result.count).toBe(2);
  });

  test('resources of the person in our stack', () => {
    const { output } = extended((service) => new CfnOutput(service.resources('prod'), 'Account', { value: Aws.ACCOUNT_ID }));
    expect(output.templates.get('dust-prod-matching')!.Outputs).toEqual({ Account: { Value: { Ref: 'AWS::AccountId' } } });
  });

  test('cdk-nag, which finds what a change breaks', () => {
    const report = nagReport((service) => {
      (service.resources('prod').node.findChild('BucketFingerprints') as { loggingConfiguration?: unknown }).loggingConfiguration = undefined;
    });
    expect(report).toMatch(/access logs disabled[^]{1,80}matching\/prod\/BucketFingerprints/);
    expect(report).not.toMatch(/IAM5/);
  });
});

/** The text of what cdk-nag finds, or nothing. */
function nagReport(change: (service: DustService) => void): string {
  const folder = temporaryFolder();
  const app = new DustApp({ ...fleet, outdir: join(folder, 'cdk.out'), manifestsDirectory: join(folder, 'manifests') });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const service = matching(app);
  for (const declare of services) if (declare !== matching) declare(app);
  change(service);
  try {
    withValidation(false, () => app.synth());
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('ordinary cdk8s works on our charts:', () => {
  test('addJsonPatch', () => {
    const { output } = extended(changeManifests);
    expect(object(output, 'Deployment', 'matching').spec.template.spec.priorityClassName).toBe('business-critical');
  });

  test('a Deployment of cdk8s-plus-28 is printed in the namespace of the service', () => {
    const { output } = extended(addWorker);
    const worker = object(output, 'Deployment', 'reindex');
    expect(worker.metadata.namespace).toBe('matching');
    expect(worker.metadata.labels['app.kubernetes.io/part-of']).toBe('dust');
    expect(worker.spec.template.spec.containers[0].args).toEqual(['reindex']);
  });

  test('every object is a child of the chart under a documented id', () => {
    const { result } = extended((service) => service.chart('prod').node.children.map(({ node }) => node.id));
    expect(result).toEqual(expect.arrayContaining(['namespace', 'resource-quota', 'service-account', 'config-map', 'deployment', 'service', 'network-deny-all']));
  });
});

describe('a manifest refuses', () => {
  const issues = (extend: (service: DustService) => void, props: Partial<DustServiceProps> = {}): { code: string; path: string }[] => {
    const folder = temporaryFolder();
    const app = new DustApp({ ...smallFleet(), outdir: join(folder, 'cdk.out'), manifestsDirectory: join(folder, 'manifests') });
    extend(new DustService(app, 'billing', serviceProps(props)));
    try {
      withValidation(false, () => app.synth());
      return [];
    } catch (error) {
      expect(readOutput(folder).templates.size + readOutput(folder).manifests.size).toBe(0);
      return Issues.of(error).map(({ code, path }) => ({ code, path }));
    }
  };
  const configMap = (service: DustService, props: object): void => void new ApiObject(service.chart('prod'), 'mine', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'mine' }, ...props });

  test('a CDK token, and names the object and the field', () => {
    expect(issues((service) => configMap(service, { data: { ACCOUNT: `of ${Aws.ACCOUNT_ID}` } }))).toEqual([{ code: 'DUST5001', path: 'billing (prod) ConfigMap/mine data.ACCOUNT' }]);
  });

  test('a CDK token in a list, in a number and in a key', () => {
    const found = issues((service) => configMap(service, { data: { [Aws.REGION]: 'x' }, items: [{ port: -1.8881545897087626e289 }, Aws.PARTITION] }));
    expect(found.map(({ path }) => path)).toEqual(['billing (prod) ConfigMap/mine data', 'billing (prod) ConfigMap/mine items[0].port', 'billing (prod) ConfigMap/mine items[1]']);
  });

  test('a second object of the same kind and name', () => {
    expect(issues((service) => new ApiObject(service.chart('prod'), 'mine', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'billing' } }))).toEqual([
      { code: 'DUST5002', path: 'billing (prod) Deployment/billing' },
    ]);
  });

  test.each([
    ['alb.ingress.kubernetes.io/scheme', 'internet-facing'],
    ['alb.ingress.kubernetes.io/inbound-cidrs', '0.0.0.0/0'],
    ['tailscale.com/funnel', 'true'],
    ['alb.ingress.kubernetes.io/security-groups', 'sg-0123456789abcdef0'],
    ['alb.ingress.kubernetes.io/frontend-nlb-scheme', 'internet-facing'],
    ['external-dns.alpha.kubernetes.io/hostname', 'other.acme.example'],
    ['nginx.ingress.kubernetes.io/configuration-snippet', 'proxy_pass x;'],
  ])('a second ingress that says %s', (annotation, value) => {
    const found = issues((service) => new ApiObject(service.chart('prod'), 'mine', { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'mine', annotations: { [annotation]: value } } }));
    expect(found).toEqual([{ code: 'DUST5004', path: `billing (prod) Ingress/mine metadata.annotations["${annotation}"]` }]);
  });

  test.each([
    ['spec.ingressClassName', 'Ingress', 'networking.k8s.io/v1', { ingressClassName: 'nginx' }],
    ['spec.rules', 'Ingress', 'networking.k8s.io/v1', { rules: [{ host: 'other.acme.example' }] }],
    ['spec.type', 'Service', 'v1', { type: 'LoadBalancer' }],
    ['spec.type', 'Service', 'v1', { type: 'NodePort' }],
    ['spec.externalIPs', 'Service', 'v1', { externalIPs: ['203.0.113.1'] }],
  ])('%s of an %s beside it', (field, kind, apiVersion, spec) => {
    const found = issues((service) => new ApiObject(service.chart('prod'), 'mine', { apiVersion, kind, metadata: { name: 'mine' }, spec } as never));
    expect(found).toEqual([{ code: 'DUST5004', path: `billing (prod) ${kind}/mine ${field}` }]);
  });

  test('a Service that a controller exposes, and not one that monitoring reads', () => {
    const service = (key: string) => issues((billing) => new ApiObject(billing.chart('prod'), 'mine', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'mine', annotations: { [key]: 'true' } } }));
    expect(service('tailscale.com/expose')).toEqual([{ code: 'DUST5004', path: 'billing (prod) Service/mine metadata.annotations["tailscale.com/expose"]' }]);
    expect(service('prometheus.io/scrape')).toEqual([]);
  });

  test('a patch that makes an internal load balancer face the internet', () => {
    const found = issues((service) => {
      const ingress = ApiObject.of(service.chart('prod').node.findChild('ingress'));
      ingress.addJsonPatch(JsonPatch.replace('/metadata/annotations/alb.ingress.kubernetes.io~1scheme', 'internet-facing'));
    }, { http: { port: 8000, access: Access.vpn() } });
    expect(found).toEqual([{ code: 'DUST5004', path: 'billing (prod) Ingress/billing metadata.annotations["alb.ingress.kubernetes.io/scheme"]' }]);
  });

  test('an object of another namespace', () => {
    expect(issues((service) => configMap(service, { metadata: { name: 'mine', namespace: 'kube-system' } }))).toEqual([{ code: 'DUST5003', path: 'billing (prod) ConfigMap/mine' }]);
  });
});

test('a service with issues has no children, and reaching for one throws the issues', () => {
  const app = new DustApp({ ...smallFleet(), outdir: temporaryFolder() });
  const service = new DustService(app, 'billing', serviceProps({ owner: '' }));
  expect(service.node.children).toEqual([]);
  expect(() => service.chart('prod')).toThrow(/DUST1043 {2}billing\.owner/);
  const sound = new DustService(app, 'ledger', serviceProps());
  expect(() => sound.resources('prod')).not.toThrow();
});
