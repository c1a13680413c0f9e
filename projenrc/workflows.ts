import { dump } from 'js-yaml';
import { TextFile } from 'projen';
import type { awscdk } from 'projen';

/** Actions by the commit of their release. A tag can be moved to other code; a commit cannot. */
const ACTIONS = {
  checkout: ['actions/checkout', '3d3c42e5aac5ba805825da76410c181273ba90b1', 'v7.0.1'],
  node: ['actions/setup-node', '249970729cb0ef3589644e2896645e5dc5ba9c38', 'v6.5.0'],
  go: ['actions/setup-go', '4a3601121dd01d1626a1e23e37211e3254c1c06c', 'v6.4.0'],
  python: ['actions/setup-python', 'a309ff8b426b58ec0e2a45f0f869d46889d02405', 'v6.2.0'],
  cache: ['actions/cache', '27d5ce7f107fe9357f9df03efb73ab90386fccae', 'v5.0.5'],
} as const;

/** Reading the sources is all that a job may do; it says so itself, since nothing is allowed above. */
const READ = { permissions: { contents: 'read' } };

/** GitHub's own run of what `.ci/run` and the tests show; no job has a credential. */
export function configureWorkflows(project: awscdk.AwsCdkConstructLibrary): void {
  workflow(project, 'ci', {
    name: 'ci',
    on: { push: { branches: ['main'] }, pull_request: {} },
    permissions: {},
    concurrency: { 'group': 'ci-${{ github.ref }}', 'cancel-in-progress': true },
    jobs: { test: testJob(), everything: everythingJob(), dependencies: dependenciesJob() },
  });
}

/** Every version of Node that the package says it runs on. */
function testJob(): object {
  return {
    'name': 'npm test on Node ${{ matrix.node }}',
    'runs-on': 'ubuntu-24.04',
    'timeout-minutes': 20,
    'strategy': { 'fail-fast': false, 'matrix': { node: ['20', '22', '24'] } },
    ...READ,
    'steps': [checkout(), uses('node', { 'node-version': '${{ matrix.node }}' }), { run: 'npm ci' }, { run: 'npm test' }],
  };
}

/** The whole proof from a clean checkout. What was built from pinned sources is kept, since it depends on nothing else. */
function everythingJob(): object {
  return {
    'name': '.ci/run',
    'runs-on': 'ubuntu-24.04',
    'timeout-minutes': 90,
    ...READ,
    'steps': [
      checkout(),
      uses('node', { 'node-version': '20' }),
      uses('go', { 'go-version': '1.26', 'cache': false }),
      uses('python', { 'python-version': '3.11' }),
      uses('cache', { path: '~/.cache/dust-service/tools', key: "tools-${{ runner.os }}-${{ hashFiles('test/tools/**') }}" }),
      { run: '.ci/run' },
    ],
  };
}

function dependenciesJob(): object {
  return {
    'name': 'npm audit',
    'runs-on': 'ubuntu-24.04',
    'timeout-minutes': 10,
    ...READ,
    'steps': [
      checkout(), uses('node', { 'node-version': '20' }), { run: 'npm ci' },
      { name: 'Known vulnerabilities of what the package brings along', run: 'npm audit --omit=dev --audit-level=moderate' },
      { name: 'Signatures of the registry', run: 'npm audit signatures' },
    ],
  };
}

function checkout(): object {
  return uses('checkout', { 'persist-credentials': false });
}

function uses(action: keyof typeof ACTIONS, options: object): object {
  const [name, commit] = ACTIONS[action];
  return { uses: `${name}@${commit}`, with: options };
}

/** YAML with the release of each action in a comment, which a person reads and Dependabot keeps current. */
function workflow(project: awscdk.AwsCdkConstructLibrary, name: string, content: object): void {
  const releases = new Map<string, string>(Object.values(ACTIONS).map(([, commit, release]) => [commit, release]));
  const yaml = dump(content, { lineWidth: -1, noRefs: true }).replace(/@([0-9a-f]{40})$/gm, (pin, commit: string) => `${pin} # ${releases.get(commit)}`);
  const path = `.github/workflows/${name}.yml`;
  const file = new TextFile(project, path);
  file.addLine(`# ${file.marker}`);
  for (const line of yaml.trimEnd().split('\n')) file.addLine(line);
}
