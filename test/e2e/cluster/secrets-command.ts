import { dirname } from 'node:path';
import type { Client, Live } from './client';
import type { Deployed } from './deployed';
import { dust } from '../../support/commands';
import { kubectlProgram } from '../../tools/kubernetes';
import type { Ended } from '../../tools/run';

export interface Standing {
  readonly service: string;
  readonly object: string;
  readonly variables: string[];
  readonly byHand: boolean;
  readonly state: string;
  readonly reason?: string;
}

/** What External Secrets writes into the status, in its own words. */
export const NOT_FOUND = 'could not get secret data from provider';
export const READY = { type: 'Ready', status: 'True', reason: 'SecretSynced', message: 'secret synced' };
export const ERROR = { type: 'Ready', status: 'False', reason: 'SecretSyncedError', message: NOT_FOUND };

/** The real `dust secrets` of a project, with the kubectl of the server's own version and an administrator's kubeconfig. */
export function dustSecrets(folder: string, { kubeconfig, cache }: Client, line: readonly string[], input?: string): Ended {
  // The check of the templates takes seconds each time, and is not what this is about.
  const environment = { KUBECONFIG: kubeconfig, KUBECACHEDIR: cache, PATH: `${dirname(kubectlProgram())}:${process.env.PATH}`, CDK_VALIDATION: 'false' };
  return dust(folder, ['secrets', ...line], environment, input);
}

export function secretsStatus(folder: string, { admin, environment }: Deployed): { exitCode: number; ok: boolean; secrets: Standing[] } {
  const { exitCode, out } = dustSecrets(folder, admin, ['status', environment, '--json']);
  return { exitCode, ...JSON.parse(out) as { ok: boolean; secrets: Standing[] } };
}

/** Those that pods of services wait for; what the platform has for itself is no service's. */
export function externalSecrets({ admin, services }: Deployed): Live[] {
  return admin.list('externalsecrets').filter(({ metadata }) => services.includes(metadata.namespace!));
}

/** The controller has something to say about each secret. */
export function say(deployed: Deployed, conditionOf: (object: Live) => object): void {
  const items = externalSecrets(deployed).map((object) => ({ apiVersion: object.apiVersion, kind: object.kind, metadata: { name: object.metadata.name, namespace: object.metadata.namespace }, status: { conditions: [conditionOf(object)] } }));
  deployed.admin.must(['apply', '--server-side', '--field-manager=external-secrets', '--subresource=status', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
}
