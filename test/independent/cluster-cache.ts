import { failed } from './check';
import type { Check, Checks } from './check';
import { asList, missing, same } from './json';
import { addressesOf, operatedObjects, operatedPods, selectedFrom } from './operated';
import { quantity } from './quantity';
import { secretsMadeIn } from './secret-makers';
import { find, ofKind, readWorld } from './world';
import type { Placed, World } from './world';

type Fields = Record<string, any>;

/** What `restricted` asks of a pod that an operator makes out of two contexts that we give it. */
export function passesRestricted(pod: Fields | undefined, container: Fields | undefined): boolean {
  const seccomp: unknown = container?.seccompProfile?.type ?? pod?.seccompProfile?.type;
  const user: unknown = container?.runAsUser ?? pod?.runAsUser;
  return container?.allowPrivilegeEscalation === false && same(container.capabilities, { drop: ['ALL'] }) && [undefined, false].includes(container.privileged)
    && (container.runAsNonRoot ?? pod?.runAsNonRoot) === true && ['RuntimeDefault', 'Localhost'].includes(String(seccomp)) && user !== 0
    && [pod, container].every((context) => ['seLinuxOptions', 'appArmorProfile', 'windowsOptions', 'sysctls', 'procMount'].every((key) => context?.[key] === undefined));
}

/** An account of its own, which no pod of the service has and which gives no token away. */
function hasAccount(world: World, placed: Placed, name: unknown): boolean {
  const account = find(world, placed, 'ServiceAccount', name);
  const shared = world.pods.some(({ environment, namespace, spec }) => environment === placed.environment && namespace === placed.namespace && spec.serviceAccountName === name);
  return account !== undefined && account.object.automountServiceAccountToken === false && !shared;
}

function certificateOf(world: World, { environment, namespace, object }: Placed): Placed | undefined {
  const certificates = ofKind(world, 'Certificate').filter((placed) => placed.environment === environment && placed.namespace === namespace
    && placed.object.spec.secretName === object.spec.TLS?.secret?.secretName);
  return certificates.length === 1 ? certificates[0] : undefined;
}

/** K13: caches ask for a password and for TLS, and their pods pass what their namespace enforces. */
const k13Caches: Check = (output, declared) => {
  const world = readWorld(output);
  return operatedObjects(world, 'Redis').flatMap((placed) => {
    const { spec, metadata } = placed.object;
    const { image, redisSecret, resources = {} } = (spec.kubernetesConfig ?? {}) as Fields;
    const { ca, cert, key, secret } = (spec.TLS ?? {}) as Fields;
    const password = secretsMadeIn(world, placed).find(({ name }) => name === redisSecret?.name)?.values[String(redisSecret?.key)];
    const config = find(world, placed, 'ConfigMap', spec.redisConfig?.additionalRedisConfig);
    return failed(placed.at, {
      'has a name that is none': /^[a-z]([-a-z0-9]{0,51}[a-z0-9])?$/.test(metadata.name),
      'runs an image that nobody declared': image === declared.environments[placed.environment]?.operators?.images.cache && /@sha256:[0-9a-f]{64}$/.test(String(image)),
      'asks for no password that is made': password !== undefined && /^<[^<>]+>$/.test(password),
      'admits connections without TLS': ca === 'ca.crt' && cert === 'tls.crt' && key === 'tls.key' && secret?.secretName !== undefined && certificateOf(world, placed) !== undefined,
      'has pods that restricted refuses': passesRestricted(spec.podSecurityContext as Fields, spec.securityContext as Fields),
      'runs as nobody in particular': spec.podSecurityContext?.runAsUser > 0 && spec.podSecurityContext?.fsGroup > 0,
      'has no account of its own without a token': hasAccount(world, placed, spec.serviceAccountName),
      'takes no memory of its own': quantity(resources.requests?.memory) > 0 && quantity(resources.requests?.memory) <= quantity(resources.limits?.memory) && quantity(resources.requests?.cpu) <= quantity(resources.limits?.cpu),
      'forgets everything when it starts again': quantity(spec.storage?.volumeClaimTemplate?.spec?.resources?.requests?.storage) > 0,
      'reads settings that are not there': spec.redisConfig?.additionalRedisConfig === undefined || config?.object.data?.['redis-additional.conf'] !== undefined,
      'is killed where its memory is full': Number(/^maxmemory (\d+)mb$/m.exec(String(config?.object.data?.['redis-additional.conf']))?.[1]) * 2 ** 20 < quantity(spec.kubernetesConfig?.resources?.limits?.memory),
      'fills more than its memory': Number(spec.redisConfig?.maxMemoryPercentOfLimit) > 0 && Number(spec.redisConfig?.maxMemoryPercentOfLimit) <= 90,
      'stands in a protected environment alone': declared.environments[placed.environment]?.protected !== true,
    });
  });
};

/** K13: the certificate of a cache is for the names by which it is reached, and no others than its own. */
const k13Certificates: Check = (output, declared) => {
  const world = readWorld(output);
  const used = operatedObjects(world, 'Redis').flatMap((placed) => {
    const { name } = placed.object.metadata;
    const names = asList<string>(certificateOf(world, placed)?.object.spec.dnsNames);
    const said = secretsMadeIn(world, placed).map(({ values }) => values.REDIS_HOST).filter((host) => host !== undefined);
    const own = [...addressesOf(name, placed.namespace), ...addressesOf(`${name}-headless`, placed.namespace).flatMap((host) => [host, `*.${host}`])];
    return [
      ...missing(said, names).map((host) => `${placed.at}: is reached as ${host}, which its certificate does not know`),
      ...(said.length > 0 ? [] : [`${placed.at}: nobody is told where it is`]),
      ...missing(names, own).map((host) => `${placed.at}: has a certificate for ${host}`),
    ];
  });
  const certificates = ofKind(world, 'Certificate').flatMap((placed) => {
    const { issuerRef, usages, isCA, privateKey } = placed.object.spec;
    const { kind, name } = declared.environments[placed.environment]?.operators?.issuer ?? {};
    return failed(placed.at, {
      'is of nobody': operatedObjects(world, 'Redis').some((cache) => certificateOf(world, cache) === placed),
      'is signed by another issuer': issuerRef?.kind === kind && issuerRef?.name === name && issuerRef?.group === 'cert-manager.io',
      'may sign for others': isCA !== true && asList<string>(usages).every((usage) => !/sign$|^(cert|crl)/.test(usage)) && asList<string>(usages).includes('server auth'),
      'keeps its key for ever': privateKey?.rotationPolicy === 'Always',
    });
  });
  return [...used, ...certificates];
};

/** Nothing that is for the pods of a service takes the pods of an operator in: neither its Service nor its budget. */
const operatedPodsAreApart: Check = (output) => {
  const world = readWorld(output);
  const operated = operatedPods(world);
  const selectors = world.objects.flatMap((placed) => {
    const { kind, spec } = placed.object;
    if (kind === 'Service') return [{ placed, selector: { matchLabels: spec.selector ?? {} } as Fields }];
    return ['Deployment', 'PodDisruptionBudget'].includes(kind) ? [{ placed, selector: spec.selector as Fields }] : [];
  });
  return selectors.flatMap(({ placed, selector }) => selectedFrom(operated, placed, selector).map(({ node }) => `${placed.at}: takes in ${node}`));
};

/** What holds data is not pruned by whoever applies it. */
const dataIsKept: Check = (output) => {
  const world = readWorld(output);
  return [...operatedObjects(world, 'Cluster'), ...operatedObjects(world, 'Redis'), ...operatedObjects(world, 'Seaweed'), ...ofKind(world, 'Bucket')].flatMap(({ at, object: { metadata: { annotations } } }) =>
    failed(at, {
      'may be pruned by Argo CD': String(annotations?.['argocd.argoproj.io/sync-options']).includes('Prune=false'),
      'may be pruned by Flux': annotations?.['kustomize.toolkit.fluxcd.io/prune'] === 'disabled',
    }));
};

export const clusterCache: Checks = { k13Caches, k13Certificates, operatedPodsAreApart, dataIsKept };
