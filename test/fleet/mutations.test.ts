import { exampleDeclared } from './declared';
import { admin } from './mutations/admin';
import { admission } from './mutations/admission';
import { clusterAccess } from './mutations/cluster-access';
import { clusterBuckets } from './mutations/cluster-buckets';
import { clusterCache } from './mutations/cluster-cache';
import { clusterPostgres } from './mutations/cluster-postgres';
import { criteria } from './mutations/criteria';
import { databaseNetwork } from './mutations/database-network';
import { databasePods } from './mutations/database-pods';
import { databases } from './mutations/databases';
import { permissions } from './mutations/permissions';
import { protections, reaches } from './mutations/reach';
import { references } from './mutations/references';
import { seams } from './mutations/seams';
import { secretObjects } from './mutations/secret-objects';
import { secretResources } from './mutations/secrets';
import { templates } from './mutations/templates';
import { trustTables } from './mutations/trust';
import { workloads } from './mutations/workloads';
import { checks } from '../independent/checks';
import { copy, dropDependency } from '../independent/mutate';
import { boundariesComeAfterWhatTheyName, closure } from '../independent/ordering';
import { readWorld } from '../independent/world';
import type { Printed } from '../independent/world';
import { exampleOutput } from '../support/example';
import type { Output } from '../support/synthesize';

const output = exampleOutput();
const contents = () => JSON.stringify([...output.templates, ...output.manifests, ...output.files]);
const before = contents();
const clean = Object.fromEntries(Object.entries(checks).map(([name, check]) => [name, check(output, exampleDeclared)]));
const mutations = [...seams, ...references, ...templates, ...criteria, ...permissions, ...workloads, ...secretResources, ...secretObjects, ...databases, ...databaseNetwork, ...databasePods, ...admin, ...admission, ...clusterAccess, ...clusterBuckets, ...clusterCache, ...clusterPostgres, ...trustTables, ...reaches, ...protections];

/** Whether a resource would wait all the same, by way of others. */
function isImplied({ id, stack, raw, ...others }: Printed, on: string): boolean {
  const rest = [raw.DependsOn ?? []].flat().filter((other) => other !== on);
  return closure(stack, { ...others, id, stack, raw: { ...raw, DependsOn: rest } }).has(on);
}

/** One stack, and nothing in the others: what waits for what is the affair of each stack, and looking at all would take minutes. */
function alone(stackName: string): Output {
  const stacks = new Map([...output.templates].map(([name, template]) => [name, name === stackName ? template : { ...template, Resources: {} }]));
  return copy({ ...output, templates: stacks, manifests: new Map() });
}

/** Every edge that is not a reference and that nothing else implies, so that none is lost unseen and none stands there for nothing. */
const edges = readWorld(output).resources.flatMap((resource) =>
  [resource.raw.DependsOn ?? []].flat().filter((on) => !isImplied(resource, on)).map((on) => ({ stackName: resource.stack.stackName, id: resource.id, on })));

describe('a broken copy of the example fleet', () => {
  test.each(mutations)('$check finds $title', ({ check, finds, mutate }) => {
    const broken = copy(output);
    mutate(broken);
    expect(clean[check]).toEqual([]);
    expect(checks[check]!(broken, exampleDeclared)).toEqual(expect.arrayContaining([expect.stringContaining(finds)]));
  });

  test.each(edges)('shows that $id of $stackName no longer waits for $on', ({ stackName, id, on }) => {
    const broken = alone(stackName);
    dropDependency(broken, stackName, id, on);
    const orderings = [checks.namedResourcesComeFirst!, checks.rolesAreReady!, checks.loginsAreComplete!, checks.a11LogGroups!, boundariesComeAfterWhatTheyName];
    expect(orderings.flatMap((check) => check(broken, exampleDeclared))).toEqual(
      expect.arrayContaining([expect.stringMatching(new RegExp(`^${stackName}/${id}: .* ${on}`))]),
    );
  });

  test('leaves the original as it was', () => {
    expect(contents()).toBe(before);
  });

  test('exists for every check', () => {
    const covered = new Set(mutations.map(({ check }) => check));
    expect(Object.keys(checks).filter((check) => !covered.has(check))).toEqual([]);
  });
});
