import type { Loose } from './judge';
import { environmentProps } from '../support/fleets';
import { Access, Environment, Vpn } from 'dust-service';
import type { EnvironmentProps } from 'dust-service';

/** The server of a service with some parts changed. */
export function http(changes: Loose): Loose {
  return { http: { port: 8000, access: Access.cluster(), ...changes } };
}

/** The first environment of the fleet, `app.environments[0]`, with some parts changed, and a protected one. */
export function dev(changes: Loose): Loose {
  return { environments: [environment({ ephemeral: true, ...changes }), prod()] };
}

/** An environment called `dev` where its changes do not name it. */
export function environment(changes: Loose): Environment {
  return Environment.of(environmentProps({ name: 'dev', ...changes } as Partial<EnvironmentProps> & { name: string }));
}

/** The protected environment, in an account of its own. */
export function prod(changes: Loose = {}): Environment {
  return environment({
    name: 'prod', account: '444455556666', protected: true, ingress: { domain: 'acme.example', vpn: Vpn.internalLoadBalancer({ cidrs: ['10.9.0.0/16'] }) }, ...changes,
  });
}

/** The parts of an environment whose own parts change. */
export const partsOf = environmentProps({ name: 'dev' });
