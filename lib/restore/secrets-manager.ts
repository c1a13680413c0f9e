import type { Runbook } from '../providers/contract';

interface Names {
  readonly service: string;
  readonly environment: string;
  readonly namespace: string;
  readonly region: string;
  readonly key: string;
  readonly secretName: string;
  readonly objectName: string;
  readonly provided: boolean;
}

/** @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_restore-secret.html */
export function secretsManagerRunbook({ service, environment, namespace, region, key, secretName, objectName, provided }: Names): Runbook {
  const api = `aws secretsmanager --region ${region}`;
  return {
    title: `Secret ${secretName} of Secrets Manager`,
    steps: [
      { text: 'A deleted secret can be taken back for as long as its recovery window, 30 days where nobody said otherwise.', commands: [`${api} restore-secret --secret-id ${secretName}`] },
      { text: 'The value before the last one is kept under AWSPREVIOUS. Make it the current one, with the ids that are printed.', commands: [`${api} list-secret-version-ids --secret-id ${secretName}`, `${api} update-secret-version-stage --secret-id ${secretName} --version-stage AWSCURRENT --move-to-version-id PREVIOUS --remove-from-version-id CURRENT`] },
      ...(provided ? [{ text: 'A value that is gone for good comes from whoever issued it.', commands: [`dust secrets set ${environment} ${service} ${key}`] }] : []),
      { text: 'Until then the Secret in the cluster keeps the last value that was read. Let it be read again.', commands: [`kubectl -n ${namespace} annotate externalsecret ${objectName} force-sync=$(date +%s) --overwrite`] },
    ],
  };
}
