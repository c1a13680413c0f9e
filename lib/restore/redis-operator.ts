import type { Runbook } from '../providers/contract';

interface Names {
  readonly service: string;
  readonly namespace: string;
  readonly environment: string;
  readonly objectName: string;
}

export function redisOperatorRunbook({ service, namespace, environment, objectName }: Names): Runbook {
  const data = `manifests/${environment}/${service}/data.yaml`;
  return {
    title: `Cache ${objectName} of the Redis operator`,
    steps: [
      { text: 'There is no backup: a service must be able to fill its cache by itself. To begin anew, delete the cache with its volume and apply the layer data again.', commands: [`kubectl -n ${namespace} delete redis.redis.redis.opstreelabs.in ${objectName}`, `kubectl apply --server-side -f ${data}`] },
      { text: 'A new password: delete the ExternalSecret with its Secret, and apply the layer data again. Both the cache and the service restart by themselves where Reloader runs; where it does not, restart them.', commands: [`kubectl -n ${namespace} delete externalsecret/${objectName} secret/${objectName}`, `kubectl apply --server-side -f ${data}`, `kubectl -n ${namespace} rollout restart statefulset/${objectName} deployment/${service}`] },
    ],
  };
}
