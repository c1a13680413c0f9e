import { failed } from './check';
import type { Check, Checks } from './check';
import { CACHE, portOf, secretOf } from './databases';
import { asList, same } from './json';
import type { Json } from './json';
import { arnOf, referencesOf, resolve } from './resolve';
import { keyOf } from './secrets';
import { ofType, readWorld } from './world';

/** A7: caches. */
const a7Groups: Check = (output, declared) =>
  ofType(readWorld(output), CACHE).flatMap(({ at, properties, stack }) => {
    const key = keyOf(stack, declared);
    return failed(at, {
      'is of no engine that is free': properties.Engine === 'valkey',
      'is not encrypted with the key of its service': properties.AtRestEncryptionEnabled === true && key !== undefined && properties.KmsKeyId === key,
      'admits connections without TLS': properties.TransitEncryptionEnabled === true && properties.TransitEncryptionMode === 'required',
      'does not fail over': properties.AutomaticFailoverEnabled === true && properties.MultiAZEnabled === true,
      'has no replica to fail over to': properties.NumCacheClusters >= 2 || properties.ReplicasPerNodeGroup >= 1,
      'keeps snapshots for fewer than 15 days': properties.SnapshotRetentionLimit >= 15,
      'listens where everybody looks': properties.Port !== undefined && ![6379, NaN].includes(Number(properties.Port)),
      'is in cluster mode': properties.ClusterMode === undefined && [undefined, 1].includes(properties.NumNodeGroups),
      'has security groups of another kind': properties.CacheSecurityGroupNames === undefined,
    });
  });

/** What ElastiCache takes as a token: 16 to 128 characters, without most of what is neither letter nor digit. */
function isLegalToken(generator: Record<string, any> | undefined): boolean {
  const length = Number(generator?.PasswordLength ?? 32);
  return generator !== undefined && generator.ExcludePunctuation === true && generator.IncludeSpace !== true && length >= 16 && length <= 128;
}

/** A7: the token is the whole of a generated secret of the stack. */
const a7Tokens: Check = (output, declared) =>
  ofType(readWorld(output), CACHE).flatMap(({ at, stack, properties, raw }) => {
    const secret = secretOf(stack, declared, 'cache', 'password');
    const arn = secret === undefined ? '' : arnOf(secret.id, stack);
    const generator = secret?.properties.GenerateSecretString as Record<string, any> | undefined;
    return failed(at, {
      'has no secret of its password': secret !== undefined,
      'has a token that is not the one of its secret': [`{{resolve:secretsmanager:${arn}:SecretString}}`, `{{resolve:secretsmanager:${arn}}}`].includes(properties.AuthToken),
      'does not refer to its secret': referencesOf((raw.Properties.AuthToken ?? null) as Json).includes(secret?.id ?? ''),
      'has a token that ElastiCache refuses': isLegalToken(generator),
      'has a token with words around it': generator?.SecretStringTemplate === undefined && generator?.GenerateStringKey === undefined,
      'admits users beside its token': properties.UserGroupIds === undefined,
    });
  });

/** A7: where the cache is stands in a second secret, by the group's own attribute, and nothing else does. */
const a7Endpoints: Check = (output, declared) =>
  ofType(readWorld(output), CACHE).flatMap((group) => {
    const { at, id, stack } = group;
    const secret = secretOf(stack, declared, 'cache', 'endpoint');
    const address = resolve({ 'Fn::GetAtt': [id, 'PrimaryEndPoint.Address'] }, stack);
    const text = String(secret?.properties.SecretString ?? '');
    return failed(at, {
      'has no secret of its endpoint': secret !== undefined,
      'has a password in the secret of its endpoint': secret?.properties.GenerateSecretString === undefined && !text.includes('{{resolve'),
      'is not where the secret of its endpoint says': same(parsed(text), { host: address, port: String(portOf(group)) }),
      'is not referred to by the secret of its endpoint': asList(referencesOf((secret?.raw.Properties.SecretString ?? null) as Json)).includes(id),
    });
  });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const cacheCriteria: Checks = { a7Groups, a7Tokens, a7Endpoints };
