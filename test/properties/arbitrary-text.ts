import * as fc from 'fast-check';

/** Text that some parser of YAML or some template language reads as something else. */
export const NASTY_TEXTS: readonly string[] = [
  '', ' ', '\t', '\n', '\n\n', 'a\n', '\na', 'a\n\n\nb\n\n', ' lead', 'trail ', '  indented\n more\n', '\t- x', 'a\tb', 'a: b', 'a:', ':a', 'a #b', '#c',
  'yes', 'no', 'on', 'off', 'y', 'n', 'Y', 'N', 'true', 'False', 'NULL', 'null', '~', 'Null', '.inf', '-.INF', '.NaN', '=', '<<', '-', '--', '?', ': ', '? a', '- a',
  '0', '-0', '+1', '014', '0o14', '0x1F', '0b101', '1_000', '_1', '1e3', '1E400', '.5', '5.', '12:30:45', '1:2', '190:20:30', '2001-01-01', '2001-12-14t21:59:43.10-05:00',
  '---', '...', '\n---\nkind: ClusterRole\n', 'x\n...\n---\ny', '"', '\'', '\\', '\\n', '"\'', '{', '}', '[', ']', '[]', '{}', ',', '&a', '*a', '!!str x', '!x', '|', '|-\n x', '>', '%TAG', '@', '`',
  '${AWS::AccountId}', '${!Literal}', '{"Ref":"AWS::Region"}', 'Fn::Sub', '{{ .Values.x }}', '{{$x}}', '$(PORT)', '$$(PORT)', '$PORT', '$&', '$1', '%s', '<b>&amp;</b>', ';rm -rf /', '../../etc/hosts',
  '\u2028', 'a\u2029b', '\u00a0', '\u3000', '\u00ad', '\u200b', '\u200d', '\u00e9', 'e\u0301', '\u65e5\u672c', '\u{1f984}', '\u{10fffd}', '\ud7ff', '\ue000', '\ufffd',
  'word '.repeat(60), 'x'.repeat(300), `${'x'.repeat(90)} ${'y'.repeat(90)}`, 'toString', '__proto__', 'constructor', 'undefined', 'NaN',
];

/** Text that the library promises to carry: what cannot be seen, and what only a deployment could read, is refused. */
export function isCarried(text: string): boolean {
  const invisible = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
  return !invisible.test(text) && !['${Token[', '#{Token[', '{{resolve:', '<unresolved', '${AWS::', '://'].some((part) => text.includes(part));
}

/** Text that is written without quotes although some parser reads a number; an open fault in `text.test.ts` is about it. */
export function isMisread(text: string): boolean {
  return /^[-+]?[0-9_]*\.?[0-9_]*[eE][-+]?[0-9]+$/.test(text) && !Number.isFinite(Number(text));
}

/** Short, so that no random text has the shape of a credential by chance. */
export const plainText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...NASTY_TEXTS) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...NASTY_TEXTS), fc.constantFrom('\n', ' ', ': ', ''), fc.constantFrom(...NASTY_TEXTS)).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
).filter((text) => isCarried(text) && !isMisread(text));

/** A reason of 8 to 500 characters, which becomes an annotation. */
export const reason: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('- needed: for #billing', 'yes: it is needed', '"quoted" reason', '2001-01-01 decided', '{{ .Values.reason }}', '*needed by all'),
  plainText.map((text) => `Because: ${text}`.slice(0, 480)).filter(isCarried),
);

/** Owners are labels, and many a label is a number or a word to YAML. */
export const owner: fc.Arbitrary<string> = fc.constantFrom(
  'core-services', 'frontend', '123', '007', '0x10', '0o14', '1e3', '1.5', '1.2.3', '2001-01-01', 'NO', 'yes', 'null', 'true', 'a_b', '1_000', 'X', 'o'.repeat(63),
);

export const branch: fc.Arbitrary<string> = fc.constantFrom(
  'main', 'release/1.x', 'feature/a/b/c', 'dependabot/npm_and_yarn/x-1.2.3', '1.0', 'feature/#12', 'user@host/x', 'it\'s', 'a"b', 'caf\u00e9', '50%', 'b'.repeat(244),
);

export const githubEnvironment: fc.Arbitrary<string> = fc.constantFrom(
  'Production', 'Production:V1', 'a:b:c', 'staging eu', 'Prod (EU)', 'it\'s "it"', 'ref:refs', '-', 'e'.repeat(255),
);

export const slug: fc.Arbitrary<string> = fc.constantFrom(
  'acme/billing', 'acme/Billing.js', 'acme-evil/billing', 'a/b', 'o-p/r_x', `${'o'.repeat(39)}/${'r'.repeat(100)}`,
);

/** Names that join to one name, names at the limit, and two that differ only at their end. */
export const serviceName: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'a', 'a', 'a', 'a-b', 'a-b', 'b', 'b-c', 'a-b-c', 'a-b-dev', 'c1', 'x9-y8', 'logs', 'platform', 'account', 'builds', 'catalog', 'publish', 'a-publish', 'workload', 'a-workload', 'config', 'a-config',
      'bucket-x', 'aws-endpoint', 'database', 'redis', 'select', 'user', 'table', 'postgres', 'rdsadmin', 'template0', 'dust-admin-a', 'a-postgres17', 'internal', 'a-internal', 's'.repeat(40), `${'long-'.repeat(7)}name1`, `${'long-'.repeat(7)}name2`, `${'long-'.repeat(7)}name3`.slice(0, 39),
    ),
  },
  { weight: 1, arbitrary: fc.stringMatching(/^[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,8}){0,3}$/) },
).filter((name) => name.length <= 40 && !/^(?:cluster|cluster-admin|dust-admin|default)$|^(?:kube|openshift|amazon)-/.test(name));

export const bucketKey: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('a', 'c', 'b-c', 'scans', 'raw-images', 'a-1', 'a1', 'x', 'x-policy', 'x-url', 'logs', 'dev', 'k'.repeat(24), 'long-long-long-long-long', '0'.padStart(2, 'z')) },
  { weight: 1, arbitrary: fc.stringMatching(/^[a-z](-?[a-z0-9]){0,8}$/).filter((key) => key.length <= 24) },
);

/** Words and numbers of YAML are legal names of variables too. */
export const variableName: fc.Arbitrary<string> = fc.constantFrom(
  'LOG_LEVEL', 'A', 'B', 'NO', 'no', 'Y', 'y', 'on', 'null', 'True', '_', '_1', 'E_1', 'X9', 'FEATURE_FLAGS', 'toString', 'valueOf', 'hasOwnProperty', 'length', 'name', 'BUCKET_Q', 'PGHOST', 'REDIS_TLS', 'V'.repeat(128),
);

/** Names of variables that are secrets: some would make one object or one construct, were they only turned into words. */
export const secretVariable: fc.Arbitrary<string> = fc.constantFrom(
  'STRIPE_API_KEY', 'JWT_KEY', 'A', 'B', 'A_1', 'A1', 'A__1', '_', '__', 'a_b', 'A_B_', 'S_ROLE', 'NO', 'null', 'toString', 'constructor', 'LOG_LEVEL', 'DATABASE_URL', 'REDIS_URL', 'postgres', 'V'.repeat(127) + '1', 'V'.repeat(127) + '2',
);

/** Parts of a command line, which nobody may interpret on the way. */
export const argument: fc.Arbitrary<string> = fc.oneof(fc.constantFrom('--flag=on', '-c', 'sh -c "echo $HOME"'), plainText);
