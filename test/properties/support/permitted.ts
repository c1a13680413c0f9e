import { environmentsOf } from './fleet-model';
import type { EnvironmentModel, FleetModel, PermissionModel, ServiceModel } from './fleet-model';

/** What the pods may do with a bucket, its objects and the key of either. */
export const BUCKET = ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'];
export const READ_OBJECTS = ['s3:GetObject', 's3:GetObjectVersion'];
export const WRITE_OBJECTS = ['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts', 's3:PutObject'];
export const DELETE_OBJECTS = ['s3:DeleteObject'];
export const READ_SECRETS = ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'];
const KEYS = ['kms:Decrypt', 'kms:GenerateDataKey'];

/** What an environment must permit for its services; exactly that, or patterns around it. */
export function permittedIn(fleet: FleetModel, environment: EnvironmentModel, exact: boolean): PermissionModel[] {
  const services = fleet.services.filter((service) => environmentsOf(fleet, service).some(({ name }) => name === environment.name));
  const declared = [...new Map(services.flatMap(({ permissions = [] }) => permissions).map((one) => [JSON.stringify(one), one])).values()];
  const { buckets, secrets, keys } = adoptedIn(services, environment.name);
  const secretArn = (name: string): string => `arn:<partition>:secretsmanager:<region>:<account>:secret:${name}`;
  const bucketNames = exact ? buckets : buckets.length === 0 ? [] : ['legacy-<environment>-*'];
  const secretNames = exact ? secrets.map((name) => `${name}-??????`) : secrets.length === 0 ? [] : ['legacy/*'];
  const rows = [
    [BUCKET, bucketNames.map((name) => `arn:<partition>:s3:::${name}`)],
    [[...READ_OBJECTS, ...WRITE_OBJECTS, ...DELETE_OBJECTS], bucketNames.map((name) => `arn:<partition>:s3:::${name}/*`)],
    [READ_SECRETS, secretNames.map(secretArn)],
    [KEYS, keys],
  ] as const;
  const adopted = rows.filter(([, resources]) => resources.length > 0).map(([actions, resources]): PermissionModel => ({ actions, resources, reason: 'It was there before the fleet' }));
  return [...adopted, ...declared];
}

interface Adopted {
  readonly buckets: readonly string[];
  readonly secrets: readonly string[];
  readonly keys: readonly string[];
}

/** Everything that the services of one environment find there. */
function adoptedIn(services: readonly ServiceModel[], environment: string): Adopted {
  const buckets = services.flatMap((service) => Object.values(service.buckets).flatMap(({ existing }) => existing?.[environment] ?? []));
  const stored = services.flatMap(({ secrets = {}, postgres, cache }) => [
    ...Object.values(secrets).flatMap((origin) => (typeof origin === 'string' ? [] : origin[environment] ?? [])).map(({ name, ...rest }) => ({ secret: name, ...rest })),
    ...[postgres?.existing?.[environment] ?? [], cache?.existing?.[environment] ?? []].flat(),
  ]);
  return {
    buckets: buckets.map(({ name }) => name),
    secrets: stored.map(({ secret }) => secret),
    keys: [...new Set([...buckets, ...stored].flatMap(({ keyArn }) => keyArn ?? []))],
  };
}
