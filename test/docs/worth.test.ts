import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderWorth, worthOf } from './worth';
import { exampleOutput } from '../support/example';

const page = join(__dirname, '../../README.md');
const TABLE = /(<!-- worth -->\n)[^]*?(<!-- \/worth -->)/;

test('the README says what each declaration of the example is worth', () => {
  const output = exampleOutput();
  const text = readFileSync(page, 'utf8');
  const expected = text.replace(TABLE, `$1${renderWorth(output)}$2`);
  if (process.env.UPDATE_DOCS === '1') writeFileSync(page, expected);
  expect(readFileSync(page, 'utf8')).toBe(expected);
  expect(text).toMatch(TABLE);
  // Every service counts, and none counts another's stacks.
  const worth = worthOf(output);
  expect(worth.map(({ service }) => service)).toHaveLength(8);
  expect(worth.reduce((sum, { stacks }) => sum + stacks, 0)).toBe([...output.templates.keys()].filter((name) => !/^dust-(?:account-\d+|dev|staging|prod)$/.test(name)).length);
});
