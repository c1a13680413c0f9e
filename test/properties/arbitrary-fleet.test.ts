import * as fc from 'fast-check';
import { arbitraryFleet } from './arbitrary-fleet';
import { clusterOf, exposureOf, placesOf } from './support/fleet-model';
import type { EnvironmentModel, FleetModel, ServiceModel } from './support/fleet-model';

const fleets = fc.sample(arbitraryFleet, { seed: 1, numRuns: 300 });

const someEnvironment = (matches: (environment: EnvironmentModel) => boolean) => ({ environments }: FleetModel): boolean => environments.some(matches);
const someService = (matches: (service: ServiceModel) => boolean) => ({ services }: FleetModel): boolean => services.some(matches);
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
