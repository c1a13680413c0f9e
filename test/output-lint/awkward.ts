import { ApiObject } from 'cdk8s';
import { serviceProps, smallFleet } from '../support/fleets';
import { synthesize } from '../support/synthesize';
import type { Output } from '../support/synthesize';
import { DustService, Egress } from 'dust-service';

/** Texts that a declaration may hold and that some version or parser of YAML takes for something else. */
export const AWKWARD: readonly string[] = [
  'on', 'off', 'On', 'OFF', 'yes', 'no', 'YES', 'y', 'N', 'true', 'False', 'null', 'Null', '~', '', 'nan', '.nan', '.inf', '-.INF', 'Infinity',
  '0', '-0', '+1', '012', '08', '0o14', '0x1f', '0b1', '1e3', '1E400', 'E5', '.e1', '1_000', '.5', '5.', '1.2.3', '1:30', '12:30:45', '190:20:30.15', '2026-11-23', '2001-12-14t21:59:43.10-05:00',
  '0XFF', '0O14', '0B1', '0o_7', '+0o14', '-_1', '+_90', '0_9', '09_', '71E1_9', '1e_3', '2001-1-1', '2001-01-01 1:2:3', '0x_',
  '=', '<<', '-', '--', '---', '...', '?', '? a', '- a', ':', 'a:', 'a: b', ': b', 'a #b', '#a', '*a', '&a', '!t', '!!str x', '%TAG x', '@a', '`a`', '|', '>-', '{', '[]', ',', '"a"', '\'a\'', '\\', '\\n',
  ' ', ' lead', 'trail ', '\t', '\ttab', 'tab\t', 'a\tb', '\n', '\n\n', 'a\n', '\na', 'a\n\n\n', 'a\nb', '  a\nb', 'a\n  b', 'a \nb', '\ta\nb', 'a\n\tb', 'x\n---\nkind: ClusterRole\n', 'x\n...\ny',
  'a\u2028b', '\u2028', 'a\u2029', '\u2029\na', 'a\u00a0b', 'a\u200bb', '\u3000', 'é', '😀', '😀\n\u{10fffd}', '\ud7ff', '\ue000', '\ufffd', 'word '.repeat(60), 'x'.repeat(300),
];

/** A declaration refuses these; objects that people add to a chart may hold them all the same. */
export const INVISIBLE: readonly string[] = ['\u0085', 'a\u0085b', 'a\n\u0085b', '\ufeff', 'a\ufeffb', 'a\u007fb', 'a\u009fb', 'a\u0001b', 'a\u0000b', 'a\r\nb', '\r', '\u001b[0m', 'a\u202eb', '\uffff'];

/** Names of variables that are words or numbers of YAML, too. */
const NAMES = ['on', 'No', 'y', 'N', 'null', 'True', 'FALSE', '_', '_1', 'E5', 'e1', 'NaN', 'inf', 'merge'];

export interface AwkwardOutput extends Output {
  /** Folder of the service whose declaration is awkward, and of the one that has an awkward object beside its own. */
  readonly declared: string;
  readonly added: string;
  /** Variables of the first, and data of the second one's object, as they were written in TypeScript. */
  readonly variables: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, string>>;
}

/** Awkward texts wherever a declaration takes any text, and more of them in an object that somebody added. */
export function awkwardOutput(): AwkwardOutput {
  const variables = { ...numbered(AWKWARD), ...Object.fromEntries(NAMES.map((name) => [name, name])) };
  const data = numbered([...AWKWARD, ...INVISIBLE]);
  const output = synthesize(smallFleet(), (app) => {
    new DustService(app, 'declared', serviceProps({
      owner: '1e3',
      values: variables,
      http: { ...serviceProps().http, command: AWKWARD.filter((text) => text !== ''), args: [...AWKWARD].reverse() },
      egress: AWKWARD.map((text) => Egress.cidr('203.0.113.0/24', { ports: [443], reason: `because ${text}`.slice(0, 480) })),
      overrides: { prod: { values: { E5: '0o14' } } },
    }));
    const added = new DustService(app, 'added', serviceProps({ environments: ['dev'] }));
    new ApiObject(added.chart('dev'), 'awkward', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'awkward', annotations: { '1e3': '0o14', 'on': 'on' } }, data } as never);
  });
  return { ...output, declared: 'manifests/dev/declared', added: 'manifests/dev/added', variables, data };
}

function numbered(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(texts.map((text, index) => [`V${index}`, text]));
}
