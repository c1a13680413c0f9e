import type { LocatedFinding } from './issue';

/**
 * One finding for each path and code. A declaration that fits several environments badly has one mistake in one place,
 * so what differs from environment to environment stands in one sentence, and nobody has to run it again for the next.
 */
export function mergeFindings(findings: readonly LocatedFinding[]): LocatedFinding[] {
  const groups = new Map<string, LocatedFinding[]>();
  for (const finding of findings) {
    const key = `${finding.path}\u0000${finding.code}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].map((group) => ({ ...group[0]!, problem: joined(group, 'problem'), fix: joined(group, 'fix') }));
}

function joined(group: readonly LocatedFinding[], key: 'problem' | 'fix'): string {
  return [...new Set(group.map((finding) => finding[key]))].join('; ');
}
