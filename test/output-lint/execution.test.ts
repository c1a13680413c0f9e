import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { judged } from './tools';
import { executionPolicies } from '../../lib/policy/execution';
import { matches } from '../support/allows';
import { exampleOutput } from '../support/example';
import { pythonJudge } from '../tools/judges';

/**
 * What the handlers of CloudFormation ask for and our templates never need: properties that we do not print, listings, other
 * databases than ours, and ways to take a boundary away. The boundary of a role is never changed.
 */
const NOT_OURS = [
  'docdb-elastic:*', 'firehose:*', 'redshift*', 's3tables:*', 's3:*Metadata*', 's3:*Object*', 's3:*Abac', 's3:*Replication*', 's3:REST*', 'lambda:InvokeFunction', 'logs:*', 'ec2:DescribeInstances',
  's3:Put{Analytics,Inventory,Metrics,Accelerate,IntelligentTiering}Configuration', 's3:DeleteBucket{Website,Cors,Encryption,Lifecycle,AnalyticsConfiguration,MetricsConfiguration}',
  'iam:{Attach,Detach}{Group,User}Policy', 'iam:{Put,Delete}RolePolicy', 'iam:DeleteRolePermissionsBoundary', 'secretsmanager:*Regions*', 'eks:{Associate,Disassociate}AccessPolicy',
  'rds:{AddRole,RemoveRole}*', 'rds:{Promote,Restore,Start,Stop}*', 'rds:CreateDBInstanceReadReplica', 'backup:*LockConfiguration',
].flatMap(expand);

function expand(pattern: string): string[] {
  const [, before, choices, after] = /^(.*?)\{(.*?)\}(.*)$/.exec(pattern) ?? [];
  return choices === undefined ? [pattern] : choices.split(',').flatMap((choice) => expand(`${before}${choice}${after}`));
}

judged('the permissions of the handlers of CloudFormation', { cfnLint: () => pythonJudge('cfn-lint') }, ({ cfnLint }) => {
  /** By type, as the schemas that CloudFormation publishes say it. */
  const needed = new Map<string, Set<string>>();
  const library = join(dirname(cfnLint), '../lib');
  const schemas = join(library, readdirSync(library).find((name) => name.startsWith('python'))!, 'site-packages/cfnlint/data/schemas/resources');
  for (const file of readdirSync(schemas).filter((name) => name.endsWith('.json'))) {
    const { typeName, handlers = {} } = JSON.parse(readFileSync(join(schemas, file), 'utf8')) as { typeName: string; handlers?: Record<string, { permissions: string[] }> };
    const asked = Object.entries(handlers).filter(([name]) => name !== 'list').flatMap(([, { permissions }]) => permissions);
    needed.set(typeName, new Set([...(needed.get(typeName) ?? []), ...asked]));
  }
  const types = [...new Set([...exampleOutput().templates.values()].flatMap(({ Resources }) => Object.values(Resources).map(({ Type }) => Type)))].sort();
  const allowed = executionPolicies({
    prefix: 'dust', issuer: 'x', account: '1', region: 'us-east-1', partition: 'aws', qualifier: 'q', environments: ['prod'], mixed: false, clusters: ['c'],
  }).flatMap(({ statements }) => statements.flatMap(({ actions }) => actions));

  test.each(types)('%s can be made, changed and deleted', (type) => {
    expect(needed.get(type)?.size ?? 0).toBeGreaterThan(0);
    const missing = [...needed.get(type)!].filter((action) => ![...allowed, ...NOT_OURS].some((pattern) => matches(pattern, action)));
    expect(missing).toEqual([]);
  });
});
