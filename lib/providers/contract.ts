import type { Finding, LocatedFinding } from '../issues/issue';
import type { EnvironmentFacts } from '../plan/environment-facts';
import type { NetworkPeer } from '../plan/network-peer';
import type { Statement } from '../policy/statement';
import type { CARRIED } from '../spec/declared';

/** What a service asks of the environment, without saying who provides it. */
export interface ResourceRequest {
  /** The kind, such as `bucket`; a row of `lib/requests`. */
  readonly kind: string;
  /** The key under which the service asked, such as `scans`. */
  readonly key: string;
  /** Where it stands in the declaration, such as `buckets.scans`. */
  readonly path: string;
  /** What serves it already, by the name of an environment. */
  readonly existingIn?: Readonly<Record<string, object>>;
  /** What serves it already in the environment that is asked about. */
  readonly existing?: object;
}

/** Who asks, and where: everything that a name is made of. */
export interface RequestContext {
  readonly prefix: string;
  readonly service: string;
  readonly environment: EnvironmentFacts;
}

/** A key of a Kubernetes Secret in the service's namespace. */
export interface SecretKey {
  readonly secret: string;
  readonly key: string;
}

/** A secret in AWS Secrets Manager. */
export interface StoredSecret {
  readonly name: string;
  /** Whether it has no value until a person gives it one. */
  readonly byHand: boolean;
  /** The key that encrypts it: `KEY_ARN` for the service's own, undefined for one of AWS, which needs no permission. */
  readonly keyArn?: string;
}

/** A file that a container finds: known now, or one key of a Secret that somebody else makes. */
export type MountedFile = KnownFile | SecretFile;

export interface KnownFile {
  /** Where it lies, such as `/etc/dust/postgres/ca.pem`; no two files of a service share a folder. */
  readonly path: string;
  /** The ConfigMap that holds it, and nothing else. */
  readonly configMap: string;
  readonly content: string;
}

export interface SecretFile {
  readonly path: string;
  readonly secret: string;
  readonly key: string;
}

/** Pods that an operator runs in the namespace of the service, at the most at once, and whom they talk to. */
export interface OperatedPods {
  /** A DNS label that begins the names of their network policies, such as `postgres`. */
  readonly name: string;
  /** What the operator labels them with. */
  readonly labels: Readonly<Record<string, string>>;
  readonly pods: number;
  /** Millicores and MiB of one pod, request and limit. */
  readonly cpu: number;
  readonly cpuLimit: number;
  readonly memory: number;
  /** Claims of volumes. */
  readonly volumes: number;
  readonly ingress: readonly NetworkPeer[];
  readonly egress: readonly NetworkPeer[];
}

/** A kind of object that a provider prints into the namespace of a service, and that somebody must be able to apply. */
export interface AppliedKind {
  readonly group: string;
  readonly kind: string;
  /** Where it means one object alone, of a kind that every service has. */
  readonly name?: string;
  /** In lower case and the plural, as RBAC wants it. */
  readonly resource: string;
  /** `foundation` where only platform-apply may write it, `data` where workload-apply does. */
  readonly layer: 'foundation' | 'data';
}

/** How a person gets the data back, with the real names. */
export interface Runbook {
  /** What it is about, such as `The database db_catalog on RDS`. */
  readonly title: string;
  readonly steps: readonly RunbookStep[];
}

export interface RunbookStep {
  readonly text: string;
  /** Lines for a shell. */
  readonly commands?: readonly string[];
}

/**
 * What the platform does for a service in its own namespace, `dust-admin`, with secrets that no service may read. It runs
 * as a Job until it has succeeded, and again whenever anything of it has changed.
 */
export interface AdminTask {
  /** Such as `catalog-postgres`. */
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  /** Files by their names, in `/opt/dust`. */
  readonly files: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
  /** Variables by their names, each a property of a secret in AWS. */
  readonly secrets: Readonly<Record<string, SecretProperty>>;
  readonly peer: NetworkPeer;
}

/** One property of a secret in AWS Secrets Manager that holds JSON. */
export interface SecretProperty {
  readonly stored: string;
  readonly property: string;
}

/** What a provider promises to the workload. */
export interface Binding {
  /** Variables whose values are known now. */
  readonly values: Readonly<Record<string, string>>;
  /** Variables whose values are only known in the cluster; a pod waits until the Secret has the key. */
  readonly secrets: Readonly<Record<string, SecretKey>>;
  /** Variables by which an SDK finds credentials of its own; no application reads them, so they may differ between providers. */
  readonly credentials: Readonly<Record<string, SecretKey>>;
  /** The secrets in AWS that the namespace's store must be able to read. */
  readonly stored: readonly StoredSecret[];
  /** The secrets of the cluster that a person makes; a pod waits for them. */
  readonly handed: readonly SecretKey[];
  /** AWS permissions that the pod needs. */
  readonly permissions: readonly Statement[];
  /** Where the pod must be able to connect to. */
  readonly peers: readonly NetworkPeer[];
  /** Files that the container finds. */
  readonly files: readonly MountedFile[];
  /** The services of AWS by way of which the service's own key is used, such as `s3`. */
  readonly encryptsVia: readonly string[];
  /** Those of them that hold on to the key by grants, as storage does that is attached for long. */
  readonly grantsVia: readonly string[];
  /** Log groups that CloudWatch encrypts with the service's own key. */
  readonly logGroups: readonly string[];
  /** What the platform has to do before the request is served. */
  readonly adminTasks: readonly AdminTask[];
  /** What operators run for it beside the service's own pods. */
  readonly operated: readonly OperatedPods[];
  /** The kinds that it prints and that not every service has. */
  readonly applied: readonly AppliedKind[];
  /** How its data comes back. */
  readonly restore: Runbook;
}

/** A binding is written as what it has. */
export const NO_BINDING: Omit<Binding, 'restore'> = {
  values: {},
  secrets: {},
  credentials: {},
  stored: [],
  handed: [],
  permissions: [],
  peers: [],
  files: [],
  encryptsVia: [],
  grantsVia: [],
  logGroups: [],
  adminTasks: [],
  operated: [],
  applied: [],
};

/** A namespace of the platform, with what the services of an environment share of a provider. */
export interface SharedSpace {
  /** Of the namespace and of the folder of its manifests; no service has this name. */
  readonly name: string;
  readonly operated: readonly OperatedPods[];
  readonly applied: readonly AppliedKind[];
  /** What stands there beside the foundation of every namespace. */
  readonly objects: readonly { readonly id: string; readonly manifest: object }[];
}

/** A service that uses a shared space. */
export interface SpaceUser {
  readonly service: string;
  readonly namespace: string;
}

/**
 * A provider of one kind of request. `check` and `bind` are pure; `build` takes the constructs that it may add to, which
 * only the printers know (`H`). Shared code never asks which provider it has.
 */
export interface ProviderContract<R extends ResourceRequest = ResourceRequest, B extends Binding = Binding, H = unknown> {
  readonly [CARRIED]: true;
  readonly kind: R['kind'];
  readonly name: string;
  /** What is wrong with what its factory was given, each at its path below the provider. */
  readonly findings?: readonly LocatedFinding[];
  check(request: R, context: RequestContext): readonly Finding[];
  bind(request: R, context: RequestContext): B;
  build(host: H, request: R, binding: B): void;
  /** What the services of an environment share of it in the cluster; a provider that gives each its own has no such member. */
  share?(context: Omit<RequestContext, 'service'>, users: readonly SpaceUser[]): SharedSpace;
}
