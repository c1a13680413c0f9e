import type { PlanDescription, SecretDescription } from '../../lib/plan/describe-plan';
import { aws } from '../aws';
import { CommandError } from '../command';
import type { Io, Result } from '../command';
import { applyObject, getObject } from '../kubectl';
import { plansIn } from '../synthesis';

const USAGE = 'usage: dust secrets set ENVIRONMENT SERVICE NAME < file';
/** @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
const MAX_BYTES = 65_536;

/** Gives a provided secret its value, which comes by standard input and is shown nowhere. */
export async function set([environment, service, name, ...rest]: readonly string[], io: Io): Promise<Result> {
  if (environment === undefined || service === undefined || name === undefined || rest.length > 0) throw new CommandError('which secret?', USAGE);
  const found = await plansIn(io, environment, [service]);
  if ('failure' in found) return found.failure;
  const { plan } = found.plans[0]!;
  const secret = filledByHand(plan, service, name);
  return secret.stored.length === 0 ? setInCluster(plan, service, name, secret.object, io) : setInAws(plan, service, name, secret.stored[0]!, io);
}

async function setInAws(plan: PlanDescription, service: string, name: string, stored: string, io: Io): Promise<Result> {
  const { environment } = plan;
  await checkAccount(io, plan);
  const value = checkedValue(await io.secret(`${name} of ${service} in ${environment}`));
  await aws(io, ['secretsmanager', 'put-secret-value', '--region', plan.region, '--secret-id', stored, '--secret-string', 'file:///dev/stdin'], value);
  const json = { ok: true, environment, service, name, stored };
  return { exitCode: 0, json, text: `${stored} has a new value; it reaches the namespace within an hour\nnext: dust secrets status ${environment} ${service}\n` };
}

/** Pods wait for the Secret; where Reloader runs, those that run already start again when it changes. */
async function setInCluster(plan: PlanDescription, service: string, name: string, object: string, io: Io): Promise<Result> {
  const { environment, namespace } = plan;
  await checkCluster(io, plan);
  const value = checkedValue(await io.secret(`${name} of ${service} in ${environment}`));
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: object, namespace }, type: 'Opaque', stringData: { [name]: value } };
  await applyObject(io, secret);
  const json = { ok: true, environment, service, name, namespace, object };
  return { exitCode: 0, json, text: `Secret ${object} in namespace ${namespace} has a new value\nnext: dust secrets status ${environment} ${service}\n` };
}

/** A kubeconfig of another cluster has a namespace of the same name where two environments are alike. */
async function checkCluster(io: Io, { namespace, environment }: PlanDescription): Promise<void> {
  const { metadata: { labels } } = await getObject(io, 'namespace', namespace);
  const found = labels?.['dust.dev/environment'];
  if (found === environment) return;
  throw new CommandError(`namespace ${namespace} of this cluster is of environment "${found ?? 'nobody knows which'}", not "${environment}"`, 'check the context: kubectl config current-context');
}

/** What the declaration says of the secret; an error where nobody has to fill it. */
export function filledByHand({ secrets }: PlanDescription, service: string, name: string): SecretDescription {
  const secret = secrets.find(({ variables }) => variables.includes(name));
  const byHand = secrets.filter((one) => one.byHand).flatMap(({ variables }) => variables);
  const next = byHand.length === 0 ? `${service} has no secret that a person fills` : `those that a person fills: ${byHand.join(', ')}`;
  if (secret === undefined) throw new CommandError(`${service} has no secret "${name}"`, next);
  if (!secret.byHand) throw new CommandError(`${name} has its value already: it is generated, or somebody else's`, next);
  return secret;
}

/** Credentials of another account would look for a secret of the same name there, and find it where two accounts are alike. */
export async function checkAccount(io: Io, { account, environment }: PlanDescription): Promise<void> {
  const mine = (await aws(io, ['sts', 'get-caller-identity', '--query', 'Account', '--output', 'text'])).trim();
  if (mine === account) return;
  throw new CommandError(`these credentials are of account ${mine}, and ${environment} is in ${account}`, `use credentials of account ${account}`);
}

/** Without the line feed that an editor or echo adds. */
export function checkedValue(typed: string): string {
  const value = typed.replace(/\r?\n$/, '');
  if (value === '') throw new CommandError('there is no value on standard input', USAGE);
  const bytes = Buffer.byteLength(value);
  if (bytes > MAX_BYTES) throw new CommandError(`the value has ${bytes} bytes; a secret holds at most ${MAX_BYTES}`, 'keep it in a bucket');
  return value;
}
