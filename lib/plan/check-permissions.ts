import type { BoundRequest } from './fleet-plan';
import { at } from '../issues/issue';
import type { LocatedFinding } from '../issues/issue';
import { environmentBoundary } from '../policy/boundary';
import { declaredStatements, firstOutside } from '../policy/declared-permissions';
import type { Access } from '../policy/declared-permissions';
import { secretPermissions } from '../policy/secret-permissions';
import { KEY_ARN } from '../policy/statement';
import type { Statement } from '../policy/statement';
import type { EnvironmentSpec } from '../spec/environment';
import type { FleetSpec } from '../spec/fleet';
import type { ServiceSpec } from '../spec/service';

/** What a service asks of AWS beyond its requests, and what it adopts, must be permitted by each of its environments. */
export function checkPermissions(
  fleet: FleetSpec, spec: ServiceSpec, environment: EnvironmentSpec, bound: readonly BoundRequest[],
): LocatedFinding[] {
  return [
    ...declaredStatements(spec.permissions, environment, 'Declared').flatMap((statement, index) => checkDeclared(fleet, spec, environment, statement, index)),
    ...bound.flatMap((request) => checkBound(fleet, spec, environment, request)),
  ];
}

function checkDeclared(fleet: FleetSpec, spec: ServiceSpec, environment: EnvironmentSpec, statement: Statement, index: number): LocatedFinding[] {
  const path = `${spec.name}.permissions[${index}]`;
  const own = firstOwn(inPartition(statement, environment), fleet.prefix);
  if (own !== undefined) {
    return [at(path, { code: 'DUST2026', value: own, problem: 'reaches what the fleet makes for its services', allowed: 'resources of others', fix: 'ask for it as a request, such as buckets or secrets, or call the service that has it' })];
  }
  const outside = firstOutside([statement], declaredStatements(environment.permissions, environment, 'Permitted'));
  return outside === undefined ? [] : [notPermitted(path, environment, outside)];
}

/** Own resources always lie inside; what is adopted lies where the environment says. */
function checkBound(fleet: FleetSpec, spec: ServiceSpec, environment: EnvironmentSpec, { request, binding }: BoundRequest): LocatedFinding[] {
  const ownKey = (statement: Statement): Statement => ({ ...statement, resources: statement.resources.filter((resource) => resource !== KEY_ARN) });
  const asked = [...binding.permissions, ...(binding.stored.length === 0 ? [] : secretPermissions(binding.stored, environment))].map(ownKey);
  const outside = firstOutside(asked, environmentBoundary(fleet.prefix, environment, fleet.registry));
  return outside === undefined ? [] : [notPermitted(`${spec.name}.${request.path}`, environment, outside)];
}

function notPermitted(path: string, environment: EnvironmentSpec, { action, resource }: Access): LocatedFinding {
  const arn = resource.replace(PARTITION, environment.partition);
  return at(path, {
    code: 'DUST2025',
    value: `${action} on ${arn}`,
    problem: `is not permitted in environment "${environment.name}"`,
    allowed: 'what the permissions of the environment list, which is the most that any role may do',
    fix: `add Permission.of(['${action}'], ['${arn}'], 'why') to the permissions of environment "${environment.name}"`,
  });
}

const PARTITION = '${AWS::Partition}';

/** With the partition as people write it, whose name has no colon. */
function inPartition(statement: Statement, { partition }: EnvironmentSpec): Statement {
  return { ...statement, resources: statement.resources.map((resource) => resource.replace(PARTITION, partition)) };
}

/**
 * Services that hold what the library makes, with what the names of those things and of the copies of their data begin with
 * behind the account; keys have no names.
 */
const OWN: Readonly<Record<string, (prefix: string) => readonly string[]>> = {
  s3: (prefix) => [`${prefix}-`],
  secretsmanager: (prefix) => [`secret:${prefix}/`],
  ecr: (prefix) => [`repository/${prefix}/`],
  rds: (prefix) => [`db:${prefix}-`, `snapshot:rds:${prefix}-`, 'snapshot:awsbackup:', 'auto-backup:'],
  elasticache: (prefix) => [`replicationgroup:${prefix}-`, `cluster:${prefix}-`, `snapshot:automatic.${prefix}-`],
  logs: (prefix) => [`log-group:/aws/rds/instance/${prefix}-`],
  backup: (prefix) => [`backup-vault:${prefix}-`, 'recovery-point:', 'snapshot:awsbackup:'],
};

/** The first resource whose pattern may match something of ours: one begins as the other does, up to the first wildcard. */
function firstOwn({ actions, resources }: Statement, prefix: string): string | undefined {
  const services = new Set(actions.map((action) => action.split(':')[0]!));
  return resources.find((resource) => [...services].some((service) => {
    if (service === 'kms') return /[*?]/.test(resource);
    const own = OWN[service]?.(prefix);
    if (own === undefined) return false;
    const literal = resource === '*' ? '' : resource.split(':').slice(5).join(':').split(/[*?]/)[0]!;
    return own.some((name) => literal.startsWith(name) || name.startsWith(literal));
  }));
}
