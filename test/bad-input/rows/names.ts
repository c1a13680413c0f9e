import type { Row } from '../row';

const FORTY = 'a'.repeat(40);

/** Names of services. */
export const serviceNames: readonly Row[] = [
  named('has capitals and an underscore', 'Billing_API', 'DUST1010', 'is not a DNS label', 'did you mean "billing-api"?'),
  named('begins with a digit', '1billing', 'DUST1010', 'is not a DNS label', 'did you mean "billing"?'),
  named('has 46 characters', `${FORTY}bcdefg`, 'DUST1010', 'has 46 characters; at most 40', 'shorten it'),
  named('ends with a hyphen', 'billing-', 'DUST1010', 'is not a DNS label', 'did you mean "billing"?'),
  named('has two hyphens in a row', 'billing--api', 'DUST1010', 'has two hyphens in a row', 'did you mean "billing-api"?'),
  { ...named('is blank', '  ', 'DUST1010', 'is not a DNS label', 'rename the service'), path: '"  "' },
  { ...named('begins with a space', ' billing', 'DUST1010', 'is not a DNS label', 'did you mean "billing"?'), path: '" billing"' },
  ...['kube-system', 'default', 'kube-public', 'openshift-x', 'amazon-x', 'cluster', 'dust-admin', 'constructor'].map((name) => named(`is the reserved ${name}`, name, 'DUST1011', 'is reserved', 'rename the service')),
  named('has the namespace of an operator', 'tailscale', 'DUST2019', /^is the namespace of Tailscale's operator in environment "dev"/, 'rename the service'),
  look('has a Cyrillic letter', 'p\u0430ypal', '"p\\u0430ypal"', 'has the character U+0430 at position 2'),
  look('has the Kelvin sign', '\u212Aafka', '"\\u212aafka"', 'has the character U+212A at position 1'),
  look('has a long s', 'ba\u017Fe', '"ba\\u017fe"', 'has the character U+017F at position 3'),
  look('ends with a line feed', 'ok\n', '"ok\\n"', 'has the character U+000A at position 3'),
  look('has a zero-width space', 'pay\u200Bpal', '"pay\\u200bpal"', 'has the character U+200B at position 4'),
  { ...look('is turned around', 'bil\u202Elap', '"bil\\u202elap"', 'has the character U+202E at position 4'), fix: 'remove the character' },
  { ...look('has a NUL', 'a\u0000b', '"a\\u0000b"', 'has the character U+0000 at position 2'), fix: 'remove the character' },
  { ...named('leads out of the folder', '../../etc', 'DUST1010', 'is not a DNS label', 'did you mean "etc"?'), path: '"../../etc"' },
  { ...named('has a slash', 'a/b', 'DUST1010', 'is not a DNS label', 'did you mean "a-b"?'), path: '"a/b"' },
  { ...named('is a folder of Windows', 'C:\\x', 'DUST1010', 'is not a DNS label', 'did you mean "c-x"?'), path: '"C:\\\\x"', value: '"C:\\\\x"' },
  named('is a device of Windows', 'CON', 'DUST1010', 'is not a DNS label', 'did you mean "con"?'),
  { ...named('is a dot', '.', 'DUST1010', 'is not a DNS label', 'rename the service'), path: '"."' },
  { ...named('is a credential', 'AKIAIOSFODNN7EXAMPLE', 'DUST1008', 'looks like a credential', /Secret\.provided/), path: '"***"', value: '"***"' },
  { ...named('has ten million characters', 'a'.repeat(10_000_000), 'DUST1010', 'has 10000000 characters; at most 40', 'shorten it'), path: `"${'a'.repeat(80)}\u2026"`, value: `"${'a'.repeat(80)}\u2026"` },
];

/** The first word of every name. */
export const prefixes: readonly Row[] = [
  prefixed('has capitals', 'Acme', 'cannot begin a physical name', 'did you mean "acme"?'),
  prefixed('has a hyphen', 'ac-me', 'cannot begin a physical name', 'did you mean "acme"?'),
  prefixed('is too long', 'a'.repeat(11), 'has 11 characters; at most 10', 'shorten it'),
  prefixed('is empty', '', 'is empty', 'choose a short word such as "dust"'),
  ...['aws', 'awsome', 'ssm', 'amzn', 'sthree'].map((prefix) => prefixed(`${prefix} is kept by AWS`, prefix, 'begins names that AWS keeps for itself', 'choose another word such as "dust"')),
];

function named(what: string, name: string, code: string, problem: string | RegExp, fix: string | RegExp): Row {
  return { title: `a name that ${what}`, typed: { name }, code, path: name, value: `"${name}"`, problem, fix };
}

function look(what: string, name: string, value: string, problem: string): Row {
  return { title: `a name that ${what}`, typed: { name }, code: 'DUST1005', path: value, value, problem, fix: 'type the name again; look-alike letters and invisible ones hide here' };
}

function prefixed(what: string, prefix: string, problem: string, fix: string): Row {
  return { title: `a prefix that ${what}`, typed: { fleet: { prefix } }, code: 'DUST1054', path: 'app.prefix', value: `"${prefix}"`, problem, fix };
}
