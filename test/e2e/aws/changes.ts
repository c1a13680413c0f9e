import type { DiffLine } from './cli-output';
import { cliId } from './deployment';
import { same } from '../../independent/json';
import type { Printed, World } from '../../independent/world';

export interface Change {
  readonly before: Printed | undefined;
  readonly after: Printed | undefined;
}

/** Resources that differ between two syntheses, whatever differs about them. */
export function changesBetween(before: World, after: World): Change[] {
  const [old, fresh] = [byPlace(before), byPlace(after)];
  const places = [...new Set([...old.keys(), ...fresh.keys()])];
  return places.map((at) => ({ before: old.get(at), after: fresh.get(at) })).filter(({ before: was, after: is }) => !same(was?.raw, is?.raw));
}

function byPlace({ resources }: World): Map<string, Printed> {
  return new Map(resources.map((resource) => [resource.at, resource]));
}

/** What `cdk diff` has to say about a change; what is retained becomes an orphan, and nothing that stays is replaced. */
export function expectedLine({ before, after }: Change): DiffLine {
  const { stack, type, id } = (after ?? before)!;
  const line = { stack: cliId(stack), type, logicalId: id };
  if (before === undefined) return { ...line, sign: '+', fate: '' };
  if (after === undefined) return { ...line, sign: '-', fate: before.raw.DeletionPolicy === 'Retain' ? 'orphan' : 'destroy' };
  return { ...line, sign: '~', fate: '' };
}

/** In one order, for comparisons. */
export function sortedLines(lines: readonly DiffLine[]): string[] {
  return lines.map(({ stack, sign, type, logicalId, fate }) => `${stack} [${sign}] ${type} ${logicalId} ${fate}`.trim()).sort();
}
