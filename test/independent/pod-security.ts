import type { Check, Checks } from './check';
import { asList } from './json';
import { containersOf, ofKind, readWorld } from './world';
import type { Pod } from './world';

type Fields = Record<string, any>;
type Rules<T> = Readonly<Record<string, (subject: T) => boolean>>;

const VOLUME_KINDS = new Set(['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret']);

function isUnset(...values: unknown[]): boolean {
  return values.every((value) => value === undefined || value === false || value === '' || (Array.isArray(value) && value.length === 0));
}

function seccomp(profile: Fields | undefined): boolean {
  return ['RuntimeDefault', 'Localhost'].includes(String(profile?.type));
}

/** Pod Security Standards, baseline and restricted, as far as they speak of the pod; then what K3 asks beyond them. */
const POD_RULES: Rules<Pod> = {
  'host namespaces': ({ spec }) => isUnset(spec.hostNetwork, spec.hostPID, spec.hostIPC),
  'hostProcess': ({ spec }) => isUnset(spec.securityContext?.windowsOptions?.hostProcess),
  'sysctls': ({ spec }) => isUnset(spec.securityContext?.sysctls),
  'SELinux options': ({ spec }) => isUnset(spec.securityContext?.seLinuxOptions),
  'AppArmor': ({ spec, annotations }) =>
    isUnset(spec.securityContext?.appArmorProfile) && !Object.keys(annotations).some((key) => key.startsWith('container.apparmor.security')),
  'kind of volume': ({ spec }) =>
    asList<Fields>(spec.volumes).every((volume) => {
      const kinds = Object.keys(volume).filter((key) => key !== 'name');
      return kinds.length === 1 && VOLUME_KINDS.has(kinds[0]!);
    }),
  'runAsUser of 10000 or more': ({ spec }) => Number(spec.securityContext?.runAsUser) >= 10_000,
  'size of emptyDir': ({ spec }) =>
    asList<Fields>(spec.volumes).every(({ emptyDir }) => emptyDir === undefined || /^\d+[KMG]i$/.test(String(emptyDir.sizeLimit))),
  'a place to write to at /tmp': ({ spec }) =>
    asList<Fields>(spec.containers).every(({ volumeMounts }) => asList<Fields>(volumeMounts).some(({ mountPath }) => mountPath === '/tmp')),
  'automountServiceAccountToken': ({ spec }) => spec.automountServiceAccountToken === false,
  'a service account of its own': ({ spec }) =>
    typeof spec.serviceAccountName === 'string' && spec.serviceAccountName !== 'default' && spec.serviceAccount === undefined,
  'enableServiceLinks': ({ spec }) => spec.enableServiceLinks === false,
};

function probesOf(container: Fields): Fields[] {
  return [
    container.livenessProbe,
    container.readinessProbe,
    container.startupProbe,
    container.lifecycle?.postStart,
    container.lifecycle?.preStop,
  ].filter((probe) => probe !== undefined);
}

interface Contained {
  readonly pod: Pod;
  readonly container: Fields;
  readonly context: Fields;
}

/** The same for each container, init and ephemeral ones included. */
const CONTAINER_RULES: Rules<Contained> = {
  'privileged': ({ context }) => isUnset(context.privileged),
  'allowPrivilegeEscalation': ({ context }) => context.allowPrivilegeEscalation === false,
  'capabilities': ({ context }) => asList<string>(context.capabilities?.drop).includes('ALL') && isUnset(context.capabilities?.add),
  'hostPort': ({ container }) => asList<Fields>(container.ports).every(({ hostPort }) => hostPort === undefined || hostPort === 0),
  'host of a probe': ({ container }) => probesOf(container).every(({ httpGet, tcpSocket }) => isUnset(httpGet?.host, tcpSocket?.host)),
  'procMount': ({ context }) => context.procMount === undefined || context.procMount === 'Default',
  'SELinux options': ({ context }) => isUnset(context.seLinuxOptions),
  'AppArmor': ({ context }) => isUnset(context.appArmorProfile),
  'hostProcess': ({ context }) => isUnset(context.windowsOptions?.hostProcess),
  'runAsNonRoot': ({ pod, context }) => (context.runAsNonRoot ?? pod.spec.securityContext?.runAsNonRoot) === true,
  'runAsUser': ({ context }) => context.runAsUser === undefined || context.runAsUser >= 10_000,
  'seccompProfile': ({ pod, context }) => seccomp(context.seccompProfile ?? pod.spec.securityContext?.seccompProfile),
  'readOnlyRootFilesystem': ({ context }) => context.readOnlyRootFilesystem === true,
};

/** K3: every pod passes `restricted` and the rows beyond it. */
const k3PodSecurity: Check = (output) =>
  readWorld(output).pods.flatMap((pod) => [
    ...Object.entries(POD_RULES)
      .filter(([, holds]) => !holds(pod))
      .map(([rule]) => `${pod.at}: ${rule}`),
    ...containersOf(pod).flatMap((container) =>
      Object.entries(CONTAINER_RULES)
        .filter(([, holds]) => !holds({ pod, container, context: container.securityContext ?? {} }))
        .map(([rule]) => `${pod.at}: container ${container.name}: ${rule}`),
    ),
  ]);

/** K2: a service account gives no token away, and no role of AWS by annotation. */
const k2ServiceAccounts: Check = (output) =>
  ofKind(readWorld(output), 'ServiceAccount').flatMap(({ object, at }) => [
    ...(object.automountServiceAccountToken === false ? [] : [`${at}: mounts its token`]),
    ...(Object.keys(object.metadata.annotations ?? {}).some((key) => key.startsWith('eks.amazonaws.com/'))
      ? [`${at}: has a role by annotation`]
      : []),
  ]);

export const podSecurity: Checks = { k2ServiceAccounts, k3PodSecurity };
