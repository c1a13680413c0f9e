import { RDS_ROOTS } from '../../lib/certificates/rds-roots';
import type { Finding } from '../../lib/issues/issue';
import type { EnvironmentFacts } from '../../lib/plan/environment-facts';

/** Two zones, which RDS and ElastiCache ask of a subnet group. */
const MIN_SUBNETS = 2;

/** Whether what stands in the network of the environment can stand somewhere, and pods can reach it. */
export function checkPlaceInNetwork({ name, network, cluster }: EnvironmentFacts, what: string): Finding[] {
  const code = 'DUST2022';
  const findings: Finding[] = [];
  if (network.databaseSubnets.length < MIN_SUBNETS) {
    findings.push({
      code, problem: `environment "${name}" has ${network.databaseSubnets.length === 0 ? 'no subnets' : 'one subnet'} for a ${what}`, allowed: 'an environment with network.databaseSubnets in two zones or more', fix: `list the database subnets of environment "${name}"`,
    });
  }
  if (cluster.podSecurityGroupId === undefined) {
    findings.push({
      code, problem: `environment "${name}" does not say which security group a ${what} must admit`, allowed: 'an environment with cluster.podSecurityGroupId', fix: `give environment "${name}" the security group of its pods, or of its nodes`,
    });
  }
  return findings;
}

/** Whether a namespace of the environment can read secrets. */
export function checkSecretStore({ name, cluster }: EnvironmentFacts): Finding[] {
  if (cluster.externalSecretsRoleArn !== undefined) return [];
  return [{
    code: 'DUST2021',
    problem: `the cluster of environment "${name}" names no role of External Secrets`,
    allowed: 'an environment with cluster.externalSecretsRoleArn',
    fix: `give environment "${name}" the ARN of the role that the controller of External Secrets has`,
  }];
}

/** The authorities that sign the databases of the environment; undefined where nobody told them. */
export function databaseCaOf({ databaseCa, region }: EnvironmentFacts): string | undefined {
  return databaseCa ?? RDS_ROOTS[region];
}

/** Operators that a profile can name. */
type Operator = 'cloudNativePg' | 'seaweedFs' | 'redisOperator' | 'certificateIssuer';

/** Whether the cluster has what a provider needs there. */
export function checkOperator({ name, cluster: { profile } }: EnvironmentFacts, operator: Operator, what: string): Finding[] {
  if (profile[operator] !== undefined) return [];
  return [{
    code: 'DUST2030',
    problem: `the profile of environment "${name}" names no ${what}`,
    allowed: `a profile with ${operator}`,
    fix: `set ${operator} in the profile of environment "${name}", or let another provider serve it there`,
  }];
}

/** What a request says and another provider alone could do. */
export interface Unserved {
  /** As messages name it. */
  readonly provider: string;
  readonly environment: string;
  /** By the names of the properties; undefined where the request says nothing. */
  readonly features: Readonly<Record<string, unknown>>;
  /** Those of them that are sizes, which one environment alone can have. */
  readonly sizes?: readonly string[];
  /** Who could. */
  readonly instead: string;
}

/** A declaration has the same shape everywhere, so what one environment cannot do is no part of it. */
export function checkUnserved({ provider, environment, features, sizes = [], instead }: Unserved): Finding[] {
  return Object.entries(features).filter(([, value]) => value !== undefined).map(([feature]) => ({
    code: 'DUST2028',
    problem: `asks for ${feature}, which ${provider} in environment "${environment}" does not have`,
    allowed: 'what every environment of the service can serve',
    fix: sizes.includes(feature)
      ? `move ${feature} into the overrides of the environments that have it`
      : `remove ${feature}, or add ${instead} to the providers of environment "${environment}"`,
  }));
}

/** Data whose only copy is in the cluster may be nowhere but where data may be lost. */
export function checkMayBeLost({ name, ephemeral }: EnvironmentFacts, provider: string, instead: string): Finding[] {
  if (ephemeral) return [];
  return [{
    code: 'DUST2029',
    problem: `would be lost with the cluster of environment "${name}", since ${provider} keeps no backup`,
    allowed: 'an ephemeral environment, or a provider with backups',
    fix: instead,
  }];
}
