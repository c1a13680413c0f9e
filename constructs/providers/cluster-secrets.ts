import { ApiObject } from 'cdk8s';
import type { BuildHost } from './build-host';
import { checkUnserved } from './requirements';
import type { Finding } from '../../lib/issues/issue';
import { Names } from '../../lib/plan/names';
import { namespaceOf } from '../../lib/plan/namespace-of';
import { NO_BINDING } from '../../lib/providers/contract';
import type { Binding, ProviderContract, RequestContext } from '../../lib/providers/contract';
import type { SecretRequest } from '../../lib/requests/secret';
import { clusterSecretsRunbook } from '../../lib/restore/cluster-secrets';
import { CARRIED } from '../../lib/spec/declared';
import { GENERATOR, generatedSecret } from '../kubernetes/generated-secret';

interface ClusterSecretBinding extends Binding {
  readonly objectName: string;
}

/** Secrets that are nowhere but in the cluster: a generated one is made there, a provided one a person puts there. */
export const clusterSecrets: ProviderContract<SecretRequest, ClusterSecretBinding, BuildHost> = {
  [CARRIED]: true,
  kind: 'secret',
  name: 'clusterSecrets',
  check,
  bind,
  build,
};

function check({ origin }: SecretRequest, { environment }: RequestContext): readonly Finding[] {
  const { name } = environment;
  return [
    ...checkUnserved({ provider: 'Provider.clusterSecrets()', environment: name, features: { existing: origin === 'existing' ? true : undefined }, instead: 'Provider.secretsManager()' }),
    ...(environment.protected ? [{ ...ONLY_COPY, problem: `would have its only copy in the cluster of environment "${name}", which is protected` }] : []),
  ];
}

const ONLY_COPY: Finding = {
  code: 'DUST2029', problem: 'would have one copy', allowed: 'an environment that is not protected, or a store outside the cluster', fix: 'serve secrets there by Provider.secretsManager()',
};

function bind({ key, origin }: SecretRequest, { prefix, service, environment }: RequestContext): ClusterSecretBinding {
  const names = new Names(prefix);
  const objectName = names.secretObject(service, key);
  const secret = { secret: objectName, key };
  const place = { service, environment: environment.name, namespace: namespaceOf(service, environment, names) };
  return {
    ...NO_BINDING,
    objectName,
    secrets: { [key]: secret },
    handed: origin === 'generated' ? [] : [secret],
    applied: origin === 'generated' ? [GENERATOR] : [],
    restore: clusterSecretsRunbook({ ...place, ...secret, generated: origin === 'generated' }),
  };
}

function build({ chart }: BuildHost, { key, origin }: SecretRequest, { objectName }: ClusterSecretBinding): void {
  if (origin !== 'generated') return;
  for (const { id, manifest } of generatedSecret({ name: objectName, template: { [key]: '{{ .password }}' } })) new ApiObject(chart, id, manifest as never);
}
