import type { Node } from 'constructs';
import { SERVICE_CONTEXT } from './context';

/** Whether this run prints a service: every one, or those that the context names (`-c service=catalog,matching`). */
export function isChosen(node: Node, service: string): boolean {
  const chosen: unknown = node.tryGetContext(SERVICE_CONTEXT);
  if (typeof chosen !== 'string' || chosen === '') return true;
  return chosen.split(',').some((name) => name.trim() === service);
}
