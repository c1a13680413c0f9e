import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaFolder, schemaOptions } from './schemas';
import { judge, judged } from './tools';
import { accepted } from '../e2e/cluster/custom-resource';
import { RESOURCES } from '../e2e/cluster/custom-resources';
import { temporaryFolder } from '../support/synthesize';
import { goJudge } from '../tools/judges';

const VERSION = '1.34';

// What an API server says of these objects, `npm run e2e:cluster` shows; without one, only what crosses fields may pass.
judged('kubeconform', { kubeconform: () => goJudge('kubeconform'), schemas: () => schemaFolder([VERSION]) }, ({ kubeconform, schemas }) => {
  const mistakes = RESOURCES.flatMap(({ object, wrong }) => wrong.filter(({ isRule }) => isRule !== true).map(({ what, change }) => {
    const changed = structuredClone(object);
    change(changed.spec);
    return { title: `${object.kind} with ${what}`, object: changed };
  }));

  /** The numbers of those that are refused: all at once, for the judge takes longer to start than to look. */
  function refused(objects: readonly object[]): number[] {
    const folder = temporaryFolder();
    objects.forEach((object, index) => writeFileSync(join(folder, `${index}.json`), JSON.stringify(object)));
    const line = ['-strict', '-output', 'json', ...schemaOptions(schemas, VERSION), folder];
    const { out, error } = judge(kubeconform, line, { folder: temporaryFolder() });
    expect(error).toBe('');
    const { resources } = JSON.parse(out) as { resources: { filename: string; status: string }[] };
    expect(new Set(resources.map(({ status }) => status))).toEqual(new Set(resources.length === 0 ? [] : ['statusInvalid']));
    return resources.map(({ filename }) => Number(/(\d+)\.json$/.exec(filename)![1])).sort((a, b) => a - b);
  }

  test('knows every custom resource as its operator documents it', () => {
    const objects = RESOURCES.flatMap(accepted);
    expect(refused(objects).map((index) => objects[index])).toEqual([]);
  });

  test('refuses every mistake that a schema can see', () => {
    const found = new Set(refused(mistakes.map(({ object }) => object)));
    expect(mistakes.filter((_, index) => !found.has(index)).map(({ title }) => title)).toEqual([]);
    expect(mistakes.length).toBeGreaterThan(75);
  });
});
