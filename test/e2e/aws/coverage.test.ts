import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COVERAGE, unknownTypes } from './coverage';
import { readerOf } from './readers';
import { readWorld } from '../../independent/world';
import { exampleOutput } from '../../support/example';
import type { Output } from '../../support/synthesize';

const ROOT = join(__dirname, '../../..');

describe('the list of what the emulator does', () => {
  const types = typesOf(exampleOutput());

  test('knows every type of the fleet', () => {
    expect(unknownTypes(types)).toEqual([]);
  });

  test('is red as soon as a template has a type that it does not know', () => {
    const output = exampleOutput();
    const [template] = [...output.templates.values()];
    template!.Resources.Alarms = { Type: 'AWS::SNS::Topic', Properties: {} };
    expect(unknownTypes(typesOf(output))).toEqual(['AWS::SNS::Topic']);
  });

  test('has no type that the fleet does not have', () => {
    expect(Object.keys(COVERAGE).filter((type) => !types.includes(type))).toEqual([]);
  });

  test('says of everything that is ignored or dropped who shows it instead', () => {
    for (const [type, { emulated, drops, replaces, shownBy }] of Object.entries(COVERAGE)) {
      expect([type, shownBy !== undefined, (drops ?? replaces) !== undefined]).toEqual([type, emulated === 'ignored', emulated === 'partly']);
    }
  });

  test.each(Object.keys(COVERAGE))('%s is read by its own service', (type) => {
    expect(() => readerOf(type)).not.toThrow();
  });

  test.each(unshown())('%s is shown by %s', (what, file) => {
    expect(readFileSync(join(ROOT, file), 'utf8').includes(what)).toBe(true);
  });
});

function typesOf(output: Output): string[] {
  return readWorld(output).resources.map(({ type }) => type);
}

/** What the emulator does not show, with the file that does; a property is searched there by its own name. */
function unshown(): [string, string][] {
  return Object.entries(COVERAGE).flatMap(([type, { drops = {}, replaces = {}, shownBy }]) => [
    ...Object.entries({ ...drops, ...replaces }).map(([path, file]): [string, string] => [path.split('.').at(-1)!, file]),
    ...(shownBy === undefined ? [] : [[type, shownBy] as [string, string]]),
  ]);
}
