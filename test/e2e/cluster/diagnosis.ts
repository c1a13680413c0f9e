import type { Ended } from '../../tools/run';

/** The namespace's objects, its events and the pods that are not well, then the last lines of each server's log. */
export function diagnosis(kubectl: (line: readonly string[]) => Ended, namespace: string | undefined, serverLogs: string): string {
  const where = namespace === undefined ? ['--all-namespaces'] : ['--namespace', namespace];
  const sections = [
    ['workloads', ['get', 'deployments,replicasets,jobs,pods,horizontalpodautoscalers', '--output', 'wide', ...where]],
    ['quotas', ['describe', 'resourcequotas', ...where]],
    ['events', ['get', 'events', '--sort-by=.lastTimestamp', '--field-selector=type!=Normal', ...where]],
  ] as const;
  const said = sections.map(([title, line]) => {
    const { out, error } = kubectl(line);
    return `--- ${title}${namespace === undefined ? '' : ` in ${namespace}`}\n${lastLines(out + error)}`;
  });
  return [...said, serverLogs].join('\n');
}

function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-60).join('\n');
}
