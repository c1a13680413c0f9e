import { COVERAGE, coverageOf, isMade } from './coverage';
import type { Expected } from './expected';
import { ALL_WELL, judge } from './judgement';
import type { Json, JsonObject } from '../../independent/json';
import { readWorld } from '../../independent/world';
import { exampleOutput } from '../../support/example';

const resources = readWorld(exampleOutput()).resources.map((printed): Expected => ({ ...printed, properties: printed.properties as JsonObject, printed }));
const types = Object.keys(COVERAGE);
const drops = types.flatMap((type) => Object.keys({ ...coverageOf(type).drops, ...coverageOf(type).replaces }).map((path): [string, string] => [type, path]));

/** Without an emulator: what it might answer is made from the templates. */
describe('the judgement of', () => {
  test.each(types.filter(isMade))('every %s: well as the list foresees it, wrong when it is missing or anything else differs', (type) => {
    for (const resource of ofType(type)) {
      const { at, properties } = resource;
      const live = foreseen(resource);
      expect(judge(resource, live)).toEqual(ALL_WELL);
      expect(judge(resource, undefined).wrong).toEqual([{ at, type, path: '', expected: properties, actual: undefined }]);
      expect(judge(resource, { ...live, Unheard: true }).wrong).toEqual([{ at, type, path: 'Unheard', expected: undefined, actual: true }]);
      for (const name of Object.keys(live).filter((key) => !(key in (coverageOf(type).replaces ?? {})))) {
        expect(judge(resource, { ...live, [name]: 'another' }).wrong).toEqual([{ at, type, path: name, expected: properties[name], actual: 'another' }]);
      }
    }
  });

  test.each(types.filter((type) => !isMade(type)))('%s: well when there is none, unforeseen when there is one', (type) => {
    const [resource] = ofType(type) as [Expected];
    expect(judge(resource, undefined)).toEqual(ALL_WELL);
    expect(judge(resource, {})).toEqual({ wrong: [], unforeseen: [`${resource.at} exists`] });
  });

  test.each(drops)('%s: unforeseen when it has %s after all', (type, path) => {
    const resource = ofType(type).find(({ properties }) => JSON.stringify(properties).includes(path.split('.').at(-1)!))!;
    expect(judge(resource, foreseen(resource, path))).toEqual({ wrong: [], unforeseen: [`${resource.at} has ${path}`] });
  });

  test('tags and lists: only the first have no order', () => {
    const role = ofType('AWS::IAM::Role').find(({ properties }) => Array.isArray(properties.Tags))!;
    expect(judge(role, { ...role.properties, Tags: [...role.properties.Tags as Json[]].reverse() })).toEqual(ALL_WELL);
    const policy = ofType('AWS::IAM::ManagedPolicy').find(({ printed }) => printed.properties.PolicyDocument.Statement.length > 1)!;
    const turned = structuredClone(policy.printed.properties);
    turned.PolicyDocument.Statement.reverse();
    expect(judge(policy, turned).wrong).not.toEqual([]);
  });
});

function ofType(type: string): Expected[] {
  return resources.filter((resource) => resource.type === type);
}

/** The answer of an emulator of which the list is true, but for one property. */
function foreseen({ type, properties }: Expected, except?: string): JsonObject {
  const { drops: dropped = {}, replaces = {}, hidden = [] } = coverageOf(type);
  const answer = structuredClone(properties);
  for (const name of Object.keys(replaces)) if (name !== except) answer[name] = [{ of: 'the emulator' }];
  for (const path of [...Object.keys(dropped), ...hidden]) if (path !== except) remove(answer, path.split(/(?:\[\])?\./));
  return answer;
}

function remove(value: any, [key, ...rest]: string[]): void {
  if (value === undefined || key === undefined) return;
  if (Array.isArray(value)) value.forEach((entry) => remove(entry, [key, ...rest]));
  else if (rest.length === 0) delete value[key];
  else remove(value[key], rest);
}
