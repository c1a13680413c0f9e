import type { Node } from 'constructs';
import { SERVICE_CONTEXT } from './context';
import { at } from '../lib/issues/issue';
import type { LocatedFinding } from '../lib/issues/issue';
import { didYouMean } from '../lib/issues/suggest';

/** Whether this run prints a service: every one, or those that the context names (`-c service=catalog,matching`). */
export function isChosen(node: Node, service: string): boolean {
  const chosen = chosenNames(node);
  return chosen === undefined || chosen.includes(service);
}

/** Names that were chosen and that no service has. */
export function checkChosen(node: Node, services: readonly string[]): LocatedFinding[] {
  return (chosenNames(node) ?? []).filter((name) => !services.includes(name)).map((name) => at(SERVICE_CONTEXT, {
    code: 'DUST3014', value: name, problem: 'is not a service of the fleet', allowed: services.join(', '), fix: didYouMean(name, services, 'name one of them'),
  }));
}

function chosenNames(node: Node): readonly string[] | undefined {
  const chosen: unknown = node.tryGetContext(SERVICE_CONTEXT);
  return typeof chosen !== 'string' || chosen === '' ? undefined : chosen.split(',').map((name) => name.trim());
}
