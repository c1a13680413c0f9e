import type { Access } from './access';
import type { Egress } from './egress';
import type { FleetProps } from './fleet-props';
import type { GitHubRepository } from './github-repository';
import type { Images } from './images';
import type { Permission } from './permission';
import type { BucketProps, CacheProps, CacheSizes, PostgresProps, PostgresSizes } from './request-props';
import type { Secret } from './secret';

/** How sensitive the data of a service is; it becomes the tag `dust:data-class`. */
export enum DataClass {
  /** Anybody may know it. */
  PUBLIC = 'public',
  /** For the company. */
  INTERNAL = 'internal',
  /** For few in the company. */
  CONFIDENTIAL = 'confidential',
  /** Regulated, such as data of federal customers. */
  RESTRICTED = 'restricted',
}

/** Paths that answer whether a pod lives and whether it can serve. */
export interface HealthProps {
  /**
   * Answers 200 while the process need not be killed.
   *
   * @default /livez
   */
  readonly liveness?: string;
  /**
   * Answers 200 while requests can be served.
   *
   * @default /readyz
   */
  readonly readiness?: string;
}

/** The server of a service. */
export interface HttpProps {
  /** The port that the container listens on, 1024 to 65535; the application also finds it in `PORT`. */
  readonly port: number;
  /** Who can reach it. */
  readonly access: Access;
  /**
   * Paths of the probes.
   *
   * @default - `/livez` and `/readyz`
   */
  readonly health?: HealthProps;
  /**
   * Folders beside `/tmp` that the application writes to; the rest of the file system is read-only.
   *
   * @default - none
   */
  readonly writable?: string[];
  /**
   * Replaces the entry point of the image.
   *
   * @default - the image's own
   */
  readonly command?: string[];
  /**
   * Replaces the arguments of the image.
   *
   * @default - the image's own
   */
  readonly args?: string[];
  /**
   * Pods that always run.
   *
   * @default - 2, in a protected environment 3
   */
  readonly replicas?: number;
  /**
   * Pods at the most; above `replicas`, an autoscaler decides by cpu.
   *
   * @default - the number of replicas, without an autoscaler
   */
  readonly maxReplicas?: number;
  /**
   * Cpu that each pod is given, such as `250m` or `0.5`.
   *
   * @default 100m
   */
  readonly cpu?: string;
  /**
   * Cpu that each pod may use at most.
   *
   * @default - one cpu, or `cpu` where that is more
   */
  readonly cpuLimit?: string;
  /**
   * Memory of each pod, request and limit alike, such as `512Mi` or `2Gi`.
   *
   * @default 256Mi
   */
  readonly memory?: string;
}

/** Sizes that differ in one environment; the shape of a service is the same everywhere. */
export interface OverrideProps {
  /** Pods that always run. @default - as declared */
  readonly replicas?: number;
  /** Pods at the most. @default - as declared */
  readonly maxReplicas?: number;
  /** Cpu that each pod is given. @default - as declared */
  readonly cpu?: string;
  /** Cpu that each pod may use at most. @default - as declared */
  readonly cpuLimit?: string;
  /** Memory of each pod. @default - as declared */
  readonly memory?: string;
  /** Sizes of the database. @default - as declared */
  readonly postgres?: PostgresSizes;
  /** Sizes of the cache. @default - as declared */
  readonly cache?: CacheSizes;
  /** Variables that replace declared ones of the same names. @default - as declared */
  readonly values?: { [name: string]: string };
}

/** A service: what it is, who can reach it, and what it needs. */
export interface DustServiceProps {
  /** The team that owns it; becomes a label and a tag. */
  readonly owner: string;
  /** The repository that publishes its images. */
  readonly repository: GitHubRepository;
  /** Its server. */
  readonly http: HttpProps;
  /**
   * How a new image reaches its pods.
   *
   * @default Images.tag()
   */
  readonly images?: Images;
  /**
   * Names of the environments that it is in.
   *
   * @default - all environments of the fleet
   */
  readonly environments?: string[];
  /**
   * How sensitive its data is.
   *
   * @default DataClass.INTERNAL
   */
  readonly dataClass?: DataClass;
  /**
   * Plain environment variables; nothing secret.
   *
   * @default - only what the platform and the requests give
   */
  readonly values?: { [name: string]: string };
  /**
   * A PostgreSQL database. The application finds `DATABASE_URL`, and what libpq reads: `PGHOST`, `PGPORT`, `PGUSER`,
   * `PGPASSWORD`, `PGDATABASE`, `PGSSLMODE` and `PGSSLROOTCERT`.
   *
   * @default - no database
   */
  readonly postgres?: PostgresProps;
  /**
   * A cache, with TLS and a password: `REDIS_URL`, `REDIS_HOST`, `REDIS_PORT`, `REDIS_PASSWORD`, `REDIS_TLS`, `REDIS_CA_FILE`.
   *
   * @default - no cache
   */
  readonly cache?: CacheProps;
  /**
   * Buckets by key: the application finds the name of `scans` in `BUCKET_SCANS`.
   *
   * @default - no buckets
   */
  readonly buckets?: { [key: string]: BucketProps };
  /**
   * Secrets, each found in the environment variable of its name.
   *
   * @default - no secrets
   */
  readonly secrets?: Secret[];
  /**
   * Services that it calls. Both ends of the network are opened, and the application finds the URL of `matching` in
   * `MATCHING_URL`.
   *
   * @default - none
   */
  readonly calls?: string[];
  /**
   * The only services that may list this one in `calls`.
   *
   * @default - any service of the fleet
   */
  readonly calledBy?: string[];
  /**
   * Connections out of the cluster.
   *
   * @default - none but those that the requests need
   */
  readonly egress?: Egress[];
  /**
   * What the pods may do in AWS beyond their requests. Each environment must permit it, and nothing of it may reach what
   * the fleet makes: that is asked for by its own name.
   *
   * @default - nothing but what the requests need
   */
  readonly permissions?: Permission[];
  /**
   * Sizes by the name of an environment.
   *
   * @default - the same sizes everywhere
   */
  readonly overrides?: { [environment: string]: OverrideProps };
  /**
   * The fleet, outside a DustApp: in a plain App or Stage, or in a Stack of an environment's account and region. Every
   * service is handed the same object.
   *
   * @default - the fleet of the DustApp
   */
  readonly fleet?: FleetProps;
}
