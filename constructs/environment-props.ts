import type { ClusterProfile } from './cluster-profile';
import type { GitHubOidc } from './github-oidc';
import type { Permission } from './permission';
import type { Provider } from './providers/provider';
import type { Vpn } from './vpn';

/** How the namespaces of an environment are called. */
export enum NamespaceNaming {
  /** `catalog`: for a cluster that serves one environment. */
  SERVICE = 'service',
  /** `catalog-dev`: for a cluster that several environments share. */
  SERVICE_AND_ENVIRONMENT = 'service-and-environment',
}

/** A kubectl provider that exists in the account, so that `cdk deploy` alone can create namespaces. */
export interface KubectlProviderProps {
  /** ARN of the provider's function, the `serviceToken` of an `aws-eks-v2` `KubectlProvider`. */
  readonly serviceToken: string;
}

/** The cluster that the services of an environment run in. */
export interface ClusterProps {
  /** Name of the EKS cluster. */
  readonly name: string;
  /** What the cluster runs. */
  readonly profile: ClusterProfile;
  /**
   * How namespaces are called.
   *
   * @default NamespaceNaming.SERVICE
   */
  readonly namespaces?: NamespaceNaming;
  /**
   * An existing kubectl provider that creates the namespaces during `cdk deploy`; they are retained.
   *
   * @default - namespaces come from the manifests only
   */
  readonly kubectlProvider?: KubectlProviderProps;
  /**
   * The security group that the pods have, or the nodes where pods have none of their own; databases and caches admit it.
   *
   * @default - no service of the environment can have a database or cache of AWS
   */
  readonly podSecurityGroupId?: string;
  /**
   * ARN of the role that the controller of External Secrets has in the cluster. It must be allowed `sts:AssumeRole` and
   * `sts:TagSession` on roles below `/<prefix>/<environment>/secrets/`, and nothing else.
   *
   * @default - no service of the environment can have secrets
   */
  readonly externalSecretsRoleArn?: string;
}

/** One subnet and its range. */
export interface SubnetProps {
  /** Such as `subnet-0a1b2c3d4e5f60718`. */
  readonly id: string;
  /** IPv4 range. */
  readonly cidr: string;
}

/** A range of addresses and why pods may connect to it. */
export interface AddressBlockProps {
  /** IPv4 range. */
  readonly cidr: string;
  /** Why, in 8 to 500 characters. */
  readonly reason: string;
}

/** The network of an environment. Nothing is looked up, so that synthesis needs no credentials. */
export interface NetworkProps {
  /** Such as `vpc-0a1b2c3d4e5f60718`. */
  readonly vpcId: string;
  /**
   * The subnets that load balancers stand in; only they may reach the pods of a service with an ingress.
   *
   * @default - none
   */
  readonly loadBalancerSubnets?: SubnetProps[];
  /**
   * The subnets that databases and caches stand in, in two zones or more.
   *
   * @default - no service of the environment can have a database or cache of AWS
   */
  readonly databaseSubnets?: SubnetProps[];
  /**
   * The subnets of interface endpoints for AWS; pods reach AWS through them.
   *
   * @default - none
   */
  readonly endpointSubnets?: SubnetProps[];
  /**
   * Ranges through which pods reach AWS where there is no interface endpoint, such as the public ranges of S3 behind a
   * gateway endpoint; a network policy knows no host names.
   *
   * @default - none
   */
  readonly awsAddressBlocks?: AddressBlockProps[];
}

/** How services of an environment are reached from outside its cluster. */
export interface IngressProps {
  /** Services are at `<name>.<domain>`. */
  readonly domain: string;
  /**
   * Certificate of the load balancers, in AWS Certificate Manager.
   *
   * @default - the load balancer controller finds one by the host
   */
  readonly certificateArn?: string;
  /**
   * Web ACL (AWS WAF) in front of services with `Access.internet()`.
   *
   * @default - no WAF
   */
  readonly webAclArn?: string;
  /**
   * How the VPN leads to services with `Access.vpn()`.
   *
   * @default - no service of the environment can have `Access.vpn()`
   */
  readonly vpn?: Vpn;
}

/** What an environment is. */
export interface EnvironmentProps {
  /** A DNS label of at most 16 characters, such as `prod`; nothing ever asks for it by name. */
  readonly name: string;
  /** AWS account, 12 digits. */
  readonly account: string;
  /** AWS region, such as `eu-central-1`. */
  readonly region: string;
  /**
   * Partition of the region.
   *
   * @default - follows from the region
   */
  readonly partition?: string;
  /**
   * Whether releases need an approval: images come from a repository of its own, which only a promotion through the
   * GitHub environment writes to.
   *
   * @default false
   */
  readonly protected?: boolean;
  /**
   * Whether data may be lost.
   *
   * @default false
   */
  readonly ephemeral?: boolean;
  /**
   * The environment of GitHub whose protection rules guard it.
   *
   * @default - the name of the environment
   */
  readonly githubEnvironment?: string;
  /**
   * Qualifier that the account was bootstrapped with (`cdk bootstrap --qualifier`).
   *
   * @default hnb659fds
   */
  readonly qualifier?: string;
  /** The EKS cluster. */
  readonly cluster: ClusterProps;
  /** The network. */
  readonly network: NetworkProps;
  /** How services are reached. */
  readonly ingress: IngressProps;
  /**
   * Whether the account already trusts GitHub.
   *
   * @default GitHubOidc.existing()
   */
  readonly oidc?: GitHubOidc;
  /**
   * An existing KMS key for the data of all services of the environment.
   *
   * @default - one key per service, in its own stack
   */
  readonly keyArn?: string;
  /**
   * The certificates, in PEM, of the authorities that sign the databases.
   *
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
   * @default - those of RDS in the region, which the library knows of commercial regions
   */
  readonly databaseCa?: string;
  /**
   * What services may ask for in `permissions`, and which existing resources they may adopt: it goes into the boundary of
   * all roles, which nothing exceeds.
   *
   * @default - nothing but what the library grants itself
   */
  readonly permissions?: Permission[];
  /**
   * Who serves what the services ask for, at most one provider of a kind.
   *
   * @default - what the factory of the environment gives
   */
  readonly providers?: Provider[];
}
