/** A fleet as plain data, from which the public API's objects are made. Predicates compare the output with it. */
export interface FleetModel {
  readonly prefix: string;
  readonly partition: Partition;
  readonly repository: RepositoryModel;
  readonly environments: readonly EnvironmentModel[];
  readonly registry: { readonly account: string; readonly region: string };
  readonly services: readonly ServiceModel[];
}

export type Partition = 'aws' | 'aws-us-gov' | 'aws-cn';

export interface EnvironmentModel {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly cluster: string;
  /** Namespaces carry the name of the environment. */
  readonly sharedCluster: boolean;
  readonly protected: boolean;
  readonly ephemeral: boolean;
  readonly autoMode: boolean;
  readonly dns: 'default' | 'pods' | 'nodeLocal' | 'addressBlock';
  readonly vpn: 'none' | 'tailscale' | 'internalLoadBalancer';
  readonly domain: string;
  readonly certificate: boolean;
  readonly webAcl: boolean;
  readonly kubectlProvider: boolean;
  readonly ownKey: boolean;
  /** The cluster has the controller of External Secrets; without it, no service of the environment has secrets. */
  readonly externalSecrets: boolean;
  readonly createsOidc: boolean;
  readonly githubEnvironment?: string;
  /** There is a place for databases and caches: subnets, the security group of the pods, the image that prepares databases. */
  readonly databases: boolean;
  /** The certificates of the databases are given; elsewhere they are those that the library knows of the region. */
  readonly databaseCa: boolean;
  /** What operators serve in the cluster; AWS serves the rest. */
  readonly inCluster?: InClusterModel;
  /** What the environment permits beside the requests. */
  readonly permissions?: readonly PermissionModel[];
  /** Pods reach AWS through interface endpoints, or through ranges of addresses. */
  readonly awsBy: 'endpoints' | 'addressBlocks' | 'both';
  readonly reason: string;
}

export type RequestKindName = 'postgres' | 'bucket' | 'cache' | 'secret';

export interface InClusterModel {
  readonly kinds: readonly RequestKindName[];
  /** Databases are backed up. */
  readonly backups: boolean;
  /** The profile names Prometheus. */
  readonly prometheus: boolean;
}

export interface RepositoryModel {
  readonly slug: string;
  readonly ids?: { readonly owner: string; readonly repository: string };
  readonly branch?: string;
}

export interface SizesModel {
  readonly replicas?: number;
  readonly maxReplicas?: number;
  readonly cpu?: string;
  readonly cpuLimit?: string;
  readonly memory?: string;
}

export interface PermissionModel {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly reason: string;
}

/** By the name of an environment: what is there already. */
type ExistingModel<T> = Readonly<Record<string, T & { readonly keyArn?: string }>>;

export interface PostgresSizesModel {
  readonly instanceClass?: string;
  readonly storage?: string;
}

export interface PostgresModel extends PostgresSizesModel {
  readonly version?: string;
  readonly existing?: ExistingModel<{ readonly secret: string; readonly database: string; readonly port?: number }>;
}

export interface CacheModel {
  readonly instanceClass?: string;
  readonly existing?: ExistingModel<{ readonly secret: string; readonly port?: number }>;
}

export interface OverrideModel extends SizesModel {
  readonly postgres?: PostgresSizesModel;
  readonly cache?: Pick<CacheModel, 'instanceClass'>;
  readonly values?: Readonly<Record<string, string>>;
}

export interface EgressModel {
  /** Every address of the internet where it is absent. */
  readonly cidr?: string;
  readonly ports: readonly number[];
  readonly reason: string;
}

export interface AccessModel {
  readonly kind: 'internet' | 'vpn' | 'cluster';
  readonly name?: string;
}

export interface BucketModel {
  readonly access?: 'read-write' | 'read-only';
  readonly retention?: string;
  readonly existing?: ExistingModel<{ readonly name: string }>;
}

export type SecretModel = 'provided' | 'generated' | ExistingModel<{ readonly name: string }>;

export interface ServiceModel extends SizesModel {
  readonly name: string;
  readonly owner: string;
  readonly repository: RepositoryModel;
  readonly port: number;
  readonly access: AccessModel;
  readonly liveness?: string;
  readonly writable?: readonly string[];
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly environments?: readonly string[];
  readonly dataClass?: 'public' | 'internal' | 'confidential' | 'restricted';
  readonly values: Readonly<Record<string, string>>;
  readonly buckets: Readonly<Record<string, BucketModel>>;
  readonly postgres?: PostgresModel;
  readonly cache?: CacheModel;
  readonly permissions?: readonly PermissionModel[];
  /** By the name of the variable: who fills them. */
  readonly secrets?: Readonly<Record<string, SecretModel>>;
  readonly calls: readonly string[];
  readonly calledBy?: readonly string[];
  readonly egress: readonly EgressModel[];
  readonly overrides: Readonly<Record<string, OverrideModel>>;
}

/** The environments that a service is in. */
export function environmentsOf(fleet: FleetModel, service: ServiceModel): readonly EnvironmentModel[] {
  return fleet.environments.filter(({ name }) => service.environments === undefined || service.environments.includes(name));
}

/** Every service in every environment that it is in. */
export function placesOf(fleet: FleetModel): { service: ServiceModel; environment: EnvironmentModel }[] {
  return fleet.services.flatMap((service) => environmentsOf(fleet, service).map((environment) => ({ service, environment })));
}

type Serving = Pick<EnvironmentModel, 'name' | 'inCluster'>;

/** Whether an operator serves requests of a kind in an environment, and not AWS. */
export function servesInCluster({ inCluster }: Pick<EnvironmentModel, 'inCluster'>, kind: RequestKindName): boolean {
  return inCluster?.kinds.includes(kind) ?? false;
}

/** Whether the library makes the database of a service in AWS, or finds it there. */
export function makesPostgres({ postgres }: ServiceModel, environment: Serving): boolean {
  return postgres !== undefined && postgres.existing?.[environment.name] === undefined && !servesInCluster(environment, 'postgres');
}

export function makesCache({ cache }: ServiceModel, environment: Serving): boolean {
  return cache !== undefined && cache.existing?.[environment.name] === undefined && !servesInCluster(environment, 'cache');
}

/** The services with buckets in the store of an environment's cluster. */
export function storingIn(fleet: FleetModel, environment: Serving): ServiceModel[] {
  if (!servesInCluster(environment, 'bucket')) return [];
  return fleet.services.filter((service) => Object.keys(service.buckets).length > 0 && environmentsOf(fleet, service).some(({ name }) => name === environment.name));
}

/** The services whose databases a job of the platform prepares in an environment. */
export function preparedIn(fleet: FleetModel, environment: Serving): ServiceModel[] {
  return fleet.services.filter((service) => makesPostgres(service, environment) && environmentsOf(fleet, service).some(({ name }) => name === environment.name));
}

export type Exposure = 'internet' | 'internal' | 'tailscale' | 'none';

/** How a service can be reached from outside the cluster of an environment. */
export function exposureOf({ access }: ServiceModel, { vpn }: EnvironmentModel): Exposure {
  if (access.kind !== 'vpn') return access.kind === 'internet' ? 'internet' : 'none';
  if (vpn === 'none') return 'none';
  return vpn === 'tailscale' ? 'tailscale' : 'internal';
}

/** The host of a service, or undefined where it has none. */
export function hostOf(service: ServiceModel, environment: EnvironmentModel): string | undefined {
  const name = service.access.name ?? service.name;
  const exposure = exposureOf(service, environment);
  if (exposure === 'none') return undefined;
  if (exposure === 'tailscale') return `${name}-${environment.name}`;
  return name.includes('.') ? name : `${name}.${environment.domain}`;
}

/** A cluster is known by its name in an account and region. */
export function clusterOf({ account, region, cluster }: Pick<EnvironmentModel, 'account' | 'region' | 'cluster'>): string {
  return `${account}/${region}/${cluster}`;
}
