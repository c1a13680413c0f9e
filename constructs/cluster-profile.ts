import type { CertificateIssuerProps, CloudNativePgProps, PrometheusProps, RedisOperatorProps, SeaweedFsProps } from './cluster-operators';
import type { Declaration } from '../lib/spec/declared';

/** Where the pods of a cluster send DNS queries to, which network policies must admit. */
export class ClusterDns {
  /** To the pods labelled `k8s-app: kube-dns` in `kube-system`. */
  public static pods(): ClusterDns {
    return new ClusterDns({ type: 'ClusterDns', input: { kind: 'pods' } });
  }

  /**
   * To a cache on every node.
   *
   * @param cidr its address as a range, such as `169.254.20.10/32`
   */
  public static nodeLocal(cidr: string): ClusterDns {
    return new ClusterDns({ type: 'ClusterDns', input: { 'kind': 'nodeLocal', '': cidr } });
  }

  /**
   * To the address of the DNS service; EKS Auto Mode runs DNS on the node, behind that address.
   *
   * @param cidr the address as a range, such as `172.20.0.10/32`
   */
  public static addressBlock(cidr: string): ClusterDns {
    return new ClusterDns({ type: 'ClusterDns', input: { 'kind': 'addressBlock', '': cidr } });
  }

  /** @internal */
  public readonly _declared: Declaration;

  private constructor(declaration: Declaration) {
    this._declared = declaration;
  }
}

/** What the cluster of an environment runs. */
export interface ClusterProfileProps {
  /** Minor version of Kubernetes, `1.33` or newer; Pod Security levels are pinned to it. */
  readonly kubernetesVersion: string;

  /**
   * Whether EKS Auto Mode runs the load balancers and the nodes.
   *
   * @default false
   */
  readonly autoMode?: boolean;

  /**
   * Where pods send DNS queries to.
   *
   * @default ClusterDns.pods()
   */
  readonly dns?: ClusterDns;

  /**
   * Namespace of Tailscale's operator, whose proxies reach the pods.
   *
   * @default tailscale
   */
  readonly tailscaleNamespace?: string;

  /**
   * Whether Deployments carry the annotation by which Reloader restarts them when a secret has another value.
   *
   * @default true
   */
  readonly reloader?: boolean;

  /**
   * The image that prepares databases, with its registry and its digest: any image with `sh` and `psql` 15 or
   * newer. `images/postgres-client` says how to build and mirror one.
   *
   * @default - no service can have a database of RDS
   */
  readonly postgresClientImage?: string;

  /**
   * CloudNativePG's operator in the cluster.
   *
   * @default - no service can have a database of CloudNativePG
   */
  readonly cloudNativePg?: CloudNativePgProps;

  /**
   * SeaweedFS's operator in the cluster.
   *
   * @default - no service can have a bucket of SeaweedFS
   */
  readonly seaweedFs?: SeaweedFsProps;

  /**
   * The Redis operator of OT-CONTAINER-KIT in the cluster.
   *
   * @default - no service can have a cache of the Redis operator
   */
  readonly redisOperator?: RedisOperatorProps;

  /**
   * The issuer of cert-manager that signs the certificates of servers in the cluster.
   *
   * @default - no service can have a cache of the Redis operator
   */
  readonly certificateIssuer?: CertificateIssuerProps;

  /**
   * The operator of Prometheus, which databases in the cluster are shown to.
   *
   * @default - nothing is monitored
   */
  readonly prometheus?: PrometheusProps;

  /**
   * IPv4 ranges of the API server, its address in the cluster included; the pods of CloudNativePG talk to it, and a network
   * policy knows no names.
   *
   * @default - no service can have a database of CloudNativePG
   */
  readonly apiServerCidrs?: string[];

  /**
   * The storage class of volumes for data in the cluster.
   *
   * @default - the default class of the cluster
   */
  readonly storageClass?: string;
}

/** The versions and operators of a cluster, as far as manifests depend on them. */
export class ClusterProfile {
  /** The profile of a cluster whose Kubernetes version is known. */
  public static of(props: ClusterProfileProps): ClusterProfile {
    return new ClusterProfile({ type: 'ClusterProfile', input: {}, props });
  }

  /** @internal */
  public readonly _declared: Declaration;

  private constructor(declaration: Declaration) {
    this._declared = declaration;
  }
}
