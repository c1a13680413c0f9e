import type * as v from 'valibot';
import { judgeSecretName, keyEntry } from './existing';
import type { RequestKind } from './request-kind';
import type { ResourceRequest } from '../providers/contract';
import { HEAD } from '../spec/declared';
import { judgeVariableName } from '../spec/names';
import { declaredVariant, list, map, struct, text } from '../spec/schema';

/** A secret by the name under which the container finds it. */
export interface SecretRequest extends ResourceRequest {
  readonly kind: 'secret';
  /** Filled by a person, random and made once, or there already. */
  readonly origin: 'provided' | 'generated' | 'existing';
  readonly existing?: ExistingSecret;
}

/** A secret that somebody else made. */
export interface ExistingSecret {
  readonly name: string;
  readonly keyArn?: string;
}

const entries = { [HEAD]: text(judgeVariableName) };
const existing = { ...entries, in: map(() => undefined, struct({ name: text(judgeSecretName), ...keyEntry })) };
const secrets = list(declaredVariant('Secret', "Secret.provided('API_KEY')", { provided: entries, generated: entries, existing }));

export const secretRequests: RequestKind<v.InferOutput<typeof secrets>, SecretRequest> = {
  kind: 'secret',
  servedBy: 'Provider.secretsManager()',
  property: 'secrets',
  schema: secrets,
  requests: (input) => input.map((secret, index) => ({
    kind: 'secret', key: secret[HEAD], path: `secrets[${index}]`, origin: secret.kind, ...(secret.kind === 'existing' ? { existingIn: secret.in } : {}),
  })),
  contract: ({ key }) => ({ values: [], secrets: [key] }),
};
