import { Fn } from 'aws-cdk-lib';
import { CfnReplicationGroup } from 'aws-cdk-lib/aws-elasticache';
import type { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { ApiObject } from 'cdk8s';
import type { BuildHost } from './build-host';
import { checkPlaceInNetwork, checkSecretStore } from './requirements';
import { AMAZON_ROOTS } from '../../lib/certificates/amazon-roots';
import type { Finding } from '../../lib/issues/issue';
import { redisUrlTemplate } from '../../lib/manifests/secret-url';
import { Names } from '../../lib/plan/names';
import { namespaceOf } from '../../lib/plan/namespace-of';
import { tcp } from '../../lib/plan/network-peer';
import { KEY_ARN } from '../../lib/policy/statement';
import { NO_BINDING } from '../../lib/providers/contract';
import type { Binding, ProviderContract, RequestContext, StoredSecret } from '../../lib/providers/contract';
import { secretKeys } from '../../lib/providers/secret-keys';
import { CACHE_CA_FILE, CACHE_SECRETS } from '../../lib/requests/cache';
import type { CacheRequest, ExistingCache } from '../../lib/requests/cache';
import { elastiCacheRunbook } from '../../lib/restore/elasticache';
import { ofAnOwner } from '../../lib/restore/existing';
import { CARRIED } from '../../lib/spec/declared';
import { cfnTags } from '../aws/cfn';
import { keepSnapshot } from '../aws/retain';
import { printSecurityGroup } from '../aws/security-group';
import { RANDOM, printSecret, secretValue } from '../aws/stored-secret';
import { externalSecret } from '../kubernetes/external-secret';

interface CacheBinding extends Binding {
  readonly groupName: string;
  readonly subnetGroup: string;
  readonly objectName: string;
  readonly port: number;
  readonly access: CacheAccess;
}

/** The secrets that say where the cache is, and with which password. */
interface CacheAccess {
  readonly endpointName: string;
  readonly passwordName: string;
  /** Where the password is a property of JSON. */
  readonly property?: string;
  /** The key of both, as in `StoredSecret`. */
  readonly keyArn?: string;
}

/** Amazon ElastiCache for Valkey, cluster mode off: one primary and one replica. */
export const elastiCache: ProviderContract<CacheRequest, CacheBinding, BuildHost> = {
  [CARRIED]: true,
  kind: 'cache',
  name: 'elastiCache',
  check,
  bind,
  build,
};

/** Not the usual one, and it cannot change later. */
const PORT = 6380;
const DEFAULT_CLASS = 'cache.t4g.small';
const SNAPSHOT_DAYS = 15;

function check(_request: CacheRequest, { environment }: RequestContext): readonly Finding[] {
  return [...checkPlaceInNetwork(environment, 'cache'), ...checkSecretStore(environment)];
}

function bind({ existing }: CacheRequest, { prefix, service, environment }: RequestContext): CacheBinding {
  const names = new Names(prefix);
  const objectName = names.object(service, 'cache');
  const port = existing?.port ?? PORT;
  const access = existing === undefined ? ownAccess(names, environment.name, service) : accessTo(existing);
  return {
    ...NO_BINDING,
    groupName: names.cacheGroup(environment.name, service),
    subnetGroup: names.cacheSubnetGroup(environment.name),
    objectName,
    port,
    access,
    values: { REDIS_TLS: 'true', REDIS_CA_FILE: CACHE_CA_FILE },
    secrets: secretKeys(objectName, CACHE_SECRETS),
    stored: storedIn(access),
    restore: existing === undefined
      ? elastiCacheRunbook({ service, namespace: namespaceOf(service, environment, names), region: environment.region, groupName: names.cacheGroup(environment.name, service), stack: `${service}/${environment.name}` })
      : ofAnOwner(existing.secret),
    peers: [{ name: 'to-cache', reason: 'Its cache', to: { cidrs: environment.network.databaseSubnets.map(({ cidr }) => cidr) }, ports: tcp(port) }],
    files: [{ path: CACHE_CA_FILE, configMap: names.object(service, 'cache-ca'), content: AMAZON_ROOTS }],
    ...(existing === undefined ? { encryptsVia: ['elasticache', 'secretsmanager'], grantsVia: ['elasticache'] } : {}),
  };
}

/** Two secrets: the group is made with one of them and would wait for it, while the other waits for the group. */
function ownAccess(names: Names, environment: string, service: string): CacheAccess {
  const secret = (name: string): string => names.secret(environment, service, `cache/${name}`);
  return { endpointName: secret('endpoint'), passwordName: secret('password'), keyArn: KEY_ARN };
}

function storedIn({ endpointName, passwordName, keyArn }: CacheAccess): StoredSecret[] {
  return [...new Set([endpointName, passwordName])].map((name) => ({ name, byHand: false, ...(keyArn === undefined ? {} : { keyArn }) }));
}

function accessTo({ secret, keyArn }: ExistingCache): CacheAccess {
  return { endpointName: secret, passwordName: secret, property: 'password', ...(keyArn === undefined ? {} : { keyArn }) };
}

function build(host: BuildHost, request: CacheRequest, binding: CacheBinding): void {
  if (request.existing === undefined) printCache(host, request, binding);
  printObjects(host, binding);
}

function printCache(host: BuildHost, request: CacheRequest, binding: CacheBinding): void {
  const password = printSecret(host, 'CachePassword', {
    name: binding.access.passwordName,
    description: `Password of the cache of ${host.plan.service}`,
    generate: RANDOM,
    withoutRotation: 'cachePasswords',
  });
  const group = printGroup(host, request, binding, password);
  const endpoint = printSecret(host, 'CacheEndpoint', {
    name: binding.access.endpointName,
    description: `Where the cache of ${host.plan.service} is`,
    value: Fn.sub(`{"host":"\${Host}","port":"${PORT}"}`, { Host: group.attrPrimaryEndPointAddress }),
    withoutRotation: 'addresses',
  });
  host.stored.push(password, endpoint);
}

function printGroup(host: BuildHost, request: CacheRequest, { groupName, subnetGroup }: CacheBinding, password: CfnSecret): CfnReplicationGroup {
  const { aws, plan, keyArn } = host;
  const securityGroup = printSecurityGroup(aws, 'CacheSecurityGroup', plan, { what: 'Cache', port: PORT });
  const group = new CfnReplicationGroup(aws, 'CacheGroup', {
    replicationGroupId: groupName,
    replicationGroupDescription: `Cache of ${plan.service} in ${plan.environment.name}`,
    engine: 'valkey',
    engineVersion: '8.0',
    cacheParameterGroupName: 'default.valkey8',
    cacheNodeType: request.instanceClass ?? DEFAULT_CLASS,
    numCacheClusters: 2,
    automaticFailoverEnabled: true,
    multiAzEnabled: true,
    port: PORT,
    cacheSubnetGroupName: subnetGroup,
    securityGroupIds: [securityGroup.attrGroupId],
    atRestEncryptionEnabled: true,
    ...(keyArn === undefined ? {} : { kmsKeyId: keyArn }),
    transitEncryptionEnabled: true,
    transitEncryptionMode: 'required',
    authToken: secretValue(password),
    snapshotRetentionLimit: SNAPSHOT_DAYS,
    autoMinorVersionUpgrade: true,
    tags: cfnTags(plan.tags),
  });
  keepSnapshot(group);
  return group;
}

function printObjects({ chart, plan }: BuildHost, { objectName, port, access }: CacheBinding): void {
  const { endpointName, passwordName, property } = access;
  // A group of ours says itself where it listens; the secret of somebody else need not.
  const knowsPort = property === undefined;
  const knownPort = knowsPort ? '{{ .port }}' : String(port);
  const endpoint = (name: string) => ({ key: name, remote: endpointName, property: name });
  const password = { key: 'password', remote: passwordName, ...(property === undefined ? {} : { property }) };
  const { id, manifest } = externalSecret({
    name: objectName,
    store: plan.secretStore!.name,
    keys: [endpoint('host'), ...(knowsPort ? [endpoint('port')] : []), password],
    template: { REDIS_HOST: '{{ .host }}', REDIS_PORT: knownPort, REDIS_PASSWORD: '{{ .password }}', REDIS_URL: redisUrlTemplate(knownPort) },
  });
  new ApiObject(chart, id, manifest);
}
