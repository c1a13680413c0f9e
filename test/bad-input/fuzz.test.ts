import fc from 'fast-check';
import { endingOf, faultsOfEnding } from './fuzz';
import { credential, junk, key, unreadable } from './junk';
import { Junk, Made, declaration, placesOf, replaced } from './recipe';
import type { Place, Recipe } from './recipe';
import { CREDENTIALS } from './rows/texts';

const seed = Number(process.env.FUZZ_SEED ?? 20_261_123);
const numRuns = Number(process.env.FUZZ_RUNS ?? 100);
const places = placesOf(declaration).filter((place) => (place[0] === 'fleet' ? place.length > 1 : place.length > 2));
const objects = [['fleet'], ...places].filter((place) => isObject(partAt(place)));

function partAt(place: Place): Recipe {
  return place.reduce<Recipe>((part, step) => {
    const parts = (part instanceof Made ? part.parts : part) as Readonly<Record<string, Recipe>>;
    return parts[step]!;
  }, declaration);
}

function isObject(part: Recipe): boolean {
  return typeof part === 'object' && !Array.isArray(part) && !(part instanceof Made) && !(part instanceof Junk);
}

const checked = (recipe: Recipe): void => expect(faultsOfEnding(endingOf(recipe))).toEqual([]);

test('the declaration has no issue as it stands', () => {
  expect(endingOf(declaration).error).toBeUndefined();
  expect(places.length).toBeGreaterThan(120);
});

describe('a declaration synthesizes or throws its issues, and nothing else happens,', () => {
  const run = (property: fc.IProperty<never>): void => fc.assert(property, { seed, numRuns, endOnFailure: true });
  const anything = fc.oneof({ weight: 9, arbitrary: junk.map((value) => new Junk(value)) }, { weight: 1, arbitrary: unreadable });

  test('with anything in any place', () => run(fc.property(fc.constantFrom(...places), anything, (place, part) => {
    checked(replaced(declaration, place, part));
  }) as never));

  test('with anything in three places', () => run(fc.property(fc.array(fc.tuple(fc.constantFrom(...places), junk), { minLength: 2, maxLength: 3 }), (changes) => {
    const recipe = changes.reduce((before, [place, value]) => (reaches(before, place) ? replaced(before, place, new Junk(value)) : before), declaration);
    const { error } = endingOf(recipe);
    checked(recipe);
    expect(String(endingOf(recipe).error)).toBe(String(error));
  }) as never));

  test('with a key that nobody knows', () => run(fc.property(fc.constantFrom(...objects), key, junk, (place, added, value) => {
    checked(replaced(declaration, place, withKey(partAt(place), added, new Junk(value))));
  }) as never));

  test('with a credential in any place', () => run(fc.property(fc.constantFrom(...places), credential, (place, secret) => {
    const { error } = endingOf(replaced(declaration, place, new Junk(secret)));
    expect(faultsOfEnding({ error, files: [], milliseconds: 0 })).toEqual([]);
    expect(String(error)).toMatch(/DUST1008/);
  }) as never));

  test('and every object of JavaScript is what it was', () => {
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(Object.getOwnPropertyNames(Object.getPrototypeOf(JSON.parse('{}'))).sort());
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

function reaches(recipe: Recipe, place: Place): boolean {
  let part: Recipe | undefined = recipe;
  for (const step of place) part = part instanceof Junk || typeof part !== 'object' ? undefined : part instanceof Made ? part.parts[step as number] : (part as Record<string, Recipe>)[step];
  return part !== undefined;
}

/** A key of its own even where it is called `__proto__`. */
function withKey(part: Recipe, added: string, value: Junk): Recipe {
  return Object.fromEntries([...Object.entries(part), [added, value]]) as Recipe;
}

describe('these checks turn red', () => {
  const good = endingOf(replaced(declaration, ['fleet', 'prefix'], 'Acme'));
  test('not on a good ending', () => expect(faultsOfEnding(good)).toEqual([]));
  test.each<[string, Partial<typeof good>, RegExp]>([
    ['another exception', { error: new TypeError('x is not a function') }, /another exception: TypeError/],
    ['something that is no error', { error: 'x' }, /another exception: x/],
    ['something written', { files: ['cdk.out/x.template.json'] }, /something was written/],
    ['nothing at all', { error: undefined }, /nobody was told/],
    ['a long time', { milliseconds: 5001 }, /took 5001 ms/],
  ])('on %s', (_what, change, fault) => expect(faultsOfEnding({ ...good, ...change })).toContainEqual(expect.stringMatching(fault)));
  test.each(CREDENTIALS)('on a leak of credential %#', (secret) => {
    const error = Object.assign(Object.create(Object.getPrototypeOf(good.error)), { message: `x ${secret} y` });
    Object.defineProperty(error, 'issues', { value: [{ code: 'DUST1001', path: 'a', problem: 'p', allowed: 'a', fix: 'f' }] });
    expect(faultsOfEnding({ ...good, error })).toContainEqual(expect.stringMatching(/is shown/));
  });
});
