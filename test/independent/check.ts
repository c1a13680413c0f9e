import type { Output } from '../support/synthesize';

/** One environment as the fleet's file says it. */
export interface DeclaredEnvironment {
  readonly account: string;
  readonly region: string;
  readonly cluster: string;
  readonly protected: boolean;
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
  readonly cache?: boolean;
}

/** What people declared, restated by hand: the other side of every comparison. */
export interface Declared {
  readonly prefix: string;
  readonly organizationId: string;
  readonly fleetSubject: string;
  readonly registry: { readonly account: string; readonly region: string };
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
