import { ApiObject } from 'cdk8s';
import type { Contract } from './providers';
import { contextIn, requestsOf } from './served';
import type { Binding } from '../../lib/providers/contract';
import { Secret } from 'dust-service';

/** One way to break any provider of a kind, and what the contract must say then. */
export interface Breakage {
  readonly title: string;
  readonly kinds: readonly string[];
  readonly broken: (contract: Contract) => Contract;
  readonly violation: RegExp;
}

type Entries<T> = Readonly<Record<string, T>>;

/** The same provider with other promises. */
function promising(change: (binding: Binding) => Partial<Binding>): Breakage['broken'] {
  return (contract) => ({
    ...contract,
    bind: (request, context) => {
      const binding = contract.bind(request, context);
      return { ...binding, ...change(binding) };
    },
  });
}

const withoutFirst = <T>(entries: Entries<T>): Entries<T> => Object.fromEntries(Object.entries(entries).slice(1));
const first = <T>(entries: Entries<T>): string => Object.keys(entries)[0]!;
const mapped = <T>(entries: Entries<T>, change: (value: T, key: string) => T): Entries<T> => Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, change(value, key)]));

const ALL = ['postgres', 'bucket', 'cache', 'secret'];
const WITH_VALUES = ['postgres', 'bucket', 'cache'];
const WITH_SECRETS = ['postgres', 'cache', 'secret'];
const WITH_FILES = ['postgres', 'cache'];

let count = 0;

export const BREAKAGES: readonly Breakage[] = [
  { title: 'forgets a variable', kinds: WITH_VALUES, broken: promising(({ values }) => ({ values: withoutFirst(values) })), violation: /^variable \w+ is missing$/ },
  { title: 'gives a variable too many', kinds: ALL, broken: promising(({ values }) => ({ values: { ...values, EXTRA: 'x' } })), violation: /^variable EXTRA is not in the contract$/ },
  { title: 'gives an empty variable', kinds: WITH_VALUES, broken: promising(({ values }) => ({ values: { ...values, [first(values)]: '' } })), violation: /is empty$/ },
  { title: 'forgets a key', kinds: WITH_SECRETS, broken: promising(({ secrets }) => ({ secrets: withoutFirst(secrets) })), violation: /^secret \w+ is missing$/ },
  { title: 'gives a key too many', kinds: ALL, broken: promising(({ secrets }) => ({ secrets: { ...secrets, EXTRA: { secret: 's', key: 'k' } } })), violation: /^secret EXTRA is not in the contract$/ },
  { title: 'gives a key for an SDK that no SDK knows', kinds: ALL, broken: promising(({ credentials }) => ({ credentials: { ...credentials, MY_KEY: { secret: 's', key: 'k' } } })), violation: /^MY_KEY is no credential/ },
  { title: 'gives a key that nobody makes', kinds: ['postgres', 'cache'], broken: promising(({ secrets }) => ({ secrets: mapped(secrets, (one) => ({ ...one, key: 'nothing' })) })), violation: /nobody makes \S+ nothing, which/ },
  { title: 'takes a key out of a Secret that nobody makes', kinds: WITH_SECRETS, broken: promising(({ secrets }) => ({ handed: [], secrets: mapped(secrets, (one) => ({ ...one, secret: `${one.secret}-2` })) })), violation: /nobody (?:makes|is told)/ },
  { title: 'tells an SDK a key that nobody makes', kinds: ALL, broken: promising(() => ({ credentials: { AWS_ACCESS_KEY_ID: { secret: 'keys', key: 'id' } } })), violation: /nobody makes keys id, which AWS_ACCESS_KEY_ID is|DUST2031/ },
  { title: 'shares a secret', kinds: ['postgres', 'cache', 'secret'], broken: promising(() => ({ stored: [{ name: 'one', byHand: false }] })), violation: /^two services have one$/ },
  { title: 'shares a bucket', kinds: ['bucket'], broken: promising(({ values }) => ({ values: mapped(values, (value, key) => (key.startsWith('BUCKET_') ? 'one' : value)) })), violation: /^two services have one$/ },
  { title: 'has one bucket in all environments', kinds: ['bucket'], broken: promising(({ values }) => ({ values: mapped(values, (value, key) => (key.startsWith('BUCKET_') ? value.replace('-test-', '-dev-') : value)) })), violation: /^two environments have / },
  { title: 'opens no network', kinds: WITH_VALUES, broken: promising(() => ({ peers: [] })), violation: /^the pods cannot reach it$/ },
  { title: 'opens a network that leads nowhere', kinds: ALL, broken: promising(() => ({ peers: [{ name: 'to-it', reason: 'It', to: { namespace: 'nowhere', labels: {} }, ports: [{ port: 1, protocol: 'TCP' }] }] })), violation: /nothing lets its pods in to-it on 1/ },
  { title: 'mounts no certificates', kinds: WITH_FILES, broken: promising(() => ({ files: [] })), violation: /is no file of the container$/ },
  { title: 'mounts certificates elsewhere', kinds: WITH_FILES, broken: promising(({ files }) => ({ files: files.map((file) => ({ ...file, path: '/etc/elsewhere/ca.pem' })) })), violation: /is no file of the container$/ },
  { title: 'mounts certificates of nobody', kinds: WITH_FILES, broken: promising(({ files }) => ({ files: files.map(({ path }) => ({ path, secret: 'nobody', key: 'ca.crt' })) })), violation: /\/ca\.pem is not there$/ },
  { title: 'trusts anybody', kinds: ['postgres'], broken: promising(({ values }) => ({ values: { ...values, PGSSLMODE: 'require' } })), violation: /trusts anybody/ },
  { title: 'gives the pods a permission too many', kinds: WITH_SECRETS, broken: promising(() => ({ permissions: [{ sid: 'All', actions: ['rds:*'], resources: ['*'] }] })), violation: /^the pods get a permission of AWS$/ },
  { title: 'lets the pods read every bucket', kinds: ['bucket'], broken: granting(['s3:GetObject'], 'acme-*'), violation: /can be reached$|DUST2031/ },
  { title: 'lets a grant to read write', kinds: ['bucket'], broken: granting(['s3:PutObject'], 'acme-*raw-images*'), violation: /s3:PutObject on BUCKET_RAW_IMAGES is allowed|DUST2031/ },
  { title: 'lets the pods shorten what is kept', kinds: ['bucket'], broken: granting(['s3:BypassGovernanceRetention'], '*'), violation: /s3:BypassGovernanceRetention on BUCKET_SCANS is allowed|DUST2031/ },
  { title: 'gives every grant to everybody', kinds: ['bucket'], broken: generous, violation: /s3:DeleteObject on BUCKET_RAW_IMAGES is allowed/ },
  { title: 'binds another way each time', kinds: ALL, broken: promising(() => ({ encryptsVia: [`x${count++}`] })), violation: /^it does not bind the same way twice$/ },
  { title: 'looks at who is beside it', kinds: ALL, broken: looking, violation: /^it binds another way beside other services$/ },
  { title: 'refuses what it could serve', kinds: ALL, broken: (contract) => ({ ...contract, check: () => [{ code: 'DUST2030', problem: 'x', allowed: 'x', fix: 'x' }] }), violation: /^it refuses an environment that has everything: DUST2030$/ },
  { title: 'has no name', kinds: ALL, broken: (contract) => ({ ...contract, name: '' }), violation: /^it has no name$/ },
  { title: 'has another kind', kinds: ALL, broken: (contract) => ({ ...contract, kind: 'queue' }), violation: /^it does not serve / },
  { title: 'has no runbook', kinds: ALL, broken: promising(() => ({ restore: { title: '', steps: [] } })), violation: /^two services have one runbook$/ },
  { title: 'leaves a name out of its runbook', kinds: ALL, broken: promising(({ restore }) => ({ restore: { ...restore, title: `${restore.title} in NAMESPACE` } })), violation: /the runbook leaves NAMESPACE open/ },
  { title: 'tells a runbook of another namespace', kinds: ALL, broken: promising(({ restore }) => ({ restore: { ...restore, steps: [...restore.steps, { text: 'Look', commands: ['kubectl -n elsewhere get pods'] }] } })), violation: /names the namespace elsewhere, which there is not/ },
  { title: 'shows a secret in its runbook', kinds: ALL, broken: promising(({ restore }) => ({ restore: { ...restore, steps: [...restore.steps, { text: 'Look', commands: ['kubectl get secret x --output yaml'] }] } })), violation: /shows a secret/ },
  { title: 'prints a kind that it does not say', kinds: ALL, broken: printing, violation: /it prints Surprise, which it does not say/ },
  { title: 'says a kind that it does not print', kinds: ALL, broken: promising(({ applied }) => ({ applied: [...applied, { group: 'acme.example', kind: 'Surprise', resource: 'surprises', layer: 'data' }] })), violation: /it says Surprise, which it does not print/ },
  { title: 'prints nothing', kinds: ALL, broken: (contract) => ({ ...contract, build: () => undefined }), violation: /nobody makes/ },
];

/** Those of them whose pods an operator runs in the namespace of the service. */
export const OPERATED_BREAKAGES: readonly Breakage[] = [
  { title: 'forgets the pods of its operator', kinds: ALL, broken: promising(() => ({ operated: [] })), violation: /nothing lets its pods in/ },
  { title: 'lets nobody in to its pods', kinds: ALL, broken: promising(({ operated }) => ({ operated: operated.map((one) => ({ ...one, ingress: [] })) })), violation: /nothing lets its pods in/ },
  { title: 'forgets a kind of its operator', kinds: ALL, broken: promising(({ applied }) => ({ applied: applied.slice(1) })), violation: /which it does not say/ },
  { title: 'calls a kind by another plural', kinds: ALL, broken: promising(({ applied }) => ({ applied: applied.map((one) => ({ ...one, resource: `${one.resource}x` })) })), violation: /is no plural of/ },
];

export function isOperated(contract: Contract): boolean {
  const input: Readonly<Record<string, unknown>> = { bucket: { x: {} }, secret: [Secret.generated('X')] };
  return contract.bind(requestsOf(contract.kind, input[contract.kind] ?? {})[0]!, contextIn()).operated.length > 0;
}

/** A permission of AWS too many; beside keys of a store it would have no effect, and the library itself refuses it. */
function granting(actions: readonly string[], resource: string): Breakage['broken'] {
  return promising(({ permissions }) => ({ permissions: [...permissions, { sid: 'More', actions, resources: [`arn:\${AWS::Partition}:s3:::${resource}`] }] }));
}

function generous(contract: Contract): Contract {
  const more = <R extends object>(request: R): R => ({ ...request, grant: { read: true, write: true, delete: true } });
  return { ...contract, bind: (request, context) => contract.bind(more(request), context), build: (host, request, binding) => contract.build(host, more(request), binding) };
}

/** Counts the services of a fleet behind its back. */
function looking(contract: Contract): Contract {
  const seen = new Set<string>();
  return {
    ...contract,
    bind: (request, context) => {
      const binding = contract.bind(request, context);
      seen.add(context.service);
      return seen.has('third') || context.service === 'third' ? { ...binding, logGroups: ['beside'] } : binding;
    },
  };
}

function printing(contract: Contract): Contract {
  return {
    ...contract,
    build: (host, request, binding) => {
      contract.build(host, request, binding);
      if (host.chart.node.tryFindChild('surprise') === undefined) new ApiObject(host.chart, 'surprise', { apiVersion: 'acme.example/v1', kind: 'Surprise', metadata: { name: 'surprise' } });
    },
  };
}
