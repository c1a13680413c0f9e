import type { PlanDescription, SecretDescription } from '../../lib/plan/describe-plan';
import { CommandError } from '../command';
import type { Io, Result } from '../command';
import { listNames, listObjects } from '../kubectl';
import type { Live } from '../kubectl';
import { plansIn } from '../synthesis';

/** How a secret of one service stands in the cluster. */
interface Standing extends SecretDescription {
  readonly service: string;
  readonly state: 'ready' | 'not filled' | 'not applied' | 'waiting' | 'failed';
  /** What the controller said. */
  readonly reason?: string;
}

/** Says which secrets pods are still waiting for, and what to do about each. */
export async function status([environment, ...services]: readonly string[], io: Io): Promise<Result> {
  if (environment === undefined) throw new CommandError('which environment?', USAGE);
  const found = await plansIn(io, environment, services);
  if ('failure' in found) return found.failure;
  const standing = await Promise.all(found.plans.map(async ({ service, plan }) => {
    const live = plan.secrets.some((secret) => !isHanded(secret)) ? await listObjects(io, KIND, plan.namespace) : [];
    const there = plan.secrets.some(isHanded) ? await listNames(io, 'secrets', plan.namespace) : [];
    return standings(service, plan, live, there);
  }));
  return answer(standing.flat(), environment);
}

const USAGE = 'usage: dust secrets status ENVIRONMENT [service]';
const KIND = 'externalsecrets.external-secrets.io';

function answer(found: readonly Standing[], environment: string): { exitCode: number; json: unknown; text: string } {
  const ready = found.filter(({ state }) => state === 'ready').length;
  const ok = ready === found.length;
  const title = found.length === 0 ? `no service has a secret in ${environment}` : `${ready} of ${found.length} secrets are ready in ${environment}`;
  const lines = found.map((standing) => describe(standing) + advice(standing, environment));
  return { exitCode: ok ? 0 : 1, json: { ok, secrets: found }, text: [title, ...lines, ''].join('\n') };
}

function describe({ service, variables, state, reason }: Standing): string {
  return `  ${service}  ${variables.join(', ')}  ${state}${reason === undefined ? '' : ` (${reason})`}`;
}

function standings(service: string, { secrets: expected }: PlanDescription, live: readonly Live[], there: readonly string[]): Standing[] {
  const objectOf = ({ object }: SecretDescription): Live | undefined => live.find(({ metadata }) => metadata.name === object);
  return expected.map((secret) => ({ service, ...secret, ...(isHanded(secret) ? handedState(secret, there) : stateOf(secret, objectOf(secret))) }));
}

/** Whether a person puts it into the cluster; no controller brings it. */
function isHanded({ byHand, stored }: SecretDescription): boolean {
  return byHand && stored.length === 0;
}

function handedState({ object }: SecretDescription, there: readonly string[]): Pick<Standing, 'state'> {
  return { state: there.includes(object) ? 'ready' : 'not filled' };
}

/** A controller that cannot read a secret which a person has to fill most likely waits for that person. */
function stateOf({ byHand }: SecretDescription, live: Live | undefined): Pick<Standing, 'state' | 'reason'> {
  if (live === undefined) return { state: 'not applied' };
  const { conditions = [] } = (live.status ?? {}) as { conditions?: { type: string; status: string; message?: string }[] };
  const ready = conditions.find(({ type }) => type === 'Ready');
  if (ready === undefined) return { state: 'waiting' };
  if (ready.status === 'True') return { state: 'ready' };
  return { state: byHand ? 'not filled' : 'failed', ...(ready.message === undefined ? {} : { reason: ready.message }) };
}

function advice({ state, service, object, variables }: Standing, environment: string): string {
  if (state === 'ready') return '';
  const next = {
    'not filled': `dust secrets set ${environment} ${service} ${variables[0]!}`,
    'not applied': `kubectl apply --server-side -f manifests/${environment}/${service}/data.yaml`,
    'waiting': 'kubectl get pods --all-namespaces --selector app.kubernetes.io/name=external-secrets',
    'failed': `kubectl describe externalsecret ${object}`,
  }[state];
  return `\n      next: ${next}`;
}
