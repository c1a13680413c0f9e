import { CfnResourcePolicy, CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { ApiObject } from 'cdk8s';
import type { BuildHost } from './build-host';
import type { Finding } from '../../lib/issues/issue';
import { Names } from '../../lib/plan/names';
import { pascalCaseOfVariable } from '../../lib/plan/pascal-case';
import type { Binding, ProviderContract, RequestContext } from '../../lib/providers/contract';
import type { SecretRequest } from '../../lib/requests/secret';
import { CARRIED } from '../../lib/spec/declared';
import { acknowledge } from '../aws/acknowledgements';
import { cfnTags } from '../aws/cfn';
import { retain } from '../aws/retain';
import { onlyThisAccount } from '../aws/secret-policy';
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

function check(_request: SecretRequest, { environment }: RequestContext): readonly Finding[] {
  if (environment.cluster.externalSecretsRoleArn !== undefined) return [];
  return [{
    code: 'DUST2021',
    problem: `the cluster of environment "${environment.name}" names no role of External Secrets`,
    allowed: 'an environment with cluster.externalSecretsRoleArn',
    fix: `give environment "${environment.name}" the ARN of the role that the controller of External Secrets has`,
  }];
}

function bind({ key, origin }: SecretRequest, { prefix, service, environment }: RequestContext): SecretBinding {
  const names = new Names(prefix);
  const secretName = names.secret(environment.name, service, key);
  const objectName = names.secretObject(service, key);
  return {
    secretName,
    objectName,
    values: {},
    secrets: { [key]: { secret: objectName, key } },
    stored: [{ name: secretName, byHand: origin === 'provided' }],
    permissions: [],
    peers: [],
    encryptsVia: ['secretsmanager'],
  };
}

/** 62^48 values; no punctuation, so that whatever reads it needs no quoting. */
const GENERATED = { passwordLength: 48, excludePunctuation: true };

/** A provided secret has no value at all until a person gives it one; pods wait for it. */
function build({ aws, chart, plan, keyArn, stored }: BuildHost, { key, origin }: SecretRequest, { secretName, objectName }: SecretBinding): void {
  const id = `Secret${pascalCaseOfVariable(key)}`;
  const secret = new CfnSecret(aws, id, {
    name: secretName,
    description: `${key} of ${plan.service} in ${plan.environment.name}`,
    ...(keyArn === undefined ? {} : { kmsKeyId: keyArn }),
    ...(origin === 'generated' ? { generateSecretString: GENERATED } : {}),
    tags: cfnTags(plan.tags),
  });
  retain(secret);
  acknowledge(secret, 'secretsWithoutRotation');
  new CfnResourcePolicy(aws, `PolicyOf${id}`, { secretId: secret.ref, blockPublicPolicy: true, resourcePolicy: onlyThisAccount(plan.environment.account) });
  stored.push(secret);
  const { id: objectId, manifest } = externalSecret({ name: objectName, store: plan.secretStore!.name, keys: [{ key, remote: secretName }] });
  new ApiObject(chart, objectId, manifest);
}
