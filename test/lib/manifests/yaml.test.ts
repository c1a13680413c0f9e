import { load, loadAll } from 'js-yaml';
import { parse } from 'yaml';
import { toYaml } from '../../../lib/manifests/yaml';

/** Texts that some writer or parser of YAML reads as something else. */
const ODD = [
  'yes', 'no', 'on', 'off', 'y', 'N', 'null', '~', '', 'true', 'False', '1', '1.0', '0o14', '012', '0x1f', '1e3', '1:30', '2001-01-01', '.inf', '+1', '1_000', '0b1', '=', '<<',
  '-', '- a', 'a: b', 'a #b', '#a', '"q"', "'s'", '*a', '&a', '!t', '%d', '@x', '`x`', '{{ .x }}', '...\nfoo', 'a\n---\nkind: ClusterRole\n', '\ttab', '\nlead', '  lead', 'trail ',
  'x\u2028y', 'x\u2029y', 'x\u0085y', 'x\u007fy', '😀', 'é', `${'long '.repeat(60)}end`, 'a\r\nb',
];

test.each(ODD)('%j is read back by two parsers, also as YAML 1.1, in a value and in a key', (text) => {
  const yaml = toYaml([{ value: text, map: { [text]: 1 }, list: [text] }]);
  for (const read of [load, parse, (source: string) => parse(source, { version: '1.1' })]) {
    expect(read(yaml)).toEqual({ value: text, map: { [text]: 1 }, list: [text] });
  }
});

test('texts never begin another document', () => {
  expect(loadAll(toYaml(ODD.map((text) => ({ text }))))).toEqual(ODD.map((text) => ({ text })));
});
