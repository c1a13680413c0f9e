// The types are those of an ES module, and types are all that is used of it.
export type { IValidatingAdmissionPolicy, IValidatingAdmissionPolicyBinding } from 'kubernetes-models/admissionregistration.k8s.io/v1' with { 'resolution-mode': 'import' };
export type { IDeployment } from 'kubernetes-models/apps/v1' with { 'resolution-mode': 'import' };
export type { IJob } from 'kubernetes-models/batch/v1' with { 'resolution-mode': 'import' };
export type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2' with { 'resolution-mode': 'import' };
export type { IIngress, IIngressClass, INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1' with { 'resolution-mode': 'import' };
export type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1' with { 'resolution-mode': 'import' };
export type { IClusterRole, IClusterRoleBinding, IRole, IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1' with { 'resolution-mode': 'import' };
export type { ILimitRange, IResourceQuota, IService, IServiceAccount } from 'kubernetes-models/v1' with { 'resolution-mode': 'import' };
