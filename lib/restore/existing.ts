import type { Runbook } from '../providers/contract';

/** Of something that was there before: the library made no backup of it and may not touch it. */
export function ofAnOwner(what: string): Runbook {
  return { title: `${what}, which somebody else made`, steps: [{ text: 'Ask whoever made it: backups and restores are theirs.' }] };
}
