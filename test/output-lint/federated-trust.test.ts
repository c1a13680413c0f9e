import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { printed, templateFiles } from './printed';
import { judge, judged } from './tools';
import type { Template } from '../support/synthesize';
import { temporaryFolder } from '../support/synthesize';
import { cfnGuard } from '../tools/node';

const RULES = join(__dirname, 'federated-trust.guard');
/** Rules that guard skips in a template without a federated role. */
const OF_FEDERATED = ['role_is_limited', 'trust_is_exact', 'trust_is_one_statement'];

/** What cfn-guard says of one template. */
interface Report {
  readonly name: string;
  readonly status: 'PASS' | 'FAIL' | 'SKIP';
  readonly compliant: readonly string[];
  readonly not_applicable: readonly string[];
  readonly not_compliant: readonly unknown[];
}

/** Parts of a role that identities of GitHub assume. */
interface Weakened {
  readonly properties: Record<string, any>;
  readonly document: Record<string, any>;
  readonly statement: Record<string, any>;
  readonly equals: Record<string, any>;
}

const ISSUER = 'token.actions.githubusercontent.com';
const AUD = `${ISSUER}:aud`;
const SUB = `${ISSUER}:sub`;
const subject = (sub: unknown) => ({ equals }: Weakened): void => { equals[SUB] = sub; };
const like = (sub: string) => ({ equals, statement }: Weakened): void => { delete equals[SUB]; statement.Condition.StringLike = { [SUB]: sub }; };
const operator = (name: string) => ({ equals, statement }: Weakened): void => { statement.Condition = { [name]: equals }; };

/** What makes a role of GitHub one that somebody else can assume, or a dead one. */
const WEAKER: Readonly<Record<string, (role: Weakened) => void>> = {
  'no audience': ({ equals }) => { delete equals[AUD]; },
  'another audience': ({ equals }) => { equals[AUD] = 'https://github.com/acme'; },
  'two audiences': ({ equals }) => { equals[AUD] = ['sts.amazonaws.com', 'acme']; },
  'the audience of another issuer': ({ equals }) => { delete equals[AUD]; equals['accounts.google.com:aud'] = 'sts.amazonaws.com'; },
  'no subject': ({ equals }) => { delete equals[SUB]; },
  'the subject of another issuer': ({ equals }) => { equals[`${ISSUER}/acme:sub`] = equals[SUB]; delete equals[SUB]; },
  'no condition': ({ statement }) => { delete statement.Condition; },
  'a wildcard in StringEquals': subject('repo:acme/x:*'),
  'a subject of one star': subject('*'),
  'an empty subject': subject(''),
  'no subject in a list': subject([]),
  'one wildcard among subjects': subject(['repo:acme/x:ref:refs/heads/main', 'repo:acme/*:ref:refs/heads/main']),
  'a branch without refs/heads/': subject('repo:acme/x:ref:main'),
  'a repository without its owner': subject('repo:x:ref:refs/heads/main'),
  'the id of an owner alone': subject('repo:acme@1/x:ref:refs/heads/main'),
  'a colon that is not encoded': subject('repo:acme/x:environment:prod:eu'),
  'a variable of IAM': subject('repo:acme/x:environment:${aws:username}'),
  'another case': subject('Repo:acme/x:ref:refs/heads/main'),
  'StringLike': operator('StringLike'),
  'StringLike of a whole repository': like('repo:acme/x:*'),
  'StringLike of every tag': like('repo:acme/x:ref:refs/tags/*'),
  'StringLike of an owner': like('repo:acme*/x:ref:refs/tags/v*'),
  'StringLike in the middle': like('repo:acme/x:ref:refs/tags/v*-rc'),
  'StringLike of the audience': ({ equals, statement }) => { statement.Condition.StringLike = { [AUD]: '*' }; delete equals[AUD]; },
  'ForAllValues': operator('ForAllValues:StringEquals'),
  'ForAnyValue': operator('ForAnyValue:StringEquals'),
  'IfExists': operator('StringEqualsIfExists'),
  'StringEqualsIgnoreCase': operator('StringEqualsIgnoreCase'),
  'StringNotEquals': operator('StringNotEquals'),
  'conditions in two statements': ({ document, statement, equals }) => {
    document.Statement = [AUD, SUB].map((key) => ({ ...statement, Condition: { StringEquals: { [key]: equals[key] } } }));
  },
  'a second statement': ({ document, statement }) => { document.Statement.push({ ...statement, Condition: {} }); },
  'a statement without a list': ({ document, statement }) => { document.Statement = { ...statement, Condition: {} }; },
  'a second action': ({ statement }) => { statement.Action = ['sts:AssumeRoleWithWebIdentity', 'sts:AssumeRole']; },
  'every action': ({ statement }) => { statement.Action = 'sts:*'; },
  'NotAction': ({ statement }) => { statement.NotAction = 'iam:PassRole'; delete statement.Action; },
  'a second principal': ({ statement }) => { statement.Principal.AWS = '*'; },
  'NotPrincipal': ({ statement }) => { statement.NotPrincipal = statement.Principal; delete statement.Principal; },
  'a principal that is everybody': ({ statement }) => { statement.Principal = '*'; },
  'everybody without a provider': ({ statement }) => { statement.Principal = { AWS: '*' }; statement.Action = 'sts:AssumeRole'; delete statement.Condition; },
  'everybody in a list': ({ statement }) => { statement.Principal = { AWS: [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::111122223333:root' }, '*'] }; statement.Action = 'sts:AssumeRole'; delete statement.Condition; },
  'a provider of every account': ({ statement }) => { statement.Principal = { Federated: { 'Fn::Sub': `arn:\${AWS::Partition}:iam::*:oidc-provider/${ISSUER}` } }; },
  'another provider': ({ statement }) => { statement.Principal = { Federated: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::111122223333:oidc-provider/accounts.google.com' } }; },
  'a claim that is none of GitHub': ({ equals }) => { equals['aws:SourceIp'] = '10.0.0.1'; },
  'a wildcard in another claim': ({ equals }) => { equals[`${ISSUER}:job_workflow_ref`] = 'acme/*'; },
  'a trust policy as text': ({ properties, document }) => { properties.AssumeRolePolicyDocument = JSON.stringify(document); },
  'a trust policy by a function': ({ properties, document }) => { properties.AssumeRolePolicyDocument = { 'Fn::If': ['x', document, document] }; },
  'a statement by a function': ({ document, statement }) => { document.Statement = [{ 'Fn::If': ['x', statement, statement] }]; },
  'an older version': ({ document }) => { document.Version = '2008-10-17'; },
  'a session of two hours': ({ properties }) => { properties.MaxSessionDuration = 7200; },
  'no longest session': ({ properties }) => { delete properties.MaxSessionDuration; },
  'no boundary': ({ properties }) => { delete properties.PermissionsBoundary; },
};

/** What is as strict as what the library prints, in another form. */
const AS_STRICT: Readonly<Record<string, (role: Weakened) => void>> = {
  'an immutable subject': subject('repo:acme@1/x@2:environment:prod'),
  'both forms with the id': ({ equals }) => { equals[SUB] = ['repo:acme@1/x@2:environment:prod', 'repo:acme/x:environment:prod']; equals[`${ISSUER}:repository_id`] = '2'; },
  'an encoded colon': subject('repo:acme/x:environment:prod%3A eu'),
  'a subject with a workflow': subject('repo:acme/x:environment:prod:job_workflow_ref:acme/w/.github/workflows/f.yml@refs/heads/main'),
  'tags of one prefix beside an exact audience': like('repo:acme/x:ref:refs/tags/v*'),
  'another role of the account': ({ statement }) => { statement.Principal = { AWS: [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::111122223333:role/x' }] }; statement.Action = 'sts:AssumeRole'; delete statement.Condition; },
  'the audience of China': ({ equals }) => { equals[AUD] = 'sts.amazonaws.com.cn'; },
};

const { fleets } = printed();
const files = fleets.flatMap(templateFiles);
const example = templateFiles(fleets[0]!);

function read(file: string): Template {
  return JSON.parse(readFileSync(file, 'utf8')) as Template;
}

/** Counted without the rules: roles with the word anywhere in their trust. */
function federatedRoles({ Resources }: Template): string[] {
  return Object.entries(Resources).filter(([, { Type, Properties }]) => Type === 'AWS::IAM::Role' && JSON.stringify(Properties.AssumeRolePolicyDocument).includes('Federated')).map(([id]) => id);
}

function changed(file: string, role: string, change: (role: Weakened) => void): Template {
  const template = read(file);
  const properties = template.Resources[role]!.Properties;
  const document = properties.AssumeRolePolicyDocument;
  const statement = document.Statement[0];
  change({ properties, document, statement, equals: statement.Condition.StringEquals });
  return template;
}

judged('cfn-guard', { guard: cfnGuard }, ({ guard }) => {
  /** One process for all templates; what cannot be parsed is told on standard error alone. */
  function reports(templates: readonly Template[]): readonly Report[] {
    const folder = join(temporaryFolder(), 'templates');
    mkdirSync(folder);
    templates.forEach((template, index) => writeFileSync(join(folder, `${String(index).padStart(5, '0')}.json`), JSON.stringify(template)));
    const { out, error } = judge(guard, ['validate', '--rules', RULES, '--data', folder, '--structured', '--output-format', 'json', '--show-summary', 'none'], { folder });
    expect(error).toBe('');
    const found = (JSON.parse(out) as Report[]).sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(found.map(({ name }) => Number(basename(name, '.json')))).toEqual(templates.map((_, index) => index));
    return found;
  }

  test('finds nothing in any template, and looks at every one that has a federated role', () => {
    const found = reports(files.map(read));
    expect(found.filter(({ status }) => status === 'FAIL')).toEqual([]);
    found.forEach(({ compliant, not_applicable: skipped }, index) => {
      const expected = federatedRoles(read(files[index]!)).length > 0 ? compliant : skipped;
      expect(expected).toEqual(expect.arrayContaining(OF_FEDERATED));
    });
    expect(files.flatMap((file) => federatedRoles(read(file))).length).toBeGreaterThan(50);
  });

  test('sees each federated role of each template of the example, when it alone is weakened', () => {
    const roles = example.flatMap((file) => federatedRoles(read(file)).map((role) => ({ role, file })));
    const found = reports(roles.map(({ file, role }) => changed(file, role, WEAKER['no audience']!)));
    expect(roles.filter((_, index) => found[index]!.status !== 'FAIL')).toEqual([]);
    expect(roles.length).toBeGreaterThan(20);
  });

  describe.each<[string, typeof WEAKER, Report['status']]>([['refuses', WEAKER, 'FAIL'], ['accepts', AS_STRICT, 'PASS']])('%s', (_verb, changes, status) => {
    let found: ReadonlyMap<string, Report>;
    const file = example.find((path) => federatedRoles(read(path)).length > 0)!;
    beforeAll(() => {
      const all = reports(Object.values(changes).map((change) => changed(file, federatedRoles(read(file))[0]!, change)));
      found = new Map(Object.keys(changes).map((name, index) => [name, all[index]!]));
    });
    test.each(Object.keys(changes))('%s', (name) => expect(found.get(name)!.status).toBe(status));
  });

  test('says that it skipped a template without a federated role, and does not pass it', () => {
    const [bare] = reports([{ Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: {} } } }]);
    expect(bare).toMatchObject({ status: 'SKIP', compliant: [] });
    expect(Object.keys(WEAKER).length).toBeGreaterThanOrEqual(20);
  });
});
