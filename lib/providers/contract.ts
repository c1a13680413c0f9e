import type { Finding } from '../issues/issue';
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
}

/** What a provider promises to the workload. */
export interface Binding {
  /** Variables whose values are known now. */
  readonly values: Readonly<Record<string, string>>;
  /** Variables whose values are only known in the cluster; a pod waits until the Secret has the key. */
  readonly secrets: Readonly<Record<string, SecretKey>>;
  /** The secrets in AWS that the namespace's store must be able to read. */
  readonly stored: readonly StoredSecret[];
  /** AWS permissions that the pod needs. */
  readonly permissions: readonly Statement[];
  /** Where the pod must be able to connect to. */
  readonly peers: readonly NetworkPeer[];
  /** The services of AWS that encrypt with the service's own key on behalf of the pod, such as `s3`. */
  readonly encryptsVia: readonly string[];
}

/**
 * A provider of one kind of request. `check` and `bind` are pure; `build` takes the constructs that it may add to, which
 * only the printers know (`H`). Shared code never asks which provider it has.
 */
export interface ProviderContract<R extends ResourceRequest = ResourceRequest, B extends Binding = Binding, H = unknown> {
  readonly [CARRIED]: true;
  readonly kind: R['kind'];
  readonly name: string;
  check(request: R, context: RequestContext): readonly Finding[];
  bind(request: R, context: RequestContext): B;
  build(host: H, request: R, binding: B): void;
}
