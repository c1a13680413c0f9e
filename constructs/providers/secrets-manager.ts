import { ApiObject } from 'cdk8s';
import type { BuildHost } from './build-host';
import { checkSecretStore } from './requirements';
import type { Finding } from '../../lib/issues/issue';
import { Names } from '../../lib/plan/names';
import { namespaceOf } from '../../lib/plan/namespace-of';
import { pascalCaseOfVariable } from '../../lib/plan/pascal-case';
import { KEY_ARN } from '../../lib/policy/statement';
import { NO_BINDING } from '../../lib/providers/contract';
import type { Binding, ProviderContract, RequestContext } from '../../lib/providers/contract';
import type { SecretRequest } from '../../lib/requests/secret';
import { secretsManagerRunbook } from '../../lib/restore/secrets-manager';
import { CARRIED } from '../../lib/spec/declared';
import { RANDOM, printSecret } from '../aws/stored-secret';
import { externalSecret } from '../kubernetes/external-secret';

interface SecretBinding extends Binding {
  readonly secretName: string;
  readonly objectName: string;
}

/** AWS Secrets Manager. */
export const secretsManager: ProviderContract<SecretRequest, SecretBinding, BuildHost> = {
  [CARRIED]: true,
  kind: 'secret',
  name: 'secretsManager',
  check,
  bind,
  build,
};

function check({ origin, existing }: SecretRequest, { environment }: RequestContext): readonly Finding[] {
  if (origin !== 'existing' || existing !== undefined) return checkSecretStore(environment);
  return [...checkSecretStore(environment), {
    code: 'DUST2027',
    problem: `is not said to exist in environment "${environment.name}"`,
    allowed: 'a name for every environment of the service',
    fix: `add "${environment.name}" and the name of the secret there`,
  }];
}

function bind({ key, origin, existing }: SecretRequest, { prefix, service, environment }: RequestContext): SecretBinding {
  const names = new Names(prefix);
  const secretName = existing?.name ?? names.secret(environment.name, service, key);
  const keyArn = existing === undefined ? KEY_ARN : existing.keyArn;
  const objectName = names.secretObject(service, key);
  return {
    ...NO_BINDING,
    secretName,
    objectName,
    secrets: { [key]: { secret: objectName, key } },
    restore: secretsManagerRunbook({ service, environment: environment.name, namespace: namespaceOf(service, environment, names), region: environment.region, key, secretName, objectName, provided: origin === 'provided' }),
    stored: [{ name: secretName, byHand: origin === 'provided', ...(keyArn === undefined ? {} : { keyArn }) }],
    encryptsVia: existing === undefined ? ['secretsmanager'] : [],
  };
}

/** A provided secret has no value at all until a person gives it one; pods wait for it. */
function build(host: BuildHost, { key, origin }: SecretRequest, { secretName, objectName }: SecretBinding): void {
  const { chart, plan, stored } = host;
  if (origin !== 'existing') {
    stored.push(printSecret(host, `Secret${pascalCaseOfVariable(key)}`, {
      name: secretName,
      description: `${key} of ${plan.service} in ${plan.environment.name}`,
      ...(origin === 'generated' ? { generate: RANDOM } : {}),
      withoutRotation: 'secretsWithoutRotation',
    }));
  }
  const { id, manifest } = externalSecret({ name: objectName, store: plan.secretStore!.name, keys: [{ key, remote: secretName }] });
  new ApiObject(chart, id, manifest);
}
