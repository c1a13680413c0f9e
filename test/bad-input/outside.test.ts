import { outcomeOf } from './judge';
import { environment, partsOf } from './parts';
import { serviceProps, smallFleet } from '../support/fleets';
import { synthesize } from '../support/synthesize';
import type { DustAppProps, DustServiceProps, FleetProps } from 'dust-service';
import { DustApp, DustService, Environment, GitHubRepository } from 'dust-service';

/** What apps, services and factories are handed is judged before anybody reads it. */
const throwing = <T extends object>(props: T, key: string): T => Object.defineProperty({ ...props }, key, { enumerable: true, get: () => { throw new Error('a getter'); } });

function told(run: (folder: string) => unknown): string[] {
  return outcomeOf(run).issues.map(({ code, path, value }) => `${code} ${path}${value === undefined ? '' : ` ${value}`}`);
}

const service = (props: unknown, name = 'billing', fleet: FleetProps = smallFleet()): string[] => told((folder) => synthesize(fleet, (app) => void new DustService(app, name, props as DustServiceProps), { folder }));

describe('constructs/dust-service.ts', () => {
  test('does not read a getter of its props', () => expect(service(throwing(serviceProps(), 'owner'))).toEqual(['DUST1002 billing.owner a value that a getter computes']));
  test('tells text in place of its props once', () => expect(service('props')).toEqual(['DUST1002 billing "props"']));
  test('tells missing props once', () => expect(service(undefined)).toEqual(['DUST1003 billing']));
});

describe('constructs/dust-app.ts', () => {
  const app = (props: unknown): string[] => told(() => new DustApp(props as DustAppProps).synth());

  test('does not read a getter of its props', () => expect(app(throwing(smallFleet(), 'prefix'))).toEqual(['DUST1002 app.prefix a value that a getter computes']));
  test('tells missing props', () => expect(app(undefined)).toEqual(['DUST1003 app']));
});

describe('the factories of constructs', () => {
  test('do not read a getter of their props', () => {
    expect(service(serviceProps({ repository: GitHubRepository.of('acme/billing', throwing({}, 'branch')) }))).toEqual(['DUST1002 billing.repository.branch a value that a getter computes']);
  });
  test('tell text in place of their props once', () => expect(service(serviceProps(), 'billing', smallFleet({ environments: [Environment.of('dev' as never)] }))).toEqual(['DUST1002 app.environments[0] "dev"']));
  test('do not ask a provider before it is judged', () => {
    const provider = new Proxy({}, { get: () => { throw new Error('a proxy'); } });
    expect(service(serviceProps(), 'billing', smallFleet({ environments: [environment({ providers: [provider] })] }))).toEqual(['DUST1002 app.environments[0].providers[0] an object']);
  });
});

describe('constructs/environment.ts', () => {
  /** In the account and region of the registry, which a protected environment must not be. */
  const production = (changes: object): string[] => service(serviceProps(), 'billing', smallFleet({ environments: [Environment.production({ ...partsOf, ...changes })] }));

  test('protects an environment that production() makes', () => expect(production({})).toEqual(['DUST2009 app.environments[0].account "111122223333"']));
  test('protects it where `protected` is undefined, too', () => expect(production({ protected: undefined })).toEqual(['DUST2009 app.environments[0].account "111122223333"']));
  test('gives it providers where `providers` is undefined', () => expect(production({ account: '444455556666', providers: undefined })).toEqual([]));
});

describe('constructs/fleet.ts', () => {
  test('tells an empty name by its place and its value', () => expect(service(serviceProps(), '')).toEqual(['DUST1010 services[0] ""']));
});
