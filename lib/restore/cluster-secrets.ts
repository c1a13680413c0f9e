import type { Runbook } from '../providers/contract';

interface Names {
  readonly service: string;
  readonly environment: string;
  readonly namespace: string;
  readonly secret: string;
  readonly key: string;
  readonly generated: boolean;
}

export function clusterSecretsRunbook({ service, environment, namespace, secret, key, generated }: Names): Runbook {
  return {
    title: `Secret ${secret} of the cluster`,
    steps: generated ? [
      { text: 'It was made once and nobody has a copy. What was signed or encrypted with a lost value is lost with it.', commands: [`kubectl -n ${namespace} get secret ${secret} --output name`] },
      { text: 'For another value, delete the ExternalSecret with its Secret, and apply the layer data again.', commands: [`kubectl -n ${namespace} delete externalsecret/${secret} secret/${secret}`, `kubectl apply --server-side -f manifests/${environment}/${service}/data.yaml`] },
    ] : [
      { text: 'A person put it there; the value comes from whoever issued it.', commands: [`dust secrets set ${environment} ${service} ${key}`] },
    ],
  };
}
