import { certManager } from './cert-manager';
import { cloudNativePg } from './cloud-native-pg';
import type { Operator } from './operator';
import { redisOperator } from './redis-operator';
import { seaweedCredentials } from './seaweed-credentials';
import { seaweedStore } from './seaweed-store';
import { volumes } from './volumes';
import type { KubernetesObject } from '../../../support/synthesize';
import type { Client, Live } from '../client';

export const OPERATORS: readonly Operator[] = [certManager, cloudNativePg, redisOperator, seaweedCredentials, seaweedStore];

/** What operators look at that they make nothing of. */
const MORE = ['s3identities.seaweed.seaweedfs.com', 'resourcereferencegrants.seaweed.seaweedfs.com'];

/** Every live object that operators look at. */
export function operated(admin: Client): Live[] {
  return admin.list([...OPERATORS.map(({ resource }) => resource), ...MORE].join());
}

/** A warning is an error: Pod Security warns of templates whose pods it will refuse. */
const STRICT = ['--validate=strict', '--warnings-as-errors'];

/** Each operator makes what it makes of the objects that are there, or only some of it. */
export function operate(admin: Client, which: (made: KubernetesObject) => boolean = () => true): void {
  const all = operated(admin);
  if (all.length > 0) apply(admin, 'storage', volumes());
  for (const operator of OPERATORS) {
    const made = madeBy(operator, all).filter(which);
    apply(admin, operator.manager, made.filter(({ kind }) => kind !== 'Secret'));
    // The server says of a made-up certificate that it is none.
    apply(admin, operator.manager, made.filter(({ kind }) => kind === 'Secret'), []);
  }
}

export function madeBy(operator: Operator, all: readonly Live[]): KubernetesObject[] {
  return all.filter(({ kind }) => kind === operator.kind).flatMap((object) => operator.make(object, all));
}

function apply(admin: Client, manager: string, items: readonly KubernetesObject[], flags = STRICT): void {
  if (items.length === 0) return;
  admin.must(['apply', '--server-side', ...flags, `--field-manager=${manager}`, '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
}
