import type { Invariant } from '../support/invariant';
import { containersOf, objectIn, workloadsOf } from '../support/kubernetes';
import type { Workload } from '../support/kubernetes';

const VOLUMES = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret'];
const SYSCTLS = ['kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.ip_unprivileged_port_start', 'net.ipv4.tcp_syncookies', 'net.ipv4.ping_group_range',
  'net.ipv4.ip_local_reserved_ports', 'net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes'];
const SELINUX_TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];

/** Every check of the level `restricted`. @see https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export const restricted: Invariant = {
  number: 15,
  title: 'every pod template passes the Pod Security level restricted',
  predicate: (fleet) => workloadsOf(fleet).flatMap((workload) => {
    const containers = containersOf(workload).flatMap((container) => checkContainer(workload, container));
    return [...checkPod(workload), ...containers].map((problem) => `${workload.place} ${problem}`);
  }),
  mutations: [
    podMutation('the host\'s network is used', (pod) => { pod.hostNetwork = true; }),
    podMutation('the host\'s processes are seen', (pod) => { pod.hostPID = true; }),
    podMutation('the host\'s memory is shared', (pod) => { pod.hostIPC = true; }),
    podMutation('a folder of the host is mounted', (pod) => { pod.volumes.push({ name: 'host', hostPath: { path: '/' } }); }),
    podMutation('a sysctl is set', (pod) => { pod.securityContext.sysctls = [{ name: 'kernel.msgmax', value: '1' }]; }),
    podMutation('the pod has an SELinux user', (pod) => { pod.securityContext.seLinuxOptions = { user: 'root' }; }),
    podMutation('the pod runs as root', (pod) => { pod.securityContext.runAsUser = 0; }),
    podMutation('the pod is a process of the host', (pod) => { pod.securityContext.windowsOptions = { hostProcess: true }; }),
    podMutation('AppArmor is off', (pod) => { pod.securityContext.appArmorProfile = { type: 'Unconfined' }; }),
    podMutation('an init container may become root', (pod) => { pod.initContainers = [{ name: 'init' }]; }),
    containerMutation('a container is privileged', (container) => { container.securityContext.privileged = true; }),
    containerMutation('privileges may grow', (container) => delete container.securityContext.allowPrivilegeEscalation),
    containerMutation('a capability is added', (container) => { container.securityContext.capabilities.add = ['NET_RAW']; }),
    containerMutation('capabilities are kept', (container) => { container.securityContext.capabilities.drop = ['NET_RAW']; }),
    containerMutation('a container may be root', (container) => { container.securityContext.runAsNonRoot = false; }),
    containerMutation('a container is root', (container) => { container.securityContext.runAsUser = 0; }),
    containerMutation('system calls are free', (container) => { container.securityContext.seccompProfile = { type: 'Unconfined' }; }),
    containerMutation('the host\'s proc is seen', (container) => { container.securityContext.procMount = 'Unmasked'; }),
    containerMutation('a port of the host is taken', (container) => { container.ports[0].hostPort = 80; }),
    containerMutation('a probe asks another host', (container) => { container.livenessProbe.httpGet.host = '169.254.169.254'; }),
    containerMutation('a hook asks another host', (container) => { container.lifecycle.preStop = { httpGet: { host: 'x', port: 1 } }; }),
    podMutation('system calls are said nowhere', (pod) => { delete pod.securityContext.seccompProfile; delete pod.containers[0].securityContext.seccompProfile; }),
  ],
};

function podMutation(title: string, change: (pod: any) => unknown): Invariant['mutations'][number] {
  return { title, apply: (fleet) => { change(objectIn(fleet, 'prod', 'web', 'Deployment').spec.template.spec); } };
}

function containerMutation(title: string, change: (container: any) => unknown): Invariant['mutations'][number] {
  return podMutation(title, (pod) => change(pod.containers[0]));
}

function checkPod({ template: { spec } }: Workload): string[] {
  const context = spec.securityContext ?? {};
  return [
    ...['hostNetwork', 'hostPID', 'hostIPC'].filter((key) => spec[key] === true).map((key) => `has ${key}`),
    ...(spec.volumes ?? []).flatMap((volume: Record<string, unknown>) => Object.keys(volume).filter((key) => key !== 'name' && !VOLUMES.includes(key)).map((key) => `has a volume of the kind ${key}`)),
    ...(context.sysctls ?? []).filter(({ name }: { name: string }) => !SYSCTLS.includes(name)).map(({ name }: { name: string }) => `sets ${name}`),
    ...checkContext(context),
  ];
}

/** What holds for the context of a pod and of a container alike. */
function checkContext(context: any): string[] {
  const problems: string[] = [];
  const { seLinuxOptions: selinux = {}, appArmorProfile, windowsOptions, seccompProfile } = context;
  if (windowsOptions?.hostProcess === true) problems.push('is a process of the host');
  if (!SELINUX_TYPES.includes(selinux.type ?? '') || (selinux.user ?? '') !== '' || (selinux.role ?? '') !== '') problems.push('has options of SELinux');
  if (appArmorProfile !== undefined && !['RuntimeDefault', 'Localhost'].includes(appArmorProfile.type)) problems.push('runs without AppArmor');
  if (seccompProfile !== undefined && !['RuntimeDefault', 'Localhost'].includes(seccompProfile.type)) problems.push('runs without seccomp');
  if (context.runAsUser === 0) problems.push('runs as root');
  return problems;
}

function checkContainer({ template: { spec } }: Workload, container: any): string[] {
  const context = container.securityContext ?? {};
  const pod = spec.securityContext ?? {};
  const { add = [], drop = [] } = context.capabilities ?? {};
  const problems = checkContext(context);
  if (context.privileged === true) problems.push('is privileged');
  if (context.allowPrivilegeEscalation !== false) problems.push('may gain privileges');
  if (!drop.includes('ALL')) problems.push('keeps capabilities');
  if (add.some((capability: string) => capability !== 'NET_BIND_SERVICE')) problems.push('adds capabilities');
  if ((context.runAsNonRoot ?? pod.runAsNonRoot) !== true) problems.push('may run as root');
  if ((context.seccompProfile ?? pod.seccompProfile) === undefined) problems.push('has no seccomp profile');
  if ((context.procMount ?? 'Default') !== 'Default') problems.push('unmasks /proc');
  if ((container.ports ?? []).some(({ hostPort = 0 }: { hostPort?: number }) => hostPort !== 0)) problems.push('takes a port of the host');
  const handlers = [container.livenessProbe, container.readinessProbe, container.startupProbe, container.lifecycle?.preStop, container.lifecycle?.postStart];
  if (handlers.some((handler) => (handler?.httpGet?.host ?? handler?.tcpSocket?.host ?? '') !== '')) problems.push('asks another host');
  return problems.map((problem) => `container ${container.name} ${problem}`);
}
