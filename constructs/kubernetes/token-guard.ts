import type { IResolver, ResolutionContext } from 'cdk8s';
import { at } from '../../lib/issues/issue';
import type { LocatedFinding } from '../../lib/issues/issue';
import { holdsToken } from '../../lib/spec/text';

/**
 * Looks at every value of every object while a chart is resolved. A CDK token would be printed as `${Token[TOKEN.21]}`
 * and nobody would notice before the pod starts.
 */
export class TokenGuard implements IResolver {
  public readonly findings: LocatedFinding[] = [];

  /** @param place service and environment, such as `catalog (prod)` */
  public constructor(private readonly place: string) {}

  public resolve({ key, value, obj }: ResolutionContext): void {
    const inKey = holdsToken(key.at(-1));
    if (!inKey && !holdsToken(value)) return;
    const path = inKey ? key.slice(0, -1) : key;
    this.findings.push(at(`${this.place} ${obj.kind}/${obj.metadata.name ?? obj.node.id} ${formatField(path)}`, {
      code: 'DUST5001',
      ...(typeof value === 'string' ? { value } : {}),
      problem: 'is a CDK token, which no manifest can carry',
      allowed: 'values that are known at synthesis',
      fix: 'use the literal name; values that AWS makes reach a pod by a secret',
    }));
  }
}

function formatField(path: readonly string[]): string {
  return path.reduce((text, part) => (/^[0-9]+$/.test(part) ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`), '');
}
