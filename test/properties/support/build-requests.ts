import type { Wrap } from './build-fleet';
import type { OverrideModel, PermissionModel, SecretModel, ServiceModel } from './fleet-model';
import { Permission, Secret } from 'dust-service';
import type { BucketProps, DustServiceProps, OverrideProps } from 'dust-service';

/** What a service asks for. */
export function requestProps({ buckets, postgres, cache, secrets, permissions }: ServiceModel, wrap: Wrap): Partial<DustServiceProps> {
  return {
    buckets: wrap(mapValues(buckets, (bucket) => wrapped(bucket, wrap) as BucketProps)),
    ...(postgres === undefined ? {} : { postgres: wrapped(postgres, wrap) }),
    ...(cache === undefined ? {} : { cache: wrapped(cache, wrap) }),
    ...(secrets === undefined ? {} : { secrets: Object.entries(secrets).map(([variable, origin]) => secretOf(variable, origin, wrap)) }),
    ...(permissions === undefined ? {} : { permissions: permissionsOf(permissions) }),
  };
}

export function permissionsOf(permissions: readonly PermissionModel[]): Permission[] {
  return permissions.map(({ actions, resources, reason }) => Permission.of([...actions], [...resources], reason));
}

/** The sizes of one environment. */
export function requestSizes({ postgres, cache }: OverrideModel, wrap: Wrap): Pick<OverrideProps, 'postgres' | 'cache'> {
  return { ...(postgres === undefined ? {} : { postgres: wrap({ ...postgres }) }), ...(cache === undefined ? {} : { cache: wrap({ ...cache }) }) };
}

/** A request with every object in it handed over on its own. */
function wrapped<T extends { readonly existing?: Readonly<Record<string, object>> }>(request: T, wrap: Wrap): T {
  const { existing } = request;
  return wrap({ ...request, ...(existing === undefined ? {} : { existing: wrap(mapValues(existing, (one) => wrap({ ...one }))) }) });
}

function secretOf(variable: string, origin: SecretModel, wrap: Wrap): Secret {
  if (origin === 'provided') return Secret.provided(variable);
  if (origin === 'generated') return Secret.generated(variable);
  return Secret.existing(variable, wrap(mapValues(origin, (one) => wrap({ ...one }))));
}

export function mapValues<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
