import type { Runbook } from '../providers/contract';

interface Names {
  readonly service: string;
  readonly namespace: string;
  readonly environment: string;
  readonly storeNamespace: string;
  /** Of its manifests. */
  readonly storeFolder: string;
  readonly bucketName: string;
  /** The Secret with the keys of the service, and the two keys of it. */
  readonly identityObject: string;
  readonly keys: readonly string[];
  /** The Service of the gateway, and its port. */
  readonly gateway: string;
  readonly port: number;
}

/** @see https://github.com/seaweedfs/seaweedfs/wiki */
export function seaweedFsRunbook(names: Names): Runbook {
  const { service, namespace, environment, storeNamespace, storeFolder, bucketName, identityObject, keys, gateway, port } = names;
  const s3 = `aws --endpoint-url http://127.0.0.1:${port} s3`;
  const asTheService = [
    ...keys.map((key) => `export ${key}="$(kubectl -n ${namespace} get secret ${identityObject} -o jsonpath='{.data.${key}}' | base64 -d)"`),
    `kubectl -n ${storeNamespace} port-forward service/${gateway} ${port}:${port} & sleep 3`,
  ];
  return {
    title: `Bucket ${bucketName} of SeaweedFS`,
    steps: [
      { text: 'This environment is ephemeral: there is one copy of each object and no backup. Before anything that could harm it, copy the bucket, with the keys of the service.', commands: [...asTheService, `${s3} sync s3://${bucketName} ./${bucketName}`, 'kill %1'] },
      { text: 'A lost store is made again, empty, by its manifests; the operator makes the buckets and the keys again.', commands: [`kubectl apply --server-side -k manifests/${environment}/${storeFolder}`, `kubectl -n ${namespace} wait --for=jsonpath='{.status.phase}'=Ready buckets.seaweed.seaweedfs.com --all --timeout=10m`] },
      { text: 'Bring the copy back with the keys as they are now, and let the pods see theirs.', commands: [...asTheService, `${s3} sync ./${bucketName} s3://${bucketName}`, 'kill %1', `kubectl -n ${namespace} rollout restart deployment/${service}`] },
      { text: 'A bucket stays when its object goes, and is taken over when the object comes back. To begin anew, delete the objects in it.', commands: [...asTheService, `${s3} rm --recursive s3://${bucketName}`, 'kill %1'] },
    ],
  };
}
