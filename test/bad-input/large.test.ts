import { endingOf, faultsOfEnding } from './fuzz';
import type { Ending } from './fuzz';
import { Junk, Made, declaration, placesOf, replaced } from './recipe';
import type { Place, Recipe } from './recipe';
import { Issues } from 'dust-service';

const MANY = 2_500_000;
const LIMIT = 2500;

/** Texts of millions of characters on which a careless pattern runs for hours. */
const TEXTS: Readonly<Record<string, string>> = {
  letters: 'a'.repeat(MANY),
  digits: '1'.repeat(MANY),
  hyphens: 'a' + '-'.repeat(MANY) + '!',
  labels: 'a.'.repeat(MANY / 2),
  slashes: '/a'.repeat(MANY / 2) + '!',
  blanks: ' '.repeat(MANY) + 'x',
  tokens: '-eyJ'.repeat(MANY / 4),
  credentials: '://a:'.repeat(MANY / 5),
  arns: `arn:aws:s3:::${'a:'.repeat(MANY / 2)}!`,
  quotes: '"'.repeat(MANY),
  emoji: '\u{1F680}'.repeat(MANY / 2),
  dollars: '${'.repeat(MANY / 2),
};

const places = placesOf(declaration).filter((place) => typeof partAt(place) === 'string');

function partAt(place: Place): unknown {
  return place.reduce<unknown>((part, step) => {
    const parts = (part instanceof Made ? part.parts : part) as Readonly<Record<string, unknown>>;
    return parts[step];
  }, declaration);
}

/** What is wrong with the end of a declaration that is too large; it must not take long either. */
function faults(ending: Ending): string[] {
  return [...faultsOfEnding(ending), ...(ending.milliseconds > LIMIT ? [`took ${ending.milliseconds} ms`] : []), ...(ending.error === undefined ? ['nobody was told'] : [])];
}

function endingWith(place: Place, value: unknown): Ending {
  return endingOf(replaced(declaration, place, new Junk(value)));
}

describe('millions of characters are refused in no time', () => {
  const names = Object.keys(TEXTS);
  test.each(names)('in the values of a service: %s', (name) => expect(faults(endingWith(['services', 0, 'props', 'values', 'LEVEL'], TEXTS[name]))).toEqual([]));
  test.each(places.map((place, index) => [place.join('.'), names[index % names.length]!, place] as const))('at %s: %s', (_where, name, place) => {
    expect(faults(endingWith(place, TEXTS[name]))).toEqual([]);
  });
  test('as a key', () => expect(faults(endingWith(['services', 0, 'props', 'values'], { [TEXTS.letters!]: 'x' }))).toEqual([]));
});

describe('so are', () => {
  const http: Place = ['services', 0, 'props', 'http'];
  const cases: readonly (readonly [string, Place, () => unknown])[] = [
    ['a million items of a list', ['services', 0, 'props', 'calls'], () => Array.from({ length: 1_000_000 }, (_, index) => `a${index}`)],
    ['two hundred thousand keys of a map', ['services', 0, 'props', 'values'], () => Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`A${index}`, 'x']))],
    ['9,900 wrong values', ['services', 0, 'props', 'egress'], () => Array.from({ length: 9_900 }, () => 1)],
    ['9,900 misspelt keys', http, () => Object.fromEntries(Array.from({ length: 9_900 }, (_, index) => [`a${index}`, 'x']))],
    ['a hundred levels', http, () => nested(100)],
    ['a hundred thousand levels', http, () => nested(100_000)],
    ['a few lists that hold each other a billion times', http, () => shared(40)],
  ];
  test.each(cases)('%s', (_what, place, make) => expect(faults(endingWith(place, make()))).toEqual([]));
});

test('a thousand services with a mistake each are told together', () => {
  const service = (declaration as { services: readonly Recipe[] }).services[2]!;
  const services = Array.from({ length: 1000 }, (_, index) => replaced(replaced(service, ['name'], `mail-${index}`), ['props', 'owner'], ''));
  const ending = endingOf(replaced(replaced(declaration, ['services'], services), ['fleet', 'prefix'], 'acme'));
  expect(Issues.of(ending.error)).toHaveLength(1000);
  expect(faultsOfEnding(ending)).toEqual([]);
});

test('these checks turn red on what takes too long, and on what is let through', () => {
  const good = endingWith(['fleet', 'prefix'], 'Acme');
  expect(faults(good)).toEqual([]);
  expect(faults({ ...good, milliseconds: LIMIT + 1 })).toEqual([expect.stringMatching(/took/)]);
  expect(faults({ ...good, error: undefined, files: ['x.json'] })).toEqual(['nobody was told']);
});

function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = { a: value };
  return value;
}

function shared(levels: number): unknown {
  let value: unknown = [1];
  for (let level = 0; level < levels; level++) value = [value, value];
  return value;
}
