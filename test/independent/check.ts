import type { Output } from '../support/synthesize';

/** What a service may ask for. */
export type Request = 'postgres' | 'buckets' | 'cache' | 'secrets';

/** What the cluster itself keeps, and the operators that stand there for it; AWS keeps the rest. */
export interface DeclaredOperators {
  readonly keeps: readonly Request[];
  /** Where the operators and Prometheus stand. */
  readonly namespaces: { readonly postgres: string; readonly buckets: string; readonly cache: string; readonly prometheus?: string };
  /** What the operators run; PostgreSQL by its major version. */
  readonly images: { readonly postgres: Readonly<Record<string, string>>; readonly buckets: string; readonly cache: string };
  /** Where the API server answers. */
  readonly apiServerCidrs: readonly string[];
  /** Who signs for caches. */
  readonly issuer: { readonly kind: string; readonly name: string };
  /** What Prometheus selects monitors by. */
  readonly monitorLabels: Readonly<Record<string, string>>;
}

/** One environment as the fleet's file says it. */
export interface DeclaredEnvironment {
  readonly account: string;
  readonly region: string;
  readonly cluster: string;
  readonly protected: boolean;
  /** Of the account's bootstrap, where it is not the CDK's own. */
  readonly qualifier?: string;
  readonly githubEnvironment: string;
  readonly loadBalancerCidrs: readonly string[];
  /** Of the interface endpoints for AWS. */
  readonly endpointCidrs: readonly string[];
  readonly vpn: 'tailscale' | 'internalLoadBalancer';
  readonly waf: boolean;
  /** Whether the fleet creates the account's provider of GitHub, or finds it there. */
  readonly oidc: 'create' | 'existing';
  /** Of an existing key that the environment gives. */
  readonly keyArn?: string;
  /** Of the controller of External Secrets in the cluster. */
  readonly externalSecretsRoleArn?: string;
  /** Where the namespaces carry the environment's name. */
  readonly sharedCluster?: boolean;
  readonly vpcId?: string;
  /** Where databases and caches stand. */
  readonly databaseSubnets?: readonly { readonly id: string; readonly cidr: string }[];
  /** Of the cluster's pods. */
  readonly podSecurityGroupId?: string;
  /** What the jobs of `dust-admin` run in. */
  readonly postgresClientImage?: string;
  /** Certificates of the databases, where the environment brings its own. */
  readonly databaseCa?: string;
  /** Whether its data may be lost. */
  readonly ephemeral?: boolean;
  readonly operators?: DeclaredOperators;
}

/** One bucket of a service: what pods may do, and how long every object is kept. */
export interface DeclaredBucket {
  readonly readOnly?: boolean;
  readonly retention?: { readonly Years?: number; readonly Days?: number };
}

/** One service as its file says it. */
export interface DeclaredService {
  /** The start of the subject of its repository's tokens, such as `repo:acme@1/billing@3`. */
  readonly subject: string;
  readonly branch: string;
  readonly environments: readonly string[];
  readonly access: 'internet' | 'vpn' | 'cluster';
  readonly calls: readonly string[];
  /** Ranges outside the cluster that its pods may connect to. */
  readonly egress?: readonly string[];
  /** By key. */
  readonly buckets: Readonly<Record<string, DeclaredBucket>>;
  /** By the name of the variable: filled by a person, or random. */
  readonly secrets?: Readonly<Record<string, 'provided' | 'generated'>>;
  readonly postgres?: boolean;
  /** Major version of its database. */
  readonly postgresVersion?: string;
  readonly cache?: boolean;
}

/** What people declared, restated by hand: the other side of every comparison. */
export interface Declared {
  readonly prefix: string;
  readonly organizationId: string;
  readonly fleetSubject: string;
  readonly registry: { readonly account: string; readonly region: string; readonly qualifier?: string };
  /** Which claims of GitHub the fleet takes as keys of IAM; the subject and the audience alone where it says nothing. */
  readonly claims?: 'subOnly' | 'extended';
  readonly environments: Readonly<Record<string, DeclaredEnvironment>>;
  readonly services: Readonly<Record<string, DeclaredService>>;
}

/** Lists what is wrong with an output; an empty list is good. */
export type Check = (output: Output, declared: Declared) => string[];
export type Checks = Readonly<Record<string, Check>>;

/** Namespaces that no fleet makes: the cluster's own and the one of Tailscale's operator. */
export const OUTSIDE_NAMESPACES: readonly string[] = ['kube-system', 'tailscale'];

/** The platform's own namespace and folder, where databases are prepared with their masters' secrets. */
export const ADMIN = 'dust-admin';

/** Whether the cluster of an environment keeps what is asked for, not AWS. */
export function isKeptByCluster(declared: Declared, environment: string | undefined, request: Request): boolean {
  return declared.environments[environment ?? '']?.operators?.keeps.includes(request) === true;
}

/** Whether a service has a request at all. */
export function asksFor({ services }: Declared, service: string | undefined, request: Request): boolean {
  const asked = services[service ?? '']?.[request];
  return typeof asked === 'object' ? Object.keys(asked).length > 0 : asked === true;
}

/** What the namespace of a service must be called. */
export function namespaceOf(declared: Declared, environment: string, service: string): string {
  return declared.environments[environment]?.sharedCluster === true ? `${service}-${environment}` : service;
}

/** The rules that do not hold, each with the place. */
export function failed(at: string, rules: Readonly<Record<string, boolean>>): string[] {
  return Object.entries(rules)
    .filter(([, holds]) => !holds)
    .map(([rule]) => `${at}: ${rule}`);
}
