import type { BoundRequest } from './fleet-plan';
import { storeStatements } from './plan-identities';
import { at } from '../issues/issue';
import type { Finding, LocatedFinding } from '../issues/issue';
import { declaredStatements, firstOutside } from '../policy/declared-permissions';
import type { Access } from '../policy/declared-permissions';
import { PARTITION } from '../policy/statement';
import type { Statement } from '../policy/statement';
import type { EnvironmentSpec } from '../spec/environment';
import type { FleetSpec } from '../spec/fleet';
import type { ServiceSpec } from '../spec/service';

/** What a service asks of AWS beyond its requests, and what it adopts, must be permitted by each of its environments. */
export function checkPermissions(
  fleet: FleetSpec, spec: ServiceSpec, environment: EnvironmentSpec, bound: readonly BoundRequest[],
): LocatedFinding[] {
  return [
    ...declaredStatements(spec.permissions, environment, 'Declared').flatMap(
      (statement, index) => checkAgainst(fleet, environment, `${spec.name}.permissions[${index}]`, [statement]),
    ),
    ...bound.flatMap((request) => checkBound(fleet, spec, environment, request)),
  ];
}

/**
 * What exists is reached only where the environment permits it. The boundary as a whole would not do: it holds what other
 * services have, and what a condition narrows.
 */
function checkBound(fleet: FleetSpec, spec: ServiceSpec, environment: EnvironmentSpec, bound: BoundRequest): LocatedFinding[] {
  const { request, binding } = bound;
  if (request.existing === undefined) return [];
  const asked = [...binding.permissions, ...storeStatements(environment, [bound])];
  return checkAgainst(fleet, environment, `${spec.name}.${request.path}`, asked);
}

function checkAgainst({ prefix }: FleetSpec, environment: EnvironmentSpec, path: string, asked: readonly Statement[]): LocatedFinding[] {
  const own = asked.flatMap((statement) => firstOwn(inPartition(statement, environment), prefix, environment.account) ?? [])[0];
  if (own !== undefined) return [at(path, { ...OF_THE_FLEET, value: own })];
  const outside = firstOutside(asked, declaredStatements(environment.permissions, environment, 'Permitted'));
  return outside === undefined ? [] : [notPermitted(path, environment, outside)];
}

const OF_THE_FLEET: Finding = {
  code: 'DUST2026',
  problem: 'reaches what the fleet makes for its services',
  allowed: 'resources of others',
  fix: 'ask for it as a request, such as buckets or secrets, or call the service that has it',
};

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

/** With the partition as people write it, whose name has no colon. */
function inPartition(statement: Statement, { partition }: EnvironmentSpec): Statement {
  return { ...statement, resources: statement.resources.map((resource) => resource.replace(PARTITION, partition)) };
}

/**
 * Services whose resources the library names, with what those names begin with behind the account. A list, and no proof: keys
 * have no names, and AWS has other ways to one thing, which what the environment permits must close.
 */
const OWN: Readonly<Record<string, (prefix: string) => readonly string[]>> = {
  's3': (prefix) => [`${prefix}-`],
  'secretsmanager': (prefix) => [`secret:${prefix}/`],
  'ecr': (prefix) => [`repository/${prefix}/`],
  'rds': (prefix) => [`db:${prefix}-`, 'snapshot:awsbackup:', `snapshot:rds:${prefix}-`, `snapshot:${prefix}-`, 'auto-backup:'],
  'rds-db': () => ['dbuser:'],
  'elasticache': (prefix) => [`replicationgroup:${prefix}-`, `cluster:${prefix}-`, 'snapshot:'],
  'logs': (prefix) => [`log-group:/aws/rds/instance/${prefix}-`],
  'backup': (prefix) => [`backup-vault:${prefix}-`, 'recovery-point:', 'snapshot:awsbackup:'],
  'lambda': (prefix) => [`function:${prefix}-`],
  'cloudformation': (prefix) => [`stack/${prefix}-`],
};

/** The first resource whose pattern may match something of ours: one begins as the other does, up to the first wildcard. */
function firstOwn({ actions, resources }: Statement, prefix: string, account: string): string | undefined {
  const services = new Set(actions.map((action) => action.split(':')[0]!));
  return resources.find((resource) => [...services].some((service) => {
    if (service === 'kms') return /[*?]/.test(resource);
    // A role of the account may be one that deploys, and so may do everything.
    if (service === 'sts') return resource === '*' || !/^[0-9]{12}$/.test(resource.split(':')[4] ?? '') || resource.split(':')[4] === account;
    const literal = resource === '*' ? '' : resource.split(':').slice(5).join(':').split(/[*?]/)[0]!;
    return (OWN[service]?.(prefix) ?? []).some((own) => literal.startsWith(own) || own.startsWith(literal));
  }));
}
