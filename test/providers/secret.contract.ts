import { violationsOf } from './any.contract';
import type { Contract } from './providers';
import { Secret } from 'dust-service';

/** Names that differ little must not meet, and both ways of being filled are there. */
const ASKED = { kind: 'secret', ask: { secrets: [Secret.provided('API_KEY'), Secret.provided('API__KEY'), Secret.generated('JWT_KEY')] } };

/** What every provider of secrets must keep, whichever it is. */
export function secretViolations(contract: Contract): string[] {
  return violationsOf(contract, ASKED, {
    binding: ({ secrets, handed, stored }, { key }) => [
      ...Object.entries(secrets).filter(([name, source]) => name !== key || source.key !== key).map(([name]) => `${name} has another key`),
      ...(handed.length + stored.length > 0 || key === 'JWT_KEY' ? [] : [`nobody is told to fill ${key}`]),
    ],
  });
}
