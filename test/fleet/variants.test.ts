import { variants } from './variants';
import { checks } from '../independent/checks';
import { synthesize } from '../support/synthesize';

describe.each(variants)('a fleet with $title', ({ fleet, declare, declared }) => {
  const output = synthesize(fleet, declare);

  test.each(Object.keys(checks))('passes the check %s', (name) => {
    expect(checks[name]!(output, declared)).toEqual([]);
  });
});
