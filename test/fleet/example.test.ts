import { exampleDeclared } from './declared';
import { checks } from '../independent/checks';
import { exampleOutput } from '../support/example';

const output = exampleOutput();

describe('the example fleet', () => {
  test.each(Object.keys(checks))('passes the check %s', (name) => {
    expect(checks[name]!(output, exampleDeclared)).toEqual([]);
  });
});
