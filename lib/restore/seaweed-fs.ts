import type { Runbook } from '../providers/contract';

interface Names {
  readonly service: string;
  readonly namespace: string;
  readonly environment: string;
  readonly storeNamespace: string;
  readonly bucketName: string;
  readonly identityObject: string;
}

/** @see https://github.com/seaweedfs/seaweedfs/wiki */
export function seaweedFsRunbook({ service, namespace, environment, storeNamespace, bucketName, identityObject }: Names): Runbook {
  const forward = `kubectl -n ${storeNamespace} port-forward service/objects-s3 8333:8333`;
  const s3 = 'aws --endpoint-url http://127.0.0.1:8333 s3';
  return {
    title: `Bucket ${bucketName} of SeaweedFS`,
    steps: [
      { text: 'This environment is ephemeral: there is one copy of each object and no backup. Before anything that could harm it, copy the bucket, with the keys of the service.', commands: [`kubectl -n ${namespace} get secret ${identityObject} --output name`, forward, `${s3} sync s3://${bucketName} ./${bucketName}`] },
      { text: 'A bucket stays when its object goes, and is taken over when the object comes back. To begin anew, delete the objects in it.', commands: [`${s3} rm --recursive s3://${bucketName}`] },
      { text: 'A lost store is made again, empty, by its manifests; the operator makes the buckets and the keys again.', commands: [`kubectl apply --server-side -k manifests/${environment}/dust-objects`, `kubectl -n ${namespace} get buckets.seaweed.seaweedfs.com`] },
      { text: 'Bring the copy back, and let the pods see their keys.', commands: [`${s3} sync ./${bucketName} s3://${bucketName}`, `kubectl -n ${namespace} rollout restart deployment/${service}`] },
    ],
  };
}
