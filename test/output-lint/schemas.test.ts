import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { environmentFolders, objectFiles, objectsIn, printed } from './printed';
import type { Fleet } from './printed';
import { nearest, schemaFolder, schemaOptions } from './schemas';
import { judge, judged } from './tools';
import type { KubernetesObject } from '../support/synthesize';
import { temporaryFolder } from '../support/synthesize';
import { goJudge } from '../tools/judges';

/** What the clusters of one version are given, of all fleets. */
interface Version {
  readonly version: string;
  readonly files: readonly string[];
  readonly objects: readonly KubernetesObject[];
}

const versions = byVersion(printed().fleets.flatMap((fleet) => environmentFolders(fleet).map((folder) => environmentIn(fleet, folder))));

function environmentIn(fleet: Fleet, folder: string): Version {
  const files = objectFiles(fleet).filter((path) => path.startsWith(`${folder}/`));
  const objects = objectsIn(fleet, files);
  return { version: versionOf(objects), files, objects };
}

function byVersion(environments: readonly Version[]): Version[] {
  return [...new Set(environments.map(({ version }) => version))].sort().map((version) => {
    const same = environments.filter((environment) => environment.version === version);
    return { version, files: same.flatMap(({ files }) => files), objects: same.flatMap(({ objects }) => objects) };
  });
}

/** Pod Security is pinned to the version of the cluster: the one place where manifests say it. */
function versionOf(objects: readonly KubernetesObject[]): string {
  const pinned = objects.map(({ metadata: { labels } }) => labels?.['pod-security.kubernetes.io/enforce-version']).filter((label) => label !== undefined);
  const [version, ...others] = new Set(pinned);
  if (version === undefined || others.length > 0) throw new Error(`namespaces are pinned to ${JSON.stringify(pinned)}`);
  return version.replace(/^v/, '');
}

const installers = { kubeconform: () => goJudge('kubeconform'), schemas: () => schemaFolder(versions.map(({ version }) => version)) };

judged('kubeconform', installers, ({ kubeconform, schemas }) => {
  function verdict(version: string, files: readonly string[]): Verdict {
    const line = ['-strict', '-summary', '-output', 'json', ...schemaOptions(schemas, version), ...files];
    const { out, error } = judge(kubeconform, line, { folder: temporaryFolder() });
    expect(error).toBe('');
    return JSON.parse(out) as Verdict;
  }

  test.each(versions)('knows every object for clusters of $version, with all its fields', ({ version, files, objects }) => {
    const { resources, summary } = verdict(version, files);
    expect(resources).toEqual([]);
    expect(summary).toEqual({ valid: objects.length, invalid: 0, errors: 0, skipped: 0 });
    expect(objects.length).toBeGreaterThan(10);
  });

  const printedObject = (kind: string): KubernetesObject => versions.flatMap(({ objects }) => objects).find((object) => object.kind === kind)!;
  const withSpec = (kind: string, change: object): object => ({ ...printedObject(kind), spec: { ...printedObject(kind).spec, ...change } });

  test.each<[string, () => object, string]>([
    ['a misspelt field', () => withSpec('Deployment', { replica: 3 }), "'replica' not allowed"],
    ['a field of another type', () => withSpec('Deployment', { replicas: 'three' }), 'got string, want'],
    ['a field that is missing', () => withSpec('HorizontalPodAutoscaler', { maxReplicas: undefined }), "missing property 'maxReplicas'"],
    ['an unknown field of a custom resource', () => withSpec('IngressClassParams', { schema: 'internal' }), "'schema' not allowed"],
    ['a value that a custom resource does not know', () => withSpec('IngressClassParams', { scheme: 'outside' }), 'value must be one of'],
    ['a misspelt field of its metadata', () => ({ ...printedObject('IngressClassParams'), metadata: { name: 'x', label: {} } }), "'label' not allowed"],
    ['a kind that is not known', () => ({ ...printedObject('Deployment'), kind: 'Deploiment' }), 'could not find schema for Deploiment'],
    ['a version that is gone', () => ({ ...printedObject('HorizontalPodAutoscaler'), apiVersion: 'autoscaling/v2beta2' }), 'could not find schema'],
    ['a version that the definition does not have', () => ({ ...printedObject('IngressClassParams'), apiVersion: 'elbv2.k8s.aws/v1' }), 'could not find schema'],
  ])('reports %s', (_what, change, problem) => {
    const file = join(temporaryFolder(), 'changed.yaml');
    writeFileSync(file, dump(change(), { skipInvalid: true }));
    const { resources } = verdict(versions[0]!.version, [file]);
    expect(resources).toHaveLength(1);
    expect(resources[0]!.msg).toContain(problem);
  });

  test('reports a key that stands there twice', () => {
    const file = join(temporaryFolder(), 'changed.yaml');
    writeFileSync(file, dump(printedObject('Service')).replace(/^spec:$/m, 'kind: Service\nspec:'));
    expect(verdict(versions[0]!.version, [file]).resources).toMatchObject([{ msg: expect.stringContaining('already set in map') }]);
  });
});

test.each([['1.34', '1.34'], ['1.40', '1.36'], ['1.20', '1.33'], ['1.35', '1.34']])('the version nearest to %s is %s', (wanted, found) => {
  expect(nearest(wanted, ['1.33', '1.36', '1.34'])).toBe(found);
});

interface Verdict {
  /** Those with a problem. */
  readonly resources: readonly { readonly filename: string; readonly kind: string; readonly status: string; readonly msg: string }[];
  readonly summary: object;
}
