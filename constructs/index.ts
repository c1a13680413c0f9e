export { Access } from './access';
export {
  CertificateIssuerKind, type CertificateIssuerProps, type CloudNativePgProps, type PrometheusProps, type RedisOperatorProps, type SeaweedFsProps,
} from './cluster-operators';
export { ClusterDns, ClusterProfile, type ClusterProfileProps } from './cluster-profile';
export { DustApp, type DustAppProps } from './dust-app';
export { DustService } from './dust-service';
export { Egress, type EgressProps } from './egress';
export { Environment } from './environment';
export {
  type AddressBlockProps, type ClusterProps, type EnvironmentProps, type IngressProps, type KubectlProviderProps, NamespaceNaming,
  type NetworkProps, type SubnetProps,
} from './environment-props';
export { type FleetProps, type RegistryProps } from './fleet-props';
export { GitTag, type GitTagProps } from './git-tag';
export { GitHub, type GitHubProps, TokenClaims } from './github';
export { GitHubOidc } from './github-oidc';
export { GitHubRepository, type GitHubRepositoryProps } from './github-repository';
export { Images } from './images';
export { type Issue, Issues } from './issues';
export { Permission } from './permission';
export { type InClusterBucketsProps, type InClusterPostgresProps } from './providers/in-cluster-props';
export { Provider } from './providers/provider';
export {
  BucketAccess, type BucketProps, type CacheProps, type CacheSizes, type ExistingBucketProps, type ExistingCacheProps, type ExistingPostgresProps,
  type ExistingSecretProps, type PostgresProps, type PostgresSizes,
} from './request-props';
export { Secret } from './secret';
export { DataClass, type DustServiceProps, type HealthProps, type HttpProps, type OverrideProps } from './service-props';
export { TrustClosure } from './trust-closure';
export { type InternalLoadBalancerProps, type TailscaleProps, Vpn } from './vpn';
