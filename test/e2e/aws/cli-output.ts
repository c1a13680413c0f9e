/** Ids of stacks in the order in which `cdk deploy` took them up. */
export function deployedOrder(said: string): string[] {
  return [...said.matchAll(/^(\S+) \(\S+\): deploying\.\.\. \[\d+\/\d+\]$/gm)].map(([, id]) => id!);
}

/** What `cdk diff` says about one resource. */
export interface DiffLine {
  readonly stack: string;
  readonly sign: '+' | '-' | '~';
  readonly type: string;
  readonly logicalId: string;
  /** `destroy`, `orphan`, `may be replaced`, `replace`, or nothing. */
  readonly fate: string;
}

const FATE = / (destroy|orphan|replace|may be replaced)$/;

/** The lines about resources of `cdk diff`; its stacks are named as in `cdk deploy`. */
export function diffLines(said: string): DiffLine[] {
  const found: DiffLine[] = [];
  let stack = '';
  for (const line of said.split('\n')) {
    stack = /^Stack (\S+) \(/.exec(line)?.[1] ?? stack;
    // A resource that the app still has is named by its path as well.
    const [, sign, type, logicalId] = /^\[([-+~])\] (\S+::\S+) (?:\S+ )?(\S+)$/.exec(line.replace(FATE, '')) ?? [];
    if (sign !== undefined) found.push({ stack, sign: sign as DiffLine['sign'], type: type!, logicalId: logicalId!, fate: FATE.exec(line)?.[1] ?? '' });
  }
  return found;
}
