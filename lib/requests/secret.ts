import type * as v from 'valibot';
import type { RequestKind } from './request-kind';
import type { ResourceRequest } from '../providers/contract';
import { HEAD } from '../spec/declared';
import { judgeVariableName } from '../spec/names';
import { declaredVariant, list, text } from '../spec/schema';

/** A secret by the name under which the container finds it. */
export interface SecretRequest extends ResourceRequest {
  readonly kind: 'secret';
  /** Filled by a person, or random and made once. */
  readonly origin: 'provided' | 'generated';
}

const entries = { [HEAD]: text(judgeVariableName) };
const secrets = list(declaredVariant('Secret', "Secret.provided('API_KEY')", { provided: entries, generated: entries }));

export const secretRequests: RequestKind<v.InferOutput<typeof secrets>, SecretRequest> = {
  kind: 'secret',
  servedBy: 'Provider.secretsManager()',
  property: 'secrets',
  schema: secrets,
  requests: (input) => input.map((secret, index) => ({ kind: 'secret', key: secret[HEAD], path: `secrets[${index}]`, origin: secret.kind })),
  contract: ({ key }) => ({ values: [], secrets: [key] }),
};
