import type { RunbookStep } from '../providers/contract';

interface Service {
  readonly service: string;
  readonly namespace: string;
}

/** Ends every pod of the service, and remembers how many there were: an autoscaler rests at none, and would never start one again. */
export function stopService({ service, namespace }: Service): readonly string[] {
  return [
    `REPLICAS=$(kubectl -n ${namespace} get deployment ${service} -o jsonpath='{.spec.replicas}')`,
    `kubectl -n ${namespace} scale deployment/${service} --replicas=0`,
    `kubectl -n ${namespace} wait --for=delete pod --selector app.kubernetes.io/name=${service} --timeout=5m`,
  ];
}

/** In the same shell. */
export function startService({ service, namespace }: Service): RunbookStep {
  return { text: 'Start the service again, in the same shell.', commands: [`kubectl -n ${namespace} scale deployment/${service} --replicas="$REPLICAS"`, `kubectl -n ${namespace} rollout status deployment/${service}`] };
}
