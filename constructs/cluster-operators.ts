/** CloudNativePG's operator, 1.29.2 or newer: older ones hand passwords to a server that may log statements. */
export interface CloudNativePgProps {
  /**
   * The standard or system image of each major version of PostgreSQL, with its registry, a tag that begins with the version, and
   * its digest: `{ '17': 'REGISTRY/postgresql:17.6-standard-trixie@sha256:…' }`.
   *
   * @see https://cloudnative-pg.io/documentation/current/container_images/
   */
  readonly images: { [version: string]: string };
  /**
   * Namespace of the operator, which reaches the databases that it runs.
   *
   * @default cnpg-system
   */
  readonly namespace?: string;
}

/** SeaweedFS's operator. */
export interface SeaweedFsProps {
  /** The image of SeaweedFS that it runs, with its registry and its digest. */
  readonly image: string;
  /**
   * Namespace of the operator, which reaches the servers that it runs.
   *
   * @default seaweedfs-operator-system
   */
  readonly namespace?: string;
}

/** The Redis operator of OT-CONTAINER-KIT, 0.24 or newer, with its feature gate `GenerateConfigInInitContainer` off, as it is by default. */
export interface RedisOperatorProps {
  /** The image of Redis that it runs, of the operator's own family, with its registry and its digest. */
  readonly image: string;
  /**
   * Namespace of the operator, which reaches the caches that it runs.
   *
   * @default ot-operators
   */
  readonly namespace?: string;
}

/** What an issuer of cert-manager is. */
export enum CertificateIssuerKind {
  /** One for the whole cluster. */
  CLUSTER_ISSUER = 'ClusterIssuer',
  /** One of that name in the namespace of every service. */
  ISSUER = 'Issuer',
}

/** An issuer of cert-manager whose certificates hold its own authority under `ca.crt`, as a CA or a Vault issuer's do. */
export interface CertificateIssuerProps {
  /** Its name. */
  readonly name: string;
  /**
   * What it is.
   *
   * @default CertificateIssuerKind.CLUSTER_ISSUER
   */
  readonly kind?: CertificateIssuerKind;
}

/** The operator of Prometheus. */
export interface PrometheusProps {
  /**
   * Namespace of the servers that scrape.
   *
   * @default monitoring
   */
  readonly namespace?: string;
  /**
   * Labels that the servers select monitors by.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };
}
