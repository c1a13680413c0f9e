import type { Client } from './client';
import { eventually } from '../support/servers';

const KINDS = ['validatingadmissionpolicy', 'validatingadmissionpolicybinding'] as const;

/** What every refusal by a policy of an environment says. */
export function refusalOf(environment: string, policy: string): string {
  return `ValidatingAdmissionPolicy 'dust-${environment}-${policy}'`;
}

/** The server notices a new policy after a moment. */
export async function untilRefused(attempt: () => { readonly error: string }, refusal: string): Promise<void> {
  await eventually(`there is a refusal by ${refusal}`, 60, () => attempt().error.includes(refusal));
}

/** What somebody may do while a binding of a policy is away; afterwards it holds again. */
export async function withoutBinding(admin: Client, name: string, attempt: () => { readonly error: string }, refusal: string, action: () => void): Promise<void> {
  const binding = admin.must(['get', KINDS[1], name, '--output', 'json']);
  admin.must(['delete', KINDS[1], name]);
  try {
    await eventually(`${name} holds no more`, 60, () => !attempt().error.includes(refusal));
    action();
  } finally {
    const { apiVersion, kind, spec } = JSON.parse(binding) as Record<string, unknown>;
    admin.must(['create', '-f', '-'], JSON.stringify({ apiVersion, kind, metadata: { name }, spec }));
  }
  await untilRefused(attempt, refusal);
}

/** Of each policy, what the server's own check of types says; it skips what is about every kind. */
export function warnings(admin: Client): unknown[] {
  return admin.list(KINDS[0]).flatMap(({ status }) => status?.typeChecking?.expressionWarnings ?? []);
}
