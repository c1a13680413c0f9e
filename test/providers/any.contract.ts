import { appliedViolations } from './applied';
import type { Contract } from './providers';
import { networkViolations } from './reach';
import { runbookViolations } from './runbook';
import { bindingsOf, contextIn, plansWith, requestsOf, serve } from './served';
import type { Served } from './served';
import { sharingViolations } from './sharing';
import { workloadViolations } from './workload';
import type { Binding, RequestContext, ResourceRequest } from '../../lib/providers/contract';
import { requestKind } from '../../lib/requests';
import type { DustServiceProps } from 'dust-service';

/** What a service asks of a kind, as a person writes it, and sizes that one environment may give it. */
export interface Asked {
  readonly kind: string;
  readonly ask: Partial<DustServiceProps>;
  readonly sizes?: Partial<DustServiceProps>;
}

/** What one kind alone promises; each sentence is a violation that was found. */
export interface OwnRules {
  readonly binding?: (binding: Binding, request: ResourceRequest) => string[];
  readonly output?: (served: Served) => string[];
}

/** Variables by which SDKs find keys; no application reads them. */
const CREDENTIALS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];

/** What every provider of any kind must keep. What is not promised right is not printed, so the output is judged last. */
export function violationsOf(contract: Contract, asked: Asked, own: OwnRules): string[] {
  const promised = promiseViolations(contract, asked, own);
  if (promised.length > 0) return promised;
  const stable = stabilityViolations(contract, asked);
  if (stable.length > 0) return stable;
  const served = serve(contract, asked.ask);
  if ('refused' in served) return [...served.refused];
  return [
    ...workloadViolations(served), ...networkViolations(served), ...sharingViolations(served), ...appliedViolations(served), ...runbookViolations(served), ...(own.output?.(served) ?? []),
    ...(served.places.some((place) => bindingsOf(place).length === 0) ? ['it serves nothing'] : []),
  ];
}

/** Of each request by itself. */
function promiseViolations(contract: Contract, { kind, ask }: Asked, own: OwnRules): string[] {
  const requests = requestsOf(kind, ask[requestKind(kind).property as keyof DustServiceProps]);
  return [
    ...(contract.kind === kind ? [] : [`it does not serve ${kind}`]),
    ...(contract.name === '' ? ['it has no name'] : []),
    ...requests.flatMap((request) => {
      const binding = contract.bind(request, contextIn());
      const promised = requestKind(kind).contract(request as never);
      return [
        ...differences('variable', promised.values, Object.keys(binding.values)),
        ...differences('secret', promised.secrets, Object.keys(binding.secrets)),
        ...Object.entries(binding.values).filter(([, value]) => value === '' || /undefined|\$\{/.test(value)).map(([name]) => `${name} is empty`),
        ...Object.keys(binding.credentials).filter((name) => !CREDENTIALS.includes(name)).map((name) => `${name} is no credential of an SDK`),
        ...(binding.peers.length > 0 || promised.values.length === 0 ? [] : ['the pods cannot reach it']),
        ...(kind === 'bucket' || binding.permissions.length === 0 ? [] : ['the pods get a permission of AWS']),
        ...contract.check(request, contextIn()).map(({ code }) => `it refuses an environment that has everything: ${code}`),
        ...(own.binding?.(binding, request) ?? []),
      ];
    }),
  ];
}

function differences(what: string, promised: readonly string[], given: readonly string[]): string[] {
  return [
    ...promised.filter((name) => !given.includes(name)).map((name) => `${what} ${name} is missing`),
    ...given.filter((name) => !promised.includes(name)).map((name) => `${what} ${name} is not in the contract`),
  ];
}

/** The same for the same service, whoever is beside it and whatever its size; another one for another service or environment. */
function stabilityViolations(contract: Contract, { kind, ask, sizes = {} }: Asked): string[] {
  const requests = (input: Partial<DustServiceProps>) => requestsOf(kind, input[requestKind(kind).property as keyof DustServiceProps]);
  const bind = (context: RequestContext, input = ask): Binding[] => requests(input).map((request) => contract.bind(request, context));
  const [own, other, elsewhere] = [bind(contextIn()), bind(contextIn({}, 'other')), bind(contextIn({ name: 'test' }))];
  const alone = plansWith(contract, ask, ['catalog']).map(({ bound }) => bound.map(({ binding }) => binding));
  const beside = plansWith(contract, ask, ['third', 'catalog', 'other']).filter(({ service }) => service === 'catalog').map(({ bound }) => bound.map(({ binding }) => binding));
  const common = (bindings: readonly Binding[], place: string, foreign: readonly Binding[], foreignPlace: string): string[] => {
    const taken = foreign.flatMap((binding) => identitiesOf(binding, foreignPlace));
    return [...new Set(bindings.flatMap((binding) => identitiesOf(binding, place)))].filter((name) => taken.includes(name));
  };
  return [
    ...(JSON.stringify(bind(contextIn())) === JSON.stringify(own) ? [] : ['it does not bind the same way twice']),
    ...(JSON.stringify(alone) === JSON.stringify(beside) ? [] : ['it binds another way beside other services']),
    ...(namesOf(bind(contextIn(), { ...ask, ...sizes })) === namesOf(own) ? [] : ['another size brings other names']),
    ...common(own, 'catalog', other, 'other').map((name) => `two services have ${name}`),
    ...common(own, 'dev', elsewhere, 'test').map((name) => `two environments have ${name}`),
    ...(JSON.stringify(own.map(({ restore }) => restore)) === JSON.stringify(other.map(({ restore }) => restore)) ? ['two services have one runbook'] : []),
    ...own.filter((binding, index) => own.findIndex((one) => identitiesOf(one, '').some((name) => identitiesOf(binding, '').includes(name))) < index).map(() => 'two requests have one source'),
  ];
}

/** What one place alone may have: Secrets of its namespace, what is stored in AWS, and buckets, whose names the whole world shares. */
function identitiesOf({ secrets, stored, values }: Binding, namespace: string): string[] {
  const buckets = Object.entries(values).filter(([name]) => name.startsWith('BUCKET_')).map(([, value]) => value);
  return [...Object.values(secrets).map(({ secret }) => `${namespace}/${secret}`), ...stored.map(({ name }) => name), ...buckets];
}

function namesOf(bindings: readonly Binding[]): string {
  return JSON.stringify(bindings.map(({ values, secrets, credentials, stored, handed, files, peers, applied }) => [values, secrets, credentials, stored, handed, files.map(({ path }) => path), peers, applied]));
}
