import type { Declaration } from '../judge';
import { environment, http } from '../parts';
import type { Row } from '../row';
import { Access } from 'dust-service';

/** What services of a fleet say of each other and of its environments. */
export const relations: readonly Row[] = [
  row('an environment is misspelt', { service: { environments: ['prdo'] } }, 'DUST2001', 'environments[0]', '"prdo"', 'is not an environment of the fleet', 'did you mean "prod"?'),
  row('an environment has capitals', { service: { environments: ['dev', 'Prod'] } }, 'DUST2001', 'environments[1]', '"Prod"', 'is not an environment of the fleet', 'did you mean "prod"?'),
  row('an environment is unknown', { service: { environments: ['sandbox'] } }, 'DUST2001', 'environments[0]', '"sandbox"', 'is not an environment of the fleet', 'name one of them'),
  row('no environment is named', { service: { environments: [] } }, 'DUST2001', 'environments', undefined, 'is empty', 'name an environment, or leave it out for all of them'),
  row('an environment is named twice', { service: { environments: ['dev', 'dev'] } }, 'DUST1063', 'environments[1]', '"dev"', 'is listed twice', 'remove it'),
  row('an override is misspelt', { service: { overrides: { prodd: { memory: '1Gi' } } } }, 'DUST2001', 'overrides.prodd', '"prodd"', 'is not an environment of the fleet', 'did you mean "prod"?'),
  row('an override has a dot', { service: { overrides: { 'eu.prod': {} } } }, 'DUST2001', 'overrides["eu.prod"]', '"eu.prod"', 'is not an environment of the fleet', /./),
  row('an override is for an environment that the service is not in', { service: { environments: ['dev'], overrides: { prod: { memory: '1Gi' } } } }, 'DUST2001', 'overrides.prod', '"prod"', 'is not an environment of the service', 'remove it, or add "prod" to "environments"'),
  row('a callee is misspelt', { service: { calls: ['ledgr'] }, beside: { ledger: {} } }, 'DUST3002', 'calls[0]', '"ledgr"', 'is not a service of the fleet', 'did you mean "ledger"?'),
  row('a callee has capitals', { service: { calls: ['Ledger'] }, beside: { ledger: {} } }, 'DUST3002', 'calls[0]', '"Ledger"', 'is not a service of the fleet', 'did you mean "ledger"?'),
  row('the second of two callees is misspelt, and comes first in the alphabet', { service: { calls: ['ledger', 'acounts'] }, beside: { ledger: {}, accounts: {} } }, 'DUST3002', 'calls[1]', '"acounts"', 'is not a service of the fleet', 'did you mean "accounts"?'),
  row('the only service calls another', { service: { calls: ['ledger'] } }, 'DUST3002', 'calls[0]', '"ledger"', 'is not a service of the fleet', 'declare it or remove it'),
  row('a callee is named twice', { service: { calls: ['ledger', 'ledger'] }, beside: { ledger: {} } }, 'DUST1063', 'calls[1]', '"ledger"', 'is listed twice', 'remove it'),
  row('a service calls itself', { service: { calls: ['ledger', 'billing'] }, beside: { ledger: {} } }, 'DUST3003', 'calls[1]', '"billing"', 'is the service itself', 'remove it; a pod reaches itself on localhost'),
  row('a service admits itself', { service: { calledBy: ['billing'] } }, 'DUST3003', 'calledBy[0]', '"billing"', 'is the service itself', 'remove it'),
  row('a caller is misspelt, and calls', { service: { calledBy: ['ledgr'] }, beside: { ledger: { calls: ['billing'] } } }, 'DUST3002', 'calledBy[0]', '"ledgr"', 'is not a service of the fleet', 'did you mean "ledger"?'),
  row('a caller is not admitted', { service: { calls: ['ledger'] }, beside: { ledger: { calledBy: [] } } }, 'DUST3006', 'calls[0]', '"ledger"', 'does not list "billing" in calledBy', 'add "billing" to calledBy of ledger'),
  row('a callee is in fewer environments', { service: { calls: ['ledger'] }, beside: { ledger: { environments: ['dev'] } } }, 'DUST3004', 'calls[0]', '"ledger"', 'is not in environment "prod"', 'add "prod" to "environments" of ledger, or take billing out of it'),
  { ...row('a callee misspells its environment', { service: { calls: ['ledger'] }, beside: { ledger: { environments: ['dev', 'prdo'] } } }, 'DUST2001', '', '"prdo"', 'is not an environment of the fleet', 'did you mean "prod"?'), path: 'ledger.environments[1]' },
  row('two services have one name', { name: 'billing', beside: { billing: {} } }, 'DUST3001', '', undefined, 'is declared twice', 'rename or remove one of them'),
  {
    ...row('two services have one host', { service: http({ access: Access.internet('shop') }), beside: { ledger: http({ access: Access.internet('shop') }) }, fleet: { environments: [environment({})] } }, 'DUST3007', '', '"shop.dev.acme.example"', 'is already the host of "billing"', 'choose another name in Access'),
    path: 'ledger.http.access',
  },
  { ...row('two services have one name in the tailnet', { name: 'shop', service: http({ access: Access.vpn('till') }), beside: { ledger: http({ access: Access.vpn('till') }) }, fleet: { environments: [environment({})] } }, 'DUST3007', '', '"till-dev"', 'is already the host of "ledger"', 'choose another name in Access'), path: 'shop.http.access' },
];

function row(title: string, typed: Declaration, code: string, key: string, value: string | undefined, problem: string, fix: string | RegExp): Row {
  return { title, typed, code, path: key === '' ? 'billing' : `billing.${key}`, ...(value === undefined ? {} : { value }), problem, fix };
}
