import { actionsOf, allowed } from './allowed';
import { violationsOf } from './any.contract';
import type { Contract } from './providers';
import { bindingsOf, contextIn, requestOf } from './served';
import type { Place, Served } from './served';
import { BucketAccess } from 'dust-service';

const READS = ['s3:GetObject', 's3:GetObjectVersion'];
const WRITES = ['s3:PutObject', 's3:AbortMultipartUpload'];
const DELETES = ['s3:DeleteObject', 's3:DeleteObjectVersion'];
/** What nobody's pods do. */
const NEVER = ['s3:DeleteObjectVersion', 's3:BypassGovernanceRetention', 's3:PutObjectRetention', 's3:PutBucketPolicy', 's3:DeleteBucket', 's3:PutObjectAcl', 's3:CreateBucket', 's3:PutLifecycleConfiguration'];

/** What every provider of buckets must keep, whichever it is. */
export function bucketViolations(contract: Contract): string[] {
  const kept = { retention: '7y' };
  const isKept = contract.check(requestOf('bucket', { x: kept }), contextIn()).length === 0;
  const buckets = { 'scans': {}, 'raw-images': { access: BucketAccess.READ_ONLY }, ...(isKept ? { kept } : {}) };
  return violationsOf(contract, { kind: 'bucket', ask: { buckets } }, { output: (served) => [...grantViolations(served), ...madeViolations(served)] });
}

function grantViolations(served: Served): string[] {
  return served.places.flatMap((place) => {
    const expected: Readonly<Record<string, readonly string[]>> = { BUCKET_SCANS: [...READS, ...WRITES, 's3:DeleteObject'], BUCKET_RAW_IMAGES: READS, BUCKET_KEPT: [...READS, ...WRITES] };
    const own = Object.entries(bucketsOf(place)).flatMap(([variable, bucket]) => [
      ...(allowed(served, place, 's3:ListBucket', bucket) ? [] : [`${variable} cannot be listed`]),
      ...[...READS, ...WRITES, ...DELETES].flatMap((action) => {
        const [may, should] = [allowed(served, place, action, `${bucket}/a/b`), expected[variable]!.includes(action)];
        return may === should ? [] : [`${action} on ${variable} is ${may ? 'allowed' : 'refused'}`];
      }),
      ...NEVER.filter((action) => [bucket, `${bucket}/a`].some((resource) => allowed(served, place, action, resource))).map((action) => `${action} on ${variable} is allowed`),
    ]);
    return [...own, ...foreignBuckets(served, place), ...actionsOf(served, place).filter((action) => action.includes('*')).map((action) => `${action} is a wildcard`)]
      .map((problem) => `${place.environment}/${place.service}: ${problem}`);
  });
}

/** Nothing of another service or environment, nor of anybody whose bucket begins with the same letters. */
function foreignBuckets(served: Served, place: Place): string[] {
  const own = Object.values(bucketsOf(place));
  const others = served.places.filter((one) => one !== place).flatMap((one) => Object.values(bucketsOf(one)));
  const near = own.flatMap((bucket) => [`${bucket}-2`, bucket.slice(0, -1), `x${bucket}`]);
  return [...others, ...near].filter((bucket) => [...READS, ...WRITES, ...DELETES, 's3:ListBucket'].some((action) => allowed(served, place, action, bucket) || allowed(served, place, action, `${bucket}/a`)))
    .map((bucket) => `${bucket} can be reached`);
}

function bucketsOf(place: Place): Record<string, string> {
  return Object.fromEntries(bindingsOf(place).flatMap(({ values }) => Object.entries(values).filter(([name]) => name.startsWith('BUCKET_'))));
}

/** Every bucket is made by something that is printed, and stays when that goes. */
function madeViolations(served: Served): string[] {
  return served.places.flatMap((place) => {
    const inAws = Object.values(place.template.Resources).filter(({ Type, DeletionPolicy }) => Type === 'AWS::S3::Bucket' && DeletionPolicy === 'Retain').map(({ Properties }) => Properties.BucketName as string);
    const inCluster = place.objects.filter(({ kind, spec }) => kind === 'Bucket' && spec.reclaimPolicy === 'Retain').map(({ spec }) => spec.name as string);
    return Object.values(bucketsOf(place)).filter((bucket) => ![...inAws, ...inCluster].includes(bucket)).map((bucket) => `nobody makes and keeps ${bucket}`);
  });
}
