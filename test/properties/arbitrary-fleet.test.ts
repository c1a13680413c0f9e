import * as fc from 'fast-check';
import { arbitraryFleet } from './arbitrary-fleet';
import { clusterOf, environmentsOf, exposureOf, makesCache, makesPostgres, placesOf, preparedIn, servesInCluster, storingIn } from './support/fleet-model';
import type { EnvironmentModel, FleetModel, ServiceModel } from './support/fleet-model';

const fleets = fc.sample(arbitraryFleet, { seed: 1, numRuns: 300 });

const someEnvironment = (matches: (environment: EnvironmentModel) => boolean) => ({ environments }: FleetModel): boolean => environments.some(matches);
const someService = (matches: (service: ServiceModel) => boolean) => ({ services }: FleetModel): boolean => services.some(matches);
const place = (matches: (service: ServiceModel, environment: EnvironmentModel) => boolean) => (fleet: FleetModel): boolean => placesOf(fleet).some(({ service, environment }) => matches(service, environment));
const exposed = (exposure: string) => (fleet: FleetModel): boolean => placesOf(fleet).some(({ service, environment }) => exposureOf(service, environment) === exposure);

test.each<readonly [string, (fleet: FleetModel) => boolean]>([
  ['no service', ({ services }) => services.length === 0],
  ['more than five services', ({ services }) => services.length > 5],
  ['three environments', ({ environments }) => environments.length === 3],
  ['several accounts', ({ environments }) => new Set(environments.map(({ account }) => account)).size > 1],
  ['GovCloud', ({ partition }) => partition === 'aws-us-gov'],
  ['China', ({ partition }) => partition === 'aws-cn'],
  ['a shared cluster', ({ environments }) => new Set(environments.map(clusterOf)).size < environments.length],
  ['a protected environment', someEnvironment((one) => one.protected)],
  ['an ephemeral environment', someEnvironment(({ ephemeral }) => ephemeral)],
  ['Auto Mode', someEnvironment(({ autoMode }) => autoMode)],
  ['a kubectl provider', someEnvironment(({ kubectlProvider }) => kubectlProvider)],
  ['a key of the environment', someEnvironment(({ ownKey }) => ownKey)],
  ['a service for the internet', exposed('internet')],
  ['a service behind an internal load balancer', exposed('internal')],
  ['a service in a tailnet', exposed('tailscale')],
  ['a service of the cluster', exposed('none')],
  ['a name of 40 characters', someService(({ name }) => name.length === 40)],
  ['two names that begin each other', ({ services }) => services.some(({ name }) => services.some((other) => other.name.startsWith(`${name}-`)))],
  ['a call', someService(({ calls }) => calls.length > 0)],
  ['two services that call each other', ({ services }) => services.some((one) => services.some((other) => one.calls.includes(other.name) && other.calls.includes(one.name)))],
  ['calledBy', someService(({ calledBy }) => calledBy !== undefined)],
  ['some environments only', someService(({ environments }) => environments !== undefined)],
  ['a key with a hyphen', someService(({ buckets }) => Object.keys(buckets).some((key) => key.includes('-')))],
  ['a provided secret', someService(({ secrets = {} }) => Object.values(secrets).includes('provided'))],
  ['a generated secret', someService(({ secrets = {} }) => Object.values(secrets).includes('generated'))],
  ['a database', place(makesPostgres)],
  ['a database of the largest size', someService(({ postgres, overrides }) => [postgres, ...Object.values(overrides).map((one) => one.postgres)].some((one) => one?.storage === '65536Gi'))],
  ['a database whose sizes differ', someService(({ overrides }) => Object.values(overrides).some(({ postgres }) => postgres !== undefined && Object.keys(postgres).length > 0))],
  ['a database that is there already', place((service, environment) => service.postgres !== undefined && !makesPostgres(service, environment))],
  ['one that is there in one environment alone', someService((service) => { const there = Object.keys(service.postgres?.existing ?? {}).length; return there === 1 && service.environments === undefined; })],
  ['a cache', place(makesCache)],
  ['a cache that is there already', place((service, environment) => service.cache !== undefined && !makesCache(service, environment))],
  ['a bucket that is there already', someService(({ buckets }) => Object.values(buckets).some(({ existing }) => existing !== undefined))],
  ['a secret that is there already', someService(({ secrets = {} }) => Object.values(secrets).some((origin) => typeof origin !== 'string'))],
  ['something there already with a customer key', someService(({ buckets, postgres }) => [...Object.values(buckets), postgres].some((one) => Object.values(one?.existing ?? {}).some(({ keyArn }) => keyArn !== undefined)))],
  ['declared permissions', someService(({ permissions = [] }) => permissions.length > 0)],
  ['an environment that permits something', someEnvironment(({ permissions }) => permissions !== undefined)],
  ['certificates of databases', someEnvironment(({ databases, databaseCa }) => databases && databaseCa)],
  ['a database with a given key', place((service, environment) => makesPostgres(service, environment) && environment.ownKey)],
  ['a database in GovCloud or China', (fleet) => fleet.partition !== 'aws' && place(makesPostgres)(fleet)],
  ['a database of a service of 40 characters', place((service, environment) => makesPostgres(service, environment) && service.name.length === 40)],
  ['a database of a service with a name of PostgreSQL', place((service, environment) => makesPostgres(service, environment) && ['select', 'user', 'table', 'postgres', 'rdsadmin', 'template0'].includes(service.name))],
  ['databases of two names that begin each other', (fleet) => fleet.environments.some((one) => { const own = preparedIn(fleet, one); return own.some(({ name }) => own.some((other) => other.name.startsWith(`${name}-`))); })],
  ['two environments with databases in one cluster', (fleet) => fleet.environments.some((one, index) => preparedIn(fleet, one).length > 0
    && fleet.environments.slice(index + 1).some((other) => clusterOf(other) === clusterOf(one) && preparedIn(fleet, other).length > 0))],
  ['a database in the cluster', place(({ postgres }, environment) => postgres !== undefined && servesInCluster(environment, 'postgres'))],
  ['a database in the cluster of an environment that lasts', place(({ postgres }, environment) => postgres !== undefined && servesInCluster(environment, 'postgres') && !environment.ephemeral)],
  ['a database in a protected cluster', place(({ postgres }, environment) => postgres !== undefined && servesInCluster(environment, 'postgres') && environment.protected)],
  ['a cache in the cluster', place(({ cache }, environment) => cache !== undefined && servesInCluster(environment, 'cache'))],
  ['a bucket in the cluster', (fleet) => fleet.environments.some((one) => storingIn(fleet, one).length > 0)],
  ['two services in one store', (fleet) => fleet.environments.some((one) => storingIn(fleet, one).length > 1)],
  ['a secret in the cluster', place(({ secrets = {} }, environment) => Object.keys(secrets).length > 0 && servesInCluster(environment, 'secret'))],
  ['a service that AWS serves here and an operator there', (fleet) => fleet.services.some((service) => service.postgres !== undefined && new Set(environmentsOf(fleet, service).map((one) => servesInCluster(one, 'postgres'))).size === 2)],
  ['an environment whose kinds are mixed', someEnvironment(({ inCluster }) => [1, 2, 3].includes(inCluster?.kinds.length ?? 0))],
  ['an environment without AWS', someEnvironment(({ inCluster }) => inCluster?.kinds.length === 4)],
  ['a Prometheus', someEnvironment(({ inCluster }) => inCluster?.prometheus === true)],
  ['an environment without databases', someEnvironment(({ databases }) => !databases)],
  ['a bucket with retention', someService(({ buckets }) => Object.values(buckets).some(({ retention }) => retention !== undefined))],
  ['a bucket to read only', someService(({ buckets }) => Object.values(buckets).some(({ access }) => access === 'read-only'))],
  ['egress to the internet', someService(({ egress }) => egress.some(({ cidr }) => cidr === undefined))],
  ['an autoscaler', someService(({ maxReplicas }) => maxReplicas !== undefined)],
  ['an override of a value', someService(({ overrides }) => Object.values(overrides).some(({ values = {} }) => Object.keys(values).length > 0))],
  ['a repository with ids', someService(({ repository }) => repository.ids !== undefined)],
  ['a repository without ids', someService(({ repository }) => repository.ids === undefined)],
  ['a branch with a slash', someService(({ repository }) => repository.branch?.includes('/') === true)],
  ['a GitHub environment with a colon', someEnvironment(({ githubEnvironment }) => githubEnvironment?.includes(':') === true)],
])('one random fleet in sixty or more has %s', (_what, matches) => {
  expect(fleets.filter(matches).length).toBeGreaterThanOrEqual(5);
});
