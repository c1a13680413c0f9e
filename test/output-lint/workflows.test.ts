import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { judge, judged, loudly } from './tools';
import { temporaryFolder } from '../support/synthesize';
import { goJudge, pythonJudge } from '../tools/judges';

const FOLDER = join(__dirname, '../../.github/workflows');

const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => /\.ya?ml$/.test(name)).sort() : [];

// No folder is a checkout without workflows; an empty one has lost them.
if (existsSync(FOLDER)) test('there are workflows', () => { expect(files).not.toEqual([]); });
else loudly('workflows were NOT linted', ['there is no folder .github/workflows']);

interface Workflow {
  on: Record<string, unknown>;
  permissions?: unknown;
  jobs: Record<string, { steps?: object[]; [key: string]: unknown }>;
}

/** A workflow of this repository, of which negative controls change a copy; where there is none, a small one. */
function anyWorkflow(): Workflow {
  if (files[0] !== undefined) return parse(readFileSync(join(FOLDER, files[0]), 'utf8')) as Workflow;
  const job = { 'name': 'Build', 'runs-on': 'ubuntu-24.04', 'timeout-minutes': 5, 'steps': [{ run: 'npm ci' }] };
  return { name: 'build', on: { push: {} }, permissions: {}, concurrency: { 'group': 'x', 'cancel-in-progress': true }, jobs: { build: job } } as Workflow;
}

/** A copy of a workflow where both judges look for one, and with that name. */
function changedWorkflow(change: (workflow: Workflow, steps: object[]) => void): string {
  const workflow = anyWorkflow();
  change(workflow, Object.values(workflow.jobs).find(({ steps }) => steps !== undefined)!.steps!);
  const folder = join(temporaryFolder(), '.github/workflows');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'changed.yml'), stringify(workflow));
  return join(folder, 'changed.yml');
}

const INJECTION = { run: 'echo "${{ github.event.pull_request.title }}"' };

judged('actionlint', { actionlint: () => goJudge('actionlint'), shellcheck: () => pythonJudge('shellcheck') }, ({ actionlint, shellcheck }) => {
  /** With settings of our own, which are none: otherwise a file in the repository could ask for silence. */
  function findings(workflow: string): string[] {
    const folder = temporaryFolder();
    const settings = join(folder, 'settings.yaml');
    writeFileSync(settings, '{}\n');
    const line = ['-config-file', settings, '-shellcheck', shellcheck, '-pyflakes', '', '-format', '{{json .}}', workflow];
    const { exitCode, out, error } = judge(actionlint, line, { folder });
    if (exitCode > 1 || error !== '') throw new Error(`actionlint ended with ${exitCode}: ${out}${error}`);
    return (JSON.parse(out) as { kind: string; message: string; line: number }[]).map(({ kind, message, line: at }) => `${at}: ${kind}: ${message}`);
  }

  if (files.length > 0) test.each(files)('finds nothing in %s', (name) => { expect(findings(join(FOLDER, name))).toEqual([]); });

  test.each<[string, Parameters<typeof changedWorkflow>[0], string]>([
    ['text of a stranger in a script', (_workflow, steps) => steps.push(INJECTION), 'potentially untrusted'],
    ['a script that shellcheck dislikes', (_workflow, steps) => steps.push({ run: 'cat $HOME/$1' }), 'shellcheck reported issue'],
    ['a job that waits for none', ({ jobs }) => { Object.values(jobs)[0]!.needs = ['nobody']; }, '"nobody"'],
    ['a property that no context has', (_workflow, steps) => steps.push({ run: 'echo "${{ runner.operating }}"' }), '"operating" is not defined'],
    ['an unknown key', ({ jobs }) => { Object.values(jobs)[0]!['run-on'] = 'ubuntu-24.04'; }, 'unexpected key "run-on"'],
  ])('reports %s', (_what, change, problem) => {
    expect(findings(changedWorkflow(() => undefined))).toEqual([]);
    expect(findings(changedWorkflow(change)).join('\n')).toContain(problem);
  });
});

judged('zizmor', { zizmor: () => pythonJudge('zizmor') }, ({ zizmor }) => {
  /** The pedantic persona also says what smells; neither a comment nor a file asks it for silence. */
  function findings(workflow: string): string[] {
    const line = ['--offline', '--no-config', '--no-ignores', '--persona=pedantic', '--strict-collection', '--no-progress', '--no-exit-codes', '--quiet', '--format', 'json', workflow];
    const { exitCode, out, error } = judge(zizmor, line, { folder: temporaryFolder() });
    if (exitCode !== 0 || error !== '') throw new Error(`zizmor ended with ${exitCode}: ${out}${error}`);
    return (JSON.parse(out) as { ident: string; desc: string }[]).map(({ ident, desc }) => `${ident}: ${desc}`);
  }

  if (files.length > 0) test.each(files)('finds nothing in %s', (name) => { expect(findings(join(FOLDER, name))).toEqual([]); });

  test.each<[string, Parameters<typeof changedWorkflow>[0], string]>([
    ['text of a stranger in a script', (_workflow, steps) => steps.push(INJECTION), 'template-injection'],
    ['a trigger that gives strangers our rights', ({ on }) => { on.pull_request_target = {}; }, 'dangerous-triggers'],
    ['an action that is not pinned', (_workflow, steps) => steps.push({ uses: 'actions/upload-artifact@v4' }), 'unpinned-uses'],
    ['a job without a name, which smells', ({ jobs }) => { delete Object.values(jobs)[0]!.name; }, 'anonymous-definition'],
    ['rights that nobody needs', (workflow) => { workflow.permissions = 'write-all'; }, 'excessive-permissions'],
  ])('reports %s', (_what, change, rule) => {
    expect(findings(changedWorkflow(() => undefined)).join('\n')).not.toContain(rule);
    expect(findings(changedWorkflow(change)).join('\n')).toContain(rule);
  });
});
