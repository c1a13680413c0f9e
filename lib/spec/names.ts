import { firstOf, patternRule } from './rules';
import type { Rule } from './rules';
import type { Finding } from '../issues/issue';

/** A DNS-1035 label of at most 40 characters; every physical name is made from it. */
export const SERVICE_NAME_MAX = 40;
/** `constructor` is a key of every object of JavaScript, and so of the CDK's own tables of children. */
const RESERVED_SERVICES = /^(?:cluster|cluster-admin|dust-admin|dust-objects|default|constructor|kube-.*|openshift-.*|amazon-.*)$/;

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#rfc-1035-label-names */
export const judgeServiceName: Rule<string> = firstOf(
  judgeAscii,
  patternRule({
    code: 'DUST1010',
    pattern: /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/,
    max: SERVICE_NAME_MAX,
    problem: 'is not a DNS label',
    allowed: `a lower-case letter, then lower-case letters, digits and single hyphens, at most ${SERVICE_NAME_MAX}`,
    fix: 'rename the service',
    meant: toLabel,
  }),
  (value) => (value.includes('--') ? { ...DOUBLE_HYPHEN, value, fix: `did you mean "${toLabel(value)}"?` } : undefined),
  (value) => (RESERVED_SERVICES.test(value) ? { ...RESERVED, value } : undefined),
);

/** The label that was probably meant: `Billing_API` becomes `billing-api`. */
function toLabel(typed: string): string {
  return typed.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+/, '').replace(/-$/, '');
}

export const judgePrefix: Rule<string> = firstOf(
  patternRule({
    code: 'DUST1054',
    pattern: /^[a-z][a-z0-9]*$/,
    max: 10,
    problem: 'cannot begin a physical name',
    allowed: 'a lower-case letter, then lower-case letters and digits, at most 10',
    fix: 'choose a short word such as "dust"',
    meant: (typed) => typed.toLowerCase().replace(/[^a-z0-9]/g, ''),
  }),
  (value) => (/^(?:aws|ssm)|^(?:amzn|sthree)$/.test(value) ? { ...RESERVED_PREFIX, value } : undefined),
);

export const judgeEnvironmentName: Rule<string> = firstOf(
  patternRule({
    code: 'DUST1057',
    pattern: /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/,
    max: 16,
    problem: 'is not a DNS label',
    allowed: 'a lower-case letter, then lower-case letters, digits and single hyphens, at most 16',
    fix: 'rename the environment',
    meant: toLabel,
  }),
  (value) => (value.includes('--') ? { ...RESERVED_ENVIRONMENT, value, problem: 'has two hyphens in a row', allowed: 'single hyphens', fix: `did you mean "${toLabel(value)}"?` } : undefined),
  (value) => (value === 'builds' || value.startsWith('builds-') || value === 'constructor' ? { ...RESERVED_ENVIRONMENT, value } : undefined),
);

/** The key of a bucket, database or cache: a part of names and of variables. */
export const judgeRequestKey = patternRule({
  code: 'DUST1042',
  pattern: /^[a-z](?:-?[a-z0-9])*$/,
  max: 24,
  problem: 'cannot be a part of a name and of a variable',
  allowed: 'a lower-case letter, then lower-case letters, digits and single hyphens, at most 24',
  fix: 'rename the key',
  meant: toLabel,
});

/** Owners become tag values and labels. */
export const judgeOwner = patternRule({
  code: 'DUST1043',
  pattern: /^[A-Za-z0-9](?:[-_.A-Za-z0-9]*[A-Za-z0-9])?$/,
  max: 63,
  problem: 'cannot be a label',
  allowed: 'letters, digits, ".", "_" and "-", at most 63',
  fix: 'write the name of the team, such as "core-services"',
  meant: (typed) => typed.replace(/[^A-Za-z0-9_.]+/g, '-').replace(/^[-_.]+|[-_.]+$/g, ''),
});

/** The namespace of somebody else's operator. */
export const judgeNamespace = patternRule({
  code: 'DUST1062',
  pattern: /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/,
  max: 63,
  problem: 'is not a namespace',
  allowed: 'lower-case letters, digits and hyphens, at most 63',
  fix: 'write the namespace as `kubectl get namespaces` prints it',
  meant: toLabel,
});

/** An object of the cluster that is not in a namespace of ours. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const judgeObjectName = patternRule({
  code: 'DUST1069',
  pattern: /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/,
  max: 63,
  problem: 'is not the name of an object',
  allowed: 'lower-case letters, digits and hyphens, at most 63',
  fix: 'write the name as `kubectl get` prints it',
  meant: toLabel,
});

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
export const judgeLabelKey = patternRule({
  code: 'DUST1070',
  pattern: /^(?:[a-z0-9][-a-z0-9.]{0,252}\/)?[A-Za-z0-9](?:[-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?$/,
  max: 317,
  problem: 'is not the key of a label',
  allowed: 'letters, digits, ".", "_" and "-", with a domain and a slash before or without',
  fix: 'write the key as `kubectl get --show-labels` prints it',
});

export const judgeLabelValue = patternRule({
  code: 'DUST1070',
  pattern: /^[A-Za-z0-9](?:[-_.A-Za-z0-9]*[A-Za-z0-9])?$/,
  max: 63,
  problem: 'is not the value of a label',
  allowed: 'letters, digits, ".", "_" and "-", at most 63',
  fix: 'write the value as `kubectl get --show-labels` prints it',
});

/** @see https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/ */
export const judgeVariableName: Rule<string> = firstOf(
  patternRule({
    code: 'DUST1040',
    pattern: /^[A-Za-z_][A-Za-z0-9_]*$/,
    max: 128,
    problem: 'is not the name of an environment variable',
    allowed: 'letters, digits and "_", not a digit first',
    fix: 'write a name such as "API_URL"',
    meant: (typed) => typed.trim().replace(/[^A-Za-z0-9_]+/g, '_').replace(/^[0-9]/, '_$&'),
  }),
  (value) => (/^(?:AWS_|DUST_|KUBERNETES_|LD_)|^(?:PORT|NODE_OPTIONS|PYTHONPATH|PATH)$/.test(value) ? { ...PLATFORM_VARIABLE, value } : undefined),
);

function judgeAscii(value: string): Finding | undefined {
  const index = value.search(/[^\x20-\x7e]/);
  if (index < 0) return undefined;
  const code = (value.codePointAt(index) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return { ...NOT_ASCII, value, problem: `has the character U+${code} at position ${index + 1}` };
}

const NOT_ASCII: Finding = {
  code: 'DUST1005', problem: 'is not ASCII', allowed: 'ASCII letters, digits and hyphens', fix: 'type the name again; look-alike letters and invisible ones hide here',
};
const DOUBLE_HYPHEN: Finding = {
  code: 'DUST1010', problem: 'has two hyphens in a row', allowed: 'single hyphens: databases and caches refuse "--"', fix: 'remove one hyphen',
};
const RESERVED: Finding = {
  code: 'DUST1011',
  problem: 'is reserved',
  allowed: 'any name but cluster, cluster-admin, dust-admin, dust-objects, default, constructor, kube-*, openshift-* and amazon-*',
  fix: 'rename the service',
};
const RESERVED_PREFIX: Finding = {
  code: 'DUST1054', problem: 'begins names that AWS keeps for itself', allowed: 'any word but amzn, sthree, and what begins with aws or ssm', fix: 'choose another word such as "dust"',
};
const RESERVED_ENVIRONMENT: Finding = {
  code: 'DUST1057', problem: 'is reserved', allowed: 'any other name; "builds" names the builds registry', fix: 'rename the environment',
};
const PLATFORM_VARIABLE: Finding = {
  code: 'DUST1041',
  problem: 'is set by the platform',
  allowed: 'names that do not begin with AWS_, DUST_, KUBERNETES_ or LD_, and are not PORT, PATH, PYTHONPATH or NODE_OPTIONS',
  fix: 'remove it, or rename the variable',
};
