import { permittedIn } from './permitted';
import type { Adoption, CacheDraft, PostgresDraft, RequestsDraft } from '../arbitrary-requests';
import { servesInCluster } from './fleet-model';
import type { BucketModel, EnvironmentModel, FleetModel, OverrideModel, RequestKindName, SecretModel, ServiceModel } from './fleet-model';
import { variablesOfRequests } from './request-variables';

type Requests = Pick<ServiceModel, 'postgres' | 'cache' | 'buckets' | 'secrets' | 'permissions'>;

/** What a service asks for, as far as all of its environments serve it. `index` keeps what it adopts apart from that of others. */
export function settleRequests(draft: RequestsDraft, environments: readonly EnvironmentModel[], { partition }: Pick<FleetModel, 'partition'>, index: number): Requests {
  const byOperators = (kind: RequestKindName): boolean => environments.some((environment) => servesInCluster(environment, kind));
  const hasStores = environments.every((environment) => environment.externalSecrets || servesInCluster(environment, 'secret'));
  const hasPlace = (kind: RequestKindName): boolean => environments.every((environment) => servesInCluster(environment, kind) || (environment.externalSecrets && environment.databases));
  const existing = <T>(kind: RequestKindName, { places, keyed }: Adoption, one: (environment: EnvironmentModel) => T) => {
    const chosen = environments.filter((environment, bit) => Math.floor(places / 2 ** bit) % 2 === 1 && !servesInCluster(environment, kind));
    return Object.fromEntries(chosen.map((environment) => [environment.name, { ...one(environment), ...(keyed ? { keyArn: givenKey(environment, partition) } : {}) }]));
  };
  const secretOf = (what: string) => ({ name }: EnvironmentModel): string => `legacy/${name}/${index}${what}`;
  const { postgres, cache } = withoutClasses(draft, byOperators);
  const settled: Requests = {
    buckets: Object.fromEntries(draft.buckets.map(([key, { adoption, ...bucket }], at): [string, BucketModel] => {
      const adopted = existing('bucket', adoption, ({ name }) => ({ name: `legacy-${name}-${index}-${at}` }));
      const { retention: _retention, ...lasting } = bucket;
      return [key, { ...(byOperators('bucket') ? lasting : bucket), ...(Object.keys(adopted).length === 0 ? {} : { existing: adopted }) }];
    })),
    ...(hasPlace('postgres') && postgres !== undefined ? { postgres: withExisting(postgres, existing('postgres', postgres.adoption, (there) => databaseIn(postgres, secretOf('/db_login@old')(there)))) } : {}),
    ...(hasPlace('cache') && cache !== undefined ? { cache: withExisting(cache, existing('cache', cache.adoption, (there) => cacheIn(cache, secretOf('/cache+1=x')(there)))) } : {}),
    ...(draft.permissions.length === 0 || (draft.buckets.length > 0 && byOperators('bucket')) ? {} : { permissions: draft.permissions }),
  };
  const taken = variablesOfRequests(settled);
  const secrets = draft.secrets.filter(([variable]) => hasStores && !taken.includes(variable)).map(([variable, origin], at): [string, SecretModel] =>
    [variable, typeof origin === 'string' ? origin : byOperators('secret') ? 'provided' : existing('secret', origin, (environment) => ({ name: secretOf(`-${at}`)(environment) }))]);
  return { ...settled, ...(secrets.length === 0 ? {} : { secrets: Object.fromEntries(secrets) }) };
}

function databaseIn({ database, port }: PostgresDraft, secret: string) {
  return { secret, database, ...(port === undefined ? {} : { port }) };
}

function cacheIn({ port }: CacheDraft, secret: string) {
  return { secret, ...(port === undefined ? {} : { port }) };
}

/** The request as a person writes it: what a draft says of what exists stands in `existing` alone. */
function withExisting<T extends { readonly adoption: Adoption }>(draft: T, existing: Readonly<Record<string, object>>): any {
  const { adoption: _adoption, database: _database, port: _port, ...request } = draft as T & { database?: string; port?: number };
  return { ...request, ...(Object.keys(existing).length === 0 ? {} : { existing }) };
}

/** A key of somebody in the account. */
export function givenKey({ account, region }: Pick<EnvironmentModel, 'account' | 'region'>, partition: string): string {
  return `arn:${partition}:kms:${region}:${account}:key/1e9ac700-0000-4000-8000-0123456789ab`;
}

/** Operators know no classes, so that a service has none of its own where one of its environments has an operator. */
function withoutClasses({ postgres, cache }: RequestsDraft, byOperators: (kind: RequestKindName) => boolean): Pick<RequestsDraft, 'postgres' | 'cache'> {
  const classless = <T extends { readonly instanceClass?: string }>(request: T | undefined, kind: RequestKindName): T | undefined => {
    if (request === undefined || !byOperators(kind)) return request;
    const { instanceClass: _class, ...rest } = request;
    return rest as T;
  };
  return { postgres: classless(postgres, 'postgres')!, cache: classless(cache, 'cache')! };
}

/** Sizes of what the service or the environment does not have are an issue. */
export function sizesOfRequests(override: OverrideModel, { postgres, cache }: Requests, environment: EnvironmentModel): OverrideModel {
  const { postgres: sized, cache: node, ...rest } = override;
  const { instanceClass: _class, ...storage } = sized ?? {};
  const database = sized !== undefined && servesInCluster(environment, 'postgres') ? storage : sized;
  if (servesInCluster(environment, 'cache')) return { ...rest, ...(postgres === undefined || database === undefined ? {} : { postgres: database }) };
  return { ...rest, ...(postgres === undefined || database === undefined ? {} : { postgres: database }), ...(cache === undefined || node === undefined ? {} : { cache: node }) };
}

/** The same fleet with environments that permit what their services adopt and declare. */
export function withPermissions(model: FleetModel, isExact: (environment: string) => boolean): FleetModel {
  return {
    ...model,
    environments: model.environments.map((environment) => {
      const permissions = permittedIn(model, environment, isExact(environment.name));
      return permissions.length === 0 ? environment : { ...environment, permissions };
    }),
  };
}
