import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ACCEPTED_IN_TEMPLATES, unaccepted } from './accepted';
import type { Described } from './accepted';
import { printed, templateFiles } from './printed';
import type { Fleet } from './printed';
import { judge, judged } from './tools';
import type { Template } from '../support/synthesize';
import { temporaryFolder } from '../support/synthesize';
import { pythonJudge } from '../tools/judges';

/** What cfn-lint reports, as far as a person needs it. */
interface Finding {
  readonly Rule: { readonly Id: string };
  readonly Message: string;
  readonly Filename: string;
  readonly Location: { readonly Path: readonly (string | number)[] | null };
}

const { fleets } = printed();
const regions = [...new Set(fleets.flatMap(regionsOf))].sort();

/** The regions of the stacks, as the assembly says them. */
function regionsOf({ files }: Fleet): string[] {
  const { artifacts } = JSON.parse(files.get('cdk.out/manifest.json')!) as { artifacts: Record<string, { environment?: string }> };
  return Object.values(artifacts).flatMap(({ environment }) => /^aws:\/\/[0-9]+\/([a-z0-9-]+)$/.exec(environment ?? '')?.slice(1) ?? []);
}

judged('cfn-lint', { cfnLint: () => pythonJudge('cfn-lint') }, ({ cfnLint }) => {
  /** One process for all templates, since it takes long to start. A template cannot switch off a rule in its metadata. */
  function findings(templates: readonly string[]): Finding[] {
    const classes = ['E', 'W', 'I'];
    const line = ['--format', 'json', '--include-checks', ...classes, '--mandatory-checks', ...classes, '--regions', ...regions, '--template', ...templates];
    const { out, error } = judge(cfnLint, line, { folder: temporaryFolder() });
    expect(error).toBe('');
    return JSON.parse(out) as Finding[];
  }

  test('finds nothing in any template but what is accepted, and all of that', () => {
    const { open, outdated } = unaccepted(findings(fleets.flatMap(templateFiles)).map(described), ACCEPTED_IN_TEMPLATES);
    expect(open).toEqual([]);
    expect(outdated).toEqual([]);
    expect(regions.length).toBeGreaterThan(3);
  });

  describe('a changed template', () => {
    let found: Finding[];
    const everyOne = templateFiles(fleets[0]!).map((file) => changedTemplate(file, (template) => { anyResource(template).Nonsense = true; }));
    const value = changed('AWS::S3::Bucket', 'E3030', (properties) => { properties.VersioningConfiguration.Status = 'Perhaps'; });
    const action = changed('AWS::IAM::Role', 'W3037', (properties) => { properties.Policies = [policy('s3:ReadObject')]; });
    beforeAll(() => { found = findings([...everyOne, value, action]); });

    test('is reported for an unknown property, whichever it is, so that every one is read', () => {
      const unknown = found.filter(({ Rule, Location }) => Rule.Id === 'E3002' && Location.Path?.at(-1) === 'Nonsense');
      expect(new Set(unknown.map(({ Filename }) => Filename))).toEqual(new Set(everyOne));
      expect(everyOne.length).toBeGreaterThan(10);
    });

    test.each([
      ['a value that is not allowed', value, 'E3030'],
      ['an action that IAM does not know', action, 'W3037'],
    ])('is reported for %s, although it asks for silence', (_what, file, rule) => {
      expect(found.filter(({ Filename }) => Filename === file).map(({ Rule }) => Rule.Id)).toContain(rule);
    });
  });
});

test.each([
  ['another rule', { rule: 'E1', text: 'a.b: c' }], ['another place', { rule: 'I1', text: 'a.c: c' }],
])('an accepted finding accepts nothing of %s, and is outdated then', (_what, finding) => {
  const entry = { rule: 'I1', where: /a\.b/, reason: 'It is a test' };
  expect(unaccepted([finding], [entry])).toEqual({ open: [`${finding.rule} ${finding.text}`], outdated: [entry] });
  expect(unaccepted([{ rule: 'I1', text: 'a.b: c' }], [entry])).toEqual({ open: [], outdated: [] });
});

/** A template with a resource of a type, changed, and with the metadata by which a template asks cfn-lint for silence. */
function changed(type: string, rule: string, change: (properties: Record<string, any>) => void): string {
  const file = templateFiles(fleets[0]!).find((path) => readFileSync(path, 'utf8').includes(`"${type}"`))!;
  return changedTemplate(file, (template) => {
    Object.assign(template, { Metadata: { 'cfn-lint': { config: { ignore_checks: [rule] } } } });
    change(Object.values(template.Resources).find(({ Type }) => Type === type)!.Properties);
  });
}

function changedTemplate(file: string, change: (template: Template) => void): string {
  const template = JSON.parse(readFileSync(file, 'utf8')) as Template;
  change(template);
  const written = join(temporaryFolder(), basename(file));
  writeFileSync(written, JSON.stringify(template, undefined, 1));
  return written;
}

function anyResource({ Resources }: Template): Record<string, any> {
  return Object.values(Resources).find(({ Type, Properties }) => Type.startsWith('AWS::') && Properties !== undefined)!.Properties;
}

function policy(action: string): object {
  return { PolicyName: 'changed', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] } };
}

function described({ Rule, Message, Filename, Location }: Finding): Described {
  return { rule: Rule.Id, text: `${basename(Filename)} ${Location.Path?.join('.') ?? ''}: ${Message}` };
}
