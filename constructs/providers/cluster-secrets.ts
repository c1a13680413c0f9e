import { ApiObject } from 'cdk8s';
import type { BuildHost } from './build-host';
import { checkMayBeLost, checkUnserved } from './requirements';
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

function check({ key, origin }: SecretRequest, { environment }: RequestContext): readonly Finding[] {
  const { name } = environment;
  return [
    ...checkUnserved({ provider: 'Provider.clusterSecrets()', environment: name, features: { existing: origin === 'existing' ? true : undefined }, instead: 'Provider.secretsManager()' }),
    ...(origin === 'generated' && INHERITED.test(key) ? [{ ...NO_KEY, value: key, problem: `cannot be generated under this name in the cluster of environment "${name}"` }] : []),
    ...(origin === 'generated' ? checkMayBeLost(environment, 'Provider.clusterSecrets()', 'serve secrets there by Provider.secretsManager()') : []),
    ...(origin === 'provided' && environment.protected ? [{ ...ONLY_COPY, problem: `would be kept by Provider.clusterSecrets() alone in environment "${name}", which is protected` }] : []),
  ];
}

/** As keys of a template, cdk8s takes them for what every object inherits. */
const INHERITED = /^(?:__proto__|constructor)$/;
const NO_KEY: Finding = { code: 'DUST2028', problem: 'cannot be generated', allowed: 'any name but __proto__ and constructor', fix: 'rename the secret' };

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
