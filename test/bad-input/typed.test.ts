import { judge } from './judge';
import { faultsOf } from './row';
import { areas } from './rows/all';

describe.each(areas)('%s is refused once, at its path, with the right edit:', (_area, rows) => {
  test.each(rows.map((row) => [row.title, row] as const))('%s', (_title, row) => {
    expect(faultsOf(row, judge(row.typed))).toEqual([]);
  });
});
