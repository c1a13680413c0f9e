import { ACTIONS } from './actions';
import { nearest } from '../issues/suggest';

interface Known {
  /** In the spelling of AWS. */
  readonly names: readonly string[];
  /** In lower case, since IAM does not tell the case of an action. */
  readonly lower: ReadonlySet<string>;
}

/** Read when a service is asked for first, so that a fleet pays for nothing that it does not use. */
const known = new Map<string, Known>();

/** What is wrong with an action, or undefined where it is right, or where its service is not one that the library knows. */
export function unknownAction(action: string): UnknownAction | undefined {
  if (action === '*') return undefined;
  const [, service = '', name = ''] = /^([^:]*):(.*)$/s.exec(action) ?? [];
  if (service === '' || name === '') return { meant: undefined };
  const actions = actionsOf(service.toLowerCase());
  if (actions === undefined || matches(actions, name.toLowerCase())) return undefined;
  const meant = /[*?]/.test(name) ? undefined : nearest(name, actions.names);
  return { meant: meant === undefined ? undefined : `${service.toLowerCase()}:${meant}` };
}

export interface UnknownAction {
  /** The action that was probably meant. */
  readonly meant: string | undefined;
}

/** The edit to make. */
export function fixOf({ meant }: UnknownAction): string {
  return meant === undefined ? 'write it as the page of the service in the Service Authorization Reference does' : `did you mean ${meant}?`;
}

function actionsOf(service: string): Known | undefined {
  const found = known.get(service);
  if (found !== undefined || !Object.hasOwn(ACTIONS, service)) return found;
  const names = ACTIONS[service]!.trim().split(/\s+/);
  const actions = { names, lower: new Set(names.map((name) => name.toLowerCase())) };
  known.set(service, actions);
  return actions;
}

/** A wildcard is right where it covers something. */
function matches({ lower }: Known, name: string): boolean {
  if (!/[*?]/.test(name)) return lower.has(name);
  return [...lower].some((one) => covers(name, one));
}

/** Whether a pattern with `*` and `?` covers a text, without going back more than to the last star. */
export function covers(pattern: string, text: string): boolean {
  let [at, from, star, taken] = [0, 0, -1, 0];
  while (from < text.length) {
    if (pattern[at] === '*') [star, taken, at] = [at, from, at + 1];
    else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[from])) [at, from] = [at + 1, from + 1];
    else if (star >= 0) [at, taken, from] = [star + 1, taken + 1, taken + 1];
    else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}
