import * as fc from 'fast-check';
import { arbitraryChoices, arbitraryFleet, arbitrarySmallFleet, arbitraryBucket } from './arbitrary-fleet';
import { declarationsOf } from './support/build-fleet';
import type { Wrap } from './support/build-fleet';
import { mapValues } from './support/build-requests';
import { differences, filesOf, withSortedIndexes } from './support/compare';
import { environmentsOf, servesInCluster } from './support/fleet-model';
import type { FleetModel, RequestKindName, ServiceModel } from './support/fleet-model';
import { variablesOfRequests } from './support/request-variables';
import { richFleet } from './support/rich-fleet';
import { FEWER, forFleets, withOutput } from './support/runs';
import { movedState, namesOf, statesOf } from './support/states';
import { elsewhere } from './support/surroundings';
import { outcomeOf, outputOf, synthesizeDeclarations } from './support/synthesized';
import { inOtherOrder, without } from './support/variations';

const again = (model: FleetModel, wrap?: Wrap): ReadonlyMap<string, string> => synthesizeDeclarations(declarationsOf(model, wrap)).files;

/** The same object with its keys in the other order. */
const turnedAround: Wrap = (value) => {
  const isPlain = !Array.isArray(value) && Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? Object.fromEntries(Object.entries(value as object).reverse()) as typeof value : value;
};

describe('2: the same declarations give the same bytes', () => {
  test('a second synthesis writes what the first one wrote', () => {
    forFleets(arbitrarySmallFleet, (model) => withOutput(model, ({ files }) => expect(differences(files, again(model))).toEqual([])), FEWER);
  });

  test('the order of properties, services and lists without an order does not matter', () => {
    fc.assert(fc.property(arbitrarySmallFleet, fc.nat(), (model, order) => withOutput(model, ({ files }) => {
      expect(differences(withSortedIndexes(files), withSortedIndexes(again(inOtherOrder(model, order), turnedAround)))).toEqual([]);
    })), FEWER);
  });

  test('the order does not matter where there is everything', () => {
    const permissions = [{ actions: ['sqs:SendMessage', 'sqs:DeleteMessage'], resources: ['arn:<partition>:sqs:<region>:<account>:b', 'arn:<partition>:sqs:<region>:<account>:a'], reason: 'The queues of the shop' }];
    const services = richFleet.services.map((service) => (service.name === 'ledger' ? { ...service, permissions, postgres: { storage: '30Gi', ...service.postgres } } : service));
    const environments = richFleet.environments.map((environment) => ({ ...environment, permissions: [...environment.permissions ?? [], ...permissions] }));
    const model = { ...richFleet, environments, services };
    for (const order of [1, 2]) expect(differences(withSortedIndexes(again(model)), withSortedIndexes(again(inOtherOrder(model, order), turnedAround)))).toEqual([]);
  });

  test('the zone, the language and the working directory do not matter', () => {
    const place = fc.tuple(fc.constantFrom('Asia/Tokyo', 'America/St_Johns', 'Pacific/Kiritimati'), fc.constantFrom('et', 'tr', 'cs', 'sv'));
    fc.assert(fc.property(arbitrarySmallFleet, place, (model, [zone, locale]) => withOutput(model, ({ files }) => {
      expect(differences(files, elsewhere(zone, locale, () => again(model)))).toEqual([]);
    })), FEWER);
  });

  test('elsewhere the clocks, the alphabet and the working directory really are other ones', () => {
    const seen = () => [new Date(0).getHours(), ['z', 't'].sort((a, b) => a.localeCompare(b)).join(''), 'i'.toLocaleUpperCase(), process.env.LANG];
    const [tokyo, tallinn] = [elsewhere('Asia/Tokyo', 'tr', seen), elsewhere('America/New_York', 'et', seen)];
    expect(tokyo).toEqual([9, 'tz', '\u0130', 'tr.UTF-8']);
    expect(tallinn).toEqual([19, 'zt', 'I', 'et.UTF-8']);
    expect(seen()[2]).toBe('I');
  });

  test('a byte more, a file more and a file less are seen', () => {
    const { files } = outputOf(richFleet);
    const path = 'manifests/prod/web/workload.yaml';
    expect(differences(files, new Map([...files, [path, `${files.get(path)} `]]))).toEqual([path]);
    expect(differences(files, new Map([...files, ['manifests/new', '']]))).toEqual(['manifests/new']);
    expect(differences(files, new Map([...files].slice(1)))).toEqual([[...files.keys()][0]]);
  });

  test('the place of the code that synthesizes does not matter', () => {
    const here = again(richFleet);
    const there = again(richFleet);
    expect(differences(here, there)).toEqual([]);
  });
});

describe('3: services that have nothing to do with each other leave each other alone', () => {
  const newcomer: ServiceModel = { ...richFleet.services[2]!, name: 'newcomer', calls: [], buckets: { a: {} } };

  test('a service keeps its bytes whoever else comes, goes or changes places', () => {
    fc.assert(fc.property(arbitraryFleet, fc.nat(), fc.nat(), (model, chosen, removed) => {
      fc.pre(model.services.length > 1);
      const subject = model.services[chosen % model.services.length]!;
      const strangers = model.services.filter((other) => other !== subject && !subject.calls.includes(other.name) && !other.calls.includes(subject.name));
      const gone = strangers.filter((_, index) => Math.floor(removed / 2 ** index) % 2 === 0).map(({ name }) => name);
      const fewer = inOtherOrder(without(model, gone), removed);
      withOutput(model, (before) => withOutput({ ...fewer, services: [newcomer, ...fewer.services] }, (after) => {
        expect(differences(filesOf(before, subject.name), filesOf(after, subject.name))).toEqual([]);
      }));
    }), FEWER);
  });

  test('a service that calls it is seen', () => {
    const alone = without(richFleet, ['worker']);
    const archive = { ...alone, services: alone.services.map((service) => ({ ...service, calledBy: [], calls: [] })) };
    const foundations = ['dev', 'prod', 'staging'].map((environment) => `manifests/${environment}/archive/foundation.yaml`);
    expect(differences(filesOf(outputOf(richFleet), 'archive'), filesOf(outputOf(archive), 'archive'))).toEqual(foundations);
  });

  test('the files of a service are its own, whatever the names of others begin with', () => {
    const files = filesOf(outputOf({ ...richFleet, services: [...richFleet.services, { ...newcomer, name: 'web-2' }, { ...newcomer, name: 'we' }] }), 'web');
    expect([...files.keys()].filter((path) => path.startsWith('manifests/')).map((path) => path.split('/')[2])).toEqual(Array.from({ length: 9 }, () => 'web'));
    expect([...files.keys()].filter((path) => path.startsWith('cdk.out/')).length).toBe(4);
  });
});

/** A service with a database and a cache, whose variables are then no longer free. */
function withDatabases({ values, overrides, secrets = {}, calls, ...service }: ServiceModel): ServiceModel {
  const wanted = { ...service, values: {}, calls: [], egress: [], overrides: {}, postgres: service.postgres ?? {}, cache: service.cache ?? {} };
  const taken = variablesOfRequests(wanted);
  const free = <T>(named: Readonly<Record<string, T>>): Record<string, T> => Object.fromEntries(Object.entries(named).filter(([name]) => !taken.includes(name)));
  return { ...service, postgres: wanted.postgres, cache: wanted.cache, values: free(values), secrets, calls, overrides: mapValues(overrides, (one) => ({ ...one, ...(one.values === undefined ? {} : { values: free(one.values) }) })) };
}

describe('4: what holds data is known by environment, service and key alone', () => {
  /** Operators know no classes, and the store of a cluster no retention. */
  const hasOperator = (model: FleetModel, service: ServiceModel, kind: RequestKindName): boolean => environmentsOf(model, service).some((environment) => servesInCluster(environment, kind));
  const otherSizes = (model: FleetModel, service: ServiceModel) => ({
    ...(service.postgres === undefined ? {} : { postgres: { ...service.postgres, ...(hasOperator(model, service, 'postgres') ? {} : { instanceClass: 'db.m7g.2xlarge' }), storage: '77Gi' } }),
    ...(service.cache === undefined || hasOperator(model, service, 'cache') ? {} : { cache: { ...service.cache, instanceClass: 'cache.m7g.large' } }),
  });
  const changed = fc.tuple(arbitraryFleet, fc.array(fc.tuple(arbitraryChoices, arbitraryBucket), { minLength: 8, maxLength: 8 }), fc.nat());

  test('other choices for everything else move nothing', () => {
    fc.assert(fc.property(changed, ([model, choices, order]) => withOutput(model, (before) => {
      const services = model.services.map((service, index) => {
        const [{ replicas: _replicas, ...choice }, { retention, ...bucket }] = choices[index]!;
        const kept = retention === undefined || hasOperator(model, service, 'bucket') ? {} : { retention };
        const { cpu: _cpu, cpuLimit: _limit, ...rest } = service;
        const buckets = mapValues(service.buckets, ({ existing }) => ({ ...bucket, ...kept, ...(existing === undefined ? {} : { existing }) }));
        return { ...rest, ...choice, overrides: {}, values: {}, buckets, ...otherSizes(model, service) };
      });
      withOutput(inOtherOrder({ ...model, services }, order), (after) => expect(movedState(statesOf(before), statesOf(after))).toEqual([]));
    })), FEWER);
  });

  test('a new service, a new database and a new cache rename nothing', () => {
    const hasPlace = (model: FleetModel, service: ServiceModel): boolean => environmentsOf(model, service).every(({ databases, externalSecrets }) => databases && externalSecrets);
    fc.assert(fc.property(arbitrarySmallFleet, fc.nat(), (model, order) => withOutput(model, (before) => {
      const services = model.services.map((service) => (hasPlace(model, service) ? withDatabases(service) : service));
      const free = model.environments.filter(({ databases, externalSecrets }) => databases && externalSecrets).map(({ name }) => name);
      const newcomer = { ...richFleet.services[2]!, name: 'zz9', calls: [], environments: free, postgres: {}, cache: {} };
      const after = outcomeOf(inOtherOrder({ ...model, services: [...services, ...(free.length > 0 ? [newcomer] : [])] }, order));
      fc.pre('fleet' in after);
      expect(movedState(namesOf(before), namesOf(after.fleet))).toEqual([]);
      const strangers = model.services.filter((service) => !hasPlace(model, service)).map(({ name }) => name);
      for (const name of strangers) expect(differences(filesOf(before, name), filesOf(after.fleet, name))).toEqual([]);
    })), FEWER);
  });

  test('the same where there is everything', () => {
    const few = richFleet.services.map(({ postgres, cache: _cache, buckets, secrets: _secrets, permissions: _permissions, overrides: _overrides, ...service }): ServiceModel => ({
      ...service, buckets: service.name === 'ledger' ? {} : buckets, overrides: {}, ...(postgres === undefined ? {} : { postgres: {} }),
    }));
    const many = few.map((service): ServiceModel => ({ ...service, postgres: {}, cache: {}, buckets: { ...service.buckets, new: {} }, secrets: { NEW: 'generated' }, permissions: richFleet.services.at(-1)!.permissions! }));
    const before = namesOf(outputOf({ ...richFleet, services: few }));
    expect(before.size).toBeGreaterThan(60);
    expect(movedState(before, namesOf(outputOf({ ...richFleet, services: many })))).toEqual([]);
  });

  test('a new environment and a new key move nothing', () => {
    fc.assert(fc.property(arbitrarySmallFleet, (model) => withOutput(model, (before) => {
      const added = { ...model.environments[0]!, name: 'zz9', cluster: 'zz9', domain: 'zz9.acme.example', protected: false };
      const services = model.services.map((service) => ({ ...service, environments: service.environments ?? model.environments.map(({ name }) => name), buckets: { ...service.buckets, 'zz-9z': {} } }));
      withOutput({ ...model, services, environments: [...model.environments, added] }, (after) => expect(movedState(statesOf(before), statesOf(after))).toEqual([]));
    })), FEWER);
  });
});

describe('4: state that moves', () => {
  test.each([
    ['a logical id', (states: Map<string, string>) => { states.delete('archive/prod BucketScans'); states.set('archive/prod BucketScans2', 'rich-prod-archive-scans-444455556666'); }],
    ['a physical name', (states: Map<string, string>) => { states.set('archive/prod BucketScans', 'other'); }],
    ['a secret by another name', (states: Map<string, string>) => { states.set('archive/prod SecretSmtpPassword', 'other'); }],
    ['a database by another name', (states: Map<string, string>) => { states.set('ledger/prod PostgresInstance', 'other'); }],
    ['a cache by another logical id', (states: Map<string, string>) => { states.delete('ledger/prod CacheGroup'); }],
    ['a region', (states: Map<string, string>) => { states.set('archive/prod Key', 'AWS::KMS::Key  in 444455556666/us-east-1'); }],
  ])('%s that changes is seen', (_what, change) => {
    const states = statesOf(outputOf(richFleet));
    const moved = new Map(states);
    change(moved);
    expect(movedState(states, states)).toEqual([]);
    expect(movedState(states, moved)).not.toEqual([]);
  });
});
