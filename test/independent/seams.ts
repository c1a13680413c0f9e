import { ADMIN } from './check';
import type { Check, Checks } from './check';
import { glob, grantsOf, statementsOf } from './iam';
import { same } from './json';
import { arnOf, physicalName, urlSuffix } from './resolve';
import { containersOf, ofKind, ofType, readWorld } from './world';
import type { Printed, Stack, World } from './world';

const IMAGE =
  /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.(?<suffix>amazonaws\.com(?:\.cn)?)\/(?<name>[a-z0-9._/-]+)(?::(?<tag>[\w.-]+)|@sha256:[0-9a-f]{64})$/;

/** Every image of a pod is in a repository that a template makes, for this service, where this environment pulls from. */
const images: Check = (output, declared) => {
  const world = readWorld(output);
  return world.pods.flatMap((pod) =>
    containersOf(pod).flatMap(({ image }): string[] => {
      if (pod.workload.folder === ADMIN) return image === declared.environments[pod.environment]?.postgresClientImage ? [] : [`${pod.at}: image ${image} is not the one of the platform`];
      const parts = IMAGE.exec(String(image))?.groups;
      if (parts === undefined) return [`${pod.at}: image ${image} is not in ECR`];
      const { account, region, suffix, name, tag } = parts;
      const repository = ofType(world, 'AWS::ECR::Repository').find(
        ({ stack, properties }) => stack.account === account && stack.region === region && properties.RepositoryName === name,
      );
      if (repository === undefined) return [`${pod.at}: no template makes repository ${name} in ${account} ${region}`];
      const expected = declared.environments[pod.environment]?.protected === true ? 'service' : 'builds';
      return [
        ...(suffix === urlSuffix(region!) ? [] : [`${pod.at}: ${suffix} is not the domain of ${region}`]),
        ...(tag === undefined || tag === `env-${pod.environment}` ? [] : [`${pod.at}: tag ${tag} is not the one of ${pod.environment}`]),
        ...(repository.stack.service === pod.workload.folder ? [] : [`${pod.at}: ${repository.at} belongs to another service`]),
        ...(repository.stack.kind === expected ? [] : [`${pod.at}: pulls from ${repository.at}, not from a ${expected} stack`]),
        ...(expected === 'builds' || repository.stack.environment === pod.environment
          ? []
          : [`${pod.at}: ${repository.at} is of another environment`]),
      ];
    }),
  );
};

/** No repository stands there that no pod pulls from and no promotion reads. */
const repositoriesAreUsed: Check = (output) => {
  const world = readWorld(output);
  const pulled = world.pods.flatMap((pod) => containersOf(pod).map(({ image }) => String(image)));
  const read = grantsOf(world).filter(
    ({ statement }) => statement.actions.includes('ecr:BatchGetImage') && !statement.actions.includes('ecr:PutImage'),
  );
  return ofType(world, 'AWS::ECR::Repository')
    .filter(({ stack, id, properties }) => {
      const start = `${stack.account}.dkr.ecr.${stack.region}.${urlSuffix(stack.region)}/${properties.RepositoryName}`;
      return (
        !pulled.some((image) => image.startsWith(`${start}:`) || image.startsWith(`${start}@`)) &&
        !read.some(({ statement }) => statement.resources.includes(arnOf(id, stack)))
      );
    })
    .map(({ at }) => `${at}: nobody pulls from it`);
};

/** Another account's pods only get an image that the repository's policy admits them to. */
const pullsAreAdmitted: Check = (output, declared) => {
  const world = readWorld(output);
  return world.pods.filter(({ workload }) => workload.folder !== ADMIN).flatMap((pod) =>
    containersOf(pod).flatMap(({ image }): string[] => {
      const { account, region, name } = IMAGE.exec(String(image))?.groups ?? {};
      const repository = ofType(world, 'AWS::ECR::Repository').find(
        ({ stack, properties }) => stack.account === account && stack.region === region && properties.RepositoryName === name,
      );
      const puller = declared.environments[pod.environment]?.account;
      const admitted = statementsOf(repository?.properties.RepositoryPolicyText).some(
        ({ effect, principals, actions, conditions }) =>
          effect === 'Allow' &&
          (principals.AWS ?? []).some((principal) => principal.endsWith(`:iam::${puller}:root`)) &&
          conditions.ArnEquals === undefined &&
          ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'].every((action) => actions.includes(action)),
      );
      return admitted ? [] : [`${pod.at}: ${repository?.at ?? image} does not admit account ${puller}`];
    }),
  );
};

interface LogTarget {
  readonly at: string;
  readonly bucket: string;
  readonly object: string;
  readonly service: string;
  readonly place: Pick<Stack, 'account' | 'region' | 'partition'>;
  readonly source: string | undefined;
}

function loadBalancerLogs(world: World): LogTarget[] {
  const fromAnnotations = ofKind(world, 'Ingress').map((placed) => ({
    placed,
    attributes: Object.fromEntries(
      String(placed.object.metadata.annotations?.['alb.ingress.kubernetes.io/load-balancer-attributes'] ?? '')
        .split(',')
        .map((pair) => pair.split('=')),
    ) as Record<string, string>,
  }));
  const fromClasses = ofKind(world, 'IngressClassParams').map((placed) => ({
    placed,
    attributes: Object.fromEntries(
      ((placed.object.spec.loadBalancerAttributes ?? []) as { key: string; value: string }[]).map(({ key, value }) => [key, value]),
    ) as Record<string, string>,
  }));
  return [...fromAnnotations, ...fromClasses]
    .filter(({ attributes }) => attributes['access_logs.s3.bucket'] !== undefined)
    .map(({ placed, attributes }) => {
      const stack = world.stacks.find(({ kind, environment }) => kind === 'platform' && environment === placed.environment)!;
      const object = `${attributes['access_logs.s3.prefix']}/AWSLogs/${stack.account}/elasticloadbalancing/${stack.region}/log.gz`;
      return {
        at: placed.at,
        bucket: attributes['access_logs.s3.bucket']!,
        object,
        service: 'logdelivery.elasticloadbalancing.amazonaws.com',
        place: stack,
        source: undefined,
      };
    });
}

function bucketLogs(world: World): LogTarget[] {
  return ofType(world, 'AWS::S3::Bucket')
    .filter(({ properties }) => properties.LoggingConfiguration !== undefined)
    .map(({ stack, id, at, properties }) => ({
      at,
      bucket: String(properties.LoggingConfiguration.DestinationBucketName),
      object: `${properties.LoggingConfiguration.LogFilePrefix ?? ''}2026-01-01-log`,
      service: 'logging.s3.amazonaws.com',
      place: stack,
      source: arnOf(id, stack),
    }));
}

/** Logs go to a bucket of the same account and region, whose policy admits exactly that sender below that prefix. */
const logBuckets: Check = (output) => {
  const world = readWorld(output);
  return [...loadBalancerLogs(world), ...bucketLogs(world)].flatMap((target) => {
    const { place } = target;
    const bucket = ofType(world, 'AWS::S3::Bucket').find(
      ({ stack, raw }) => stack.account === place.account && stack.region === place.region && physicalName(raw) === target.bucket,
    );
    if (bucket === undefined) return [`${target.at}: no template makes log bucket ${target.bucket} in ${place.account} ${place.region}`];
    return admitsLogs(bucket, target) ? [] : [`${target.at}: ${bucket.at} does not admit its logs at ${target.object}`];
  });
};

function admitsLogs(bucket: Printed, { service, object, place, source }: LogTarget): boolean {
  const arn = arnOf(bucket.id, bucket.stack);
  const policy = bucket.stack.printed.find(
    ({ type, properties }) => type === 'AWS::S3::BucketPolicy' && properties.Bucket === physicalName(bucket.raw),
  );
  return statementsOf(policy?.properties.PolicyDocument).some(
    ({ effect, principals, actions, resources, conditions }) =>
      effect === 'Allow' &&
      (principals.Service ?? []).includes(service) &&
      actions.includes('s3:PutObject') &&
      resources.some((resource) => glob(resource, `${arn}/${object}`)) &&
      // Load balancers send neither condition key; buckets send both, so that no other account can write here through S3.
      (source === undefined ||
        (same(conditions.StringEquals?.['aws:SourceAccount'], [place.account]) &&
          (conditions.ArnLike?.['aws:SourceArn'] ?? []).some((pattern) => glob(pattern, source)))),
  );
}

export const seams: Checks = { images, repositoriesAreUsed, pullsAreAdmitted, logBuckets };
