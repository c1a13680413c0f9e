import type { EnvironmentFacts } from './environment-facts';
import type { NetworkPeer } from './network-peer';
import type { AdmissionPlan } from './plan-admission';
import type { RolePlan } from '../policy/role';
import type { Statement } from '../policy/statement';
import type { Binding, ProviderContract, ResourceRequest } from '../providers/contract';

/** Everything shared by the services of a fleet; all of it printed, nothing decided later. */
export interface SharedPlan {
  readonly accounts: readonly AccountPlan[];
  readonly platforms: readonly PlatformPlan[];
}

export interface Tags {
  readonly [key: string]: string;
}

/** What exists once in an account. */
export interface AccountPlan {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly stackName: string;
  readonly qualifier: string;
  readonly tags: Tags;
  /** The OIDC provider to create; undefined where the account has one already. */
  readonly oidc?: { readonly issuer: string; readonly audience: string };
  /** Only in the account of the builds registry. */
  readonly registry?: { readonly keyAlias: string; readonly boundary: BoundaryPlan; readonly deploy: RolePlan };
}

export interface BoundaryPlan {
  readonly name: string;
  readonly path: string;
  readonly statements: readonly Statement[];
}

/** What exists once in an environment. */
export interface PlatformPlan {
  readonly environment: EnvironmentFacts;
  readonly stackName: string;
  readonly tags: Tags;
  readonly boundary: BoundaryPlan;
  readonly logBucket: string;
  /** Names of buckets that may write access logs begin so. */
  readonly bucketPrefix: string;
  readonly platformApply: RolePlan;
  readonly platformApplyGroup: string;
  /** Deploys the stacks of the environment, through the roles of its bootstrap. */
  readonly deploy: RolePlan;
  readonly admission: AdmissionPlan;
  /** What databases and caches share; undefined in an environment without subnets for them. */
  readonly databases?: DatabasesPlan;
  /** The store of `dust-admin`; undefined without External Secrets, or without subnets of databases. */
  readonly adminStore?: SecretStorePlan;
}

/** What the databases and caches of an environment have in common. */
export interface DatabasesPlan {
  readonly subnetIds: readonly string[];
  readonly subnetGroup: string;
  readonly cacheSubnetGroup: string;
  readonly backupVault: string;
  readonly backupKeyAlias: string;
  readonly backupRole: RolePlan;
  readonly monitoringRole: RolePlan;
}

/** The builds registry of one service. */
export interface BuildsPlan {
  readonly service: string;
  readonly account: string;
  readonly region: string;
  readonly stackName: string;
  readonly qualifier: string;
  readonly tags: Tags;
  readonly repository: ImageRepositoryPlan;
  readonly publish: RolePlan;
}

export interface ImageRepositoryPlan {
  readonly name: string;
  /** The alias of the key; undefined for the key of the same stack. */
  readonly keyAlias?: string;
  readonly pullers: readonly Puller[];
  /** ARN of the only role that may write; undefined where IAM alone decides. */
  readonly onlyWriter?: string;
}

/** An account whose principals may pull, and the one role of it where only that may. */
export interface Puller {
  readonly account: string;
  readonly roleArn?: string;
  readonly organizationId: string;
}

/** One service in one environment. */
export interface ServicePlan {
  readonly service: string;
  readonly environment: EnvironmentFacts;
  readonly stackName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly configMap: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly tags: Tags;
  readonly key?: KeyPlan;
  readonly podRole: RolePlan;
  /** Where the namespace's secrets come from; undefined where it has none. */
  readonly secretStore?: SecretStorePlan;
  readonly restart: AccessPlan;
  readonly workloadApply: AccessPlan;
  /** Only where an identity sets the image; no file that is applied again has one then. */
  readonly release?: AccessPlan;
  /** The group of platform-apply, which alone writes the foundation. */
  readonly platformApplyGroup: string;
  /** A protected environment pulls from a repository of its own. */
  readonly releases?: { readonly repository: ImageRepositoryPlan; readonly promote: RolePlan };
  readonly logBucket: string;
  readonly bound: readonly BoundRequest[];
  readonly variables: Readonly<Record<string, string>>;
  readonly workload: WorkloadPlan;
  readonly quota: QuotaPlan;
  readonly ingress?: IngressPlan;
  /** Edges that follow from this declaration alone; those of `calls` are planned with the whole fleet. */
  readonly egress: readonly NetworkPeer[];
  readonly ingressPeers: readonly NetworkPeer[];
}

/** The store of one namespace and the role that the controller assumes for it. */
export interface SecretStorePlan {
  readonly name: string;
  readonly role: RolePlan;
  /** With the partition of the region, since a manifest cannot ask for the stack's. */
  readonly roleArn: string;
}

/** The key of the service, or the one that the environment gives. */
export interface KeyPlan {
  readonly alias: string;
  readonly existingArn?: string;
  /** Services of AWS that may use it for principals of the account. */
  readonly via: readonly string[];
  /** Those of them that may make grants. */
  readonly grantsVia: readonly string[];
  /** Log groups that CloudWatch encrypts with it. */
  readonly logGroups: readonly string[];
  /** Secrets that the platform's own store reads, and path and name of its role. */
  readonly adminSecrets: readonly string[];
  readonly adminRole: string;
}

/** A role that reaches the cluster by an access entry. */
export interface AccessPlan {
  readonly role: RolePlan;
  readonly group: string;
}

export interface BoundRequest {
  readonly provider: ProviderContract;
  readonly request: ResourceRequest;
  readonly binding: Binding;
}

/** A thing that runs. */
export interface WorkloadPlan {
  readonly name: string;
  readonly image: string;
  readonly port: number;
  readonly replicas: number;
  /** Above `replicas` where an autoscaler decides. */
  readonly maxReplicas: number;
  readonly maxSurge: number;
  /** Millicores and MiB of one pod. */
  readonly cpu: number;
  readonly cpuLimit: number;
  readonly memory: number;
  readonly liveness: string;
  readonly readiness: string;
  readonly writable: readonly string[];
  readonly command?: readonly string[];
  readonly args?: readonly string[];
}

export interface QuotaPlan {
  /** Of operators; a service itself keeps nothing on a disk. */
  readonly volumes: number;
  readonly pods: number;
  readonly cpu: number;
  readonly cpuLimit: number;
  readonly memory: number;
}

export interface IngressPlan {
  readonly name: string;
  readonly host: string;
  /** The class that this service alone may use; a tailnet has one class for everybody. */
  readonly className: string;
  readonly kind: 'internet' | 'internal' | 'tailscale';
  readonly group?: string;
  readonly inboundCidrs?: readonly string[];
  readonly tailscaleTags?: readonly string[];
}

/** What other services add to a service: the URLs that it calls and the edges at both ends. */
export interface EdgePlan {
  readonly variables: Readonly<Record<string, string>>;
  readonly egress: readonly NetworkPeer[];
  readonly ingress: readonly NetworkPeer[];
}
