/** An id that belongs to nobody on the node. */
const USER_ID = 10_001;

/** What Pod Security `restricted` asks of a pod. @see https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export const POD_SECURITY = {
  runAsNonRoot: true, runAsUser: USER_ID, runAsGroup: USER_ID, fsGroup: USER_ID, seccompProfile: { type: 'RuntimeDefault' as const },
};

/** And of each container, with a file system that only says what the image says. */
export const CONTAINER_SECURITY = {
  allowPrivilegeEscalation: false,
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' as const },
};

/** For pods that an operator makes of an image of its own: another user, and a file system that the server writes its configuration to. */
export function operatedPodSecurity(user: number) {
  return { ...POD_SECURITY, runAsUser: user, runAsGroup: user, fsGroup: user };
}

const { readOnlyRootFilesystem: _written, ...writing } = CONTAINER_SECURITY;
export const OPERATED_CONTAINER_SECURITY = writing;
