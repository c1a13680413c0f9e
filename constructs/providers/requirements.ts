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
