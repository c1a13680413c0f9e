import { judge } from './judge';
import { faultsOf } from './row';
import { gitHub } from './rows/github';
import { environments } from './rows/environments';
import { javaScript } from './rows/javascript';
import { places } from './rows/places';
import { relations } from './rows/relations';
import { prefixes, serviceNames } from './rows/names';
import { sizes } from './rows/sizes';
import { texts, tokens } from './rows/texts';

describe.each([
  ['the name of a service', serviceNames],
  ['the prefix of a fleet', prefixes],
  ['a repository', gitHub],
  ['a place', places],
  ['an environment: ', environments],
  ['a size', sizes],
  ['a text', texts],
  ['a token', tokens],
  ['a relation:', relations],
  ['a caller without types:', javaScript],
])('%s is refused once, at its path, with the right edit:', (_area, rows) => {
  test.each(rows.map((row) => [row.title, row] as const))('%s', (_title, row) => {
    expect(faultsOf(row, judge(row.typed))).toEqual([]);
  });
});
