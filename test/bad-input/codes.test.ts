import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { outcomeOf } from './judge';
import { areas } from './rows/all';
import { serviceProps, smallFleet } from '../support/fleets';
import { synthesize, temporaryFolder } from '../support/synthesize';
import { DustApp, DustService, Issues } from 'dust-service';

const root = join(__dirname, '../..');

/** Codes that no declaration alone provokes, with the file that does. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  DUST3010: 'test/constructs/hosts.test.ts',
  DUST3011: 'test/constructs/hosts.test.ts',
  DUST3012: 'test/constructs/hosts.test.ts',
  DUST3013: 'test/constructs/hosts.test.ts',
  DUST3014: 'test/bad-input/codes.test.ts',
  DUST5001: 'test/constructs/extending.test.ts',
  DUST5002: 'test/constructs/extending.test.ts',
  DUST5003: 'test/constructs/extending.test.ts',
  DUST5004: 'test/constructs/extending.test.ts',
};

const sources = ['lib', 'constructs'].flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => ({ path: join(entry.parentPath, entry.name), text: readFileSync(join(entry.parentPath, entry.name), 'utf8') }));
const used = codesIn(sources.filter(({ path }) => !path.endsWith('/lib/issues/codes.ts')).map(({ text }) => text));
const listed = codesIn(sources.filter(({ path }) => path.endsWith('/lib/issues/codes.ts')).map(({ text }) => text));
const provoked = new Set(areas.flatMap(([, rows]) => rows.map(({ code }) => code)));

function codesIn(texts: readonly string[]): string[] {
  return [...new Set(texts.flatMap((text) => text.match(/DUST[0-9]{4}/g) ?? []))].sort();
}

/** Codes that no test provokes. */
function unprovoked(codes: readonly string[], readFile: (path: string) => string): string[] {
  return codes.filter((code) => !provoked.has(code) && !(code in ELSEWHERE && readFile(ELSEWHERE[code]!).includes(code)));
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('every code', () => {
  test('of the sources is found', () => expect(used.length).toBeGreaterThan(60));
  test('is provoked by a test', () => expect(unprovoked(used, read)).toEqual([]));
  test('is in the list of codes, and nothing else is', () => expect(listed).toEqual(used));
  test('that is tested elsewhere is not provoked here as well', () => expect(Object.keys(ELSEWHERE).filter((code) => provoked.has(code))).toEqual([]));
});

describe('these checks turn red', () => {
  test('on a code without a row', () => expect(unprovoked(['DUST1001', 'DUST9999'], read)).toEqual(['DUST9999']));
  test('on a file that does not name its code', () => expect(unprovoked(['DUST5001'], () => '')).toEqual(['DUST5001']));
  test('on a code in a text', () => expect(codesIn(["{ code: 'DUST1234' }"])).toEqual(['DUST1234']));
});

test('a chosen service that is misspelt is DUST3014', () => {
  const { issues, written } = outcomeOf((folder) => synthesize(smallFleet(), (app) => void new DustService(app, 'billing', serviceProps()), { folder, context: { service: 'biling' } }));
  expect(issues).toMatchObject([{ code: 'DUST3014', path: 'service', value: '"biling"', fix: 'did you mean "billing"?' }]);
  expect(written).toEqual([]);
});

describe('a service with issues has no children, and says so when one is reached for', () => {
  const reach = (action: (service: DustService) => unknown, owner: string): string[] => {
    const app = new DustApp({ ...smallFleet(), outdir: temporaryFolder(), context: {} });
    const service = new DustService(app, 'billing', serviceProps({ owner }));
    try {
      action(service);
    } catch (error) {
      return Issues.of(error).map(({ code, path }) => `${code} ${path}`);
    }
    return [];
  };

  test.each<[string, (service: DustService) => unknown]>([['its chart', (service) => service.chart('dev')], ['its resources', (service) => service.resources('dev')]])('%s', (_what, action) => {
    expect(reach(action, '')).toEqual(['DUST1043 billing.owner']);
    expect(reach(action, 'team')).toEqual([]);
  });
  test('an environment that it is not in', () => expect(reach((service) => service.chart('prdo'), 'team')).toEqual(['DUST2001 billing']));
});
