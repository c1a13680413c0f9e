import type { Runbook } from '../providers/contract';

interface Names {
  readonly bucketName: string;
  readonly region: string;
  readonly existing: boolean;
  /** What `cdk deploy` calls the stack. */
  readonly stack: string;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/RestoringPreviousVersions.html */
export function s3Runbook({ bucketName, region, existing, stack }: Names): Runbook {
  const api = `aws s3api --region ${region}`;
  return {
    title: `Bucket ${bucketName} of S3`,
    steps: [
      ...(existing ? [{ text: 'The bucket was there before and is not ours: ask its owner whether it has versions.' }] : [{ text: 'Every version of an object is kept, for 90 days after the next one, or for as long as the retention says.' }]),
      { text: 'Find what was deleted or overwritten, with the ids of its versions.', commands: [`${api} list-object-versions --bucket ${bucketName} --prefix PREFIX --query '{deleted:DeleteMarkers[?IsLatest].[Key,VersionId],versions:Versions[].[Key,VersionId,LastModified]}'`] },
      { text: 'A deleted object comes back when its delete marker goes.', commands: [`${api} delete-object --bucket ${bucketName} --key KEY --version-id VERSION_OF_THE_MARKER`] },
      { text: 'An overwritten object comes back as a copy of its earlier version.', commands: [`${api} copy-object --bucket ${bucketName} --key KEY --copy-source '${bucketName}/KEY?versionId=VERSION'`] },
      { text: 'A bucket whose stack went is retained. Deploy the stack again with the bucket taken over.', commands: [`npx cdk deploy ${stack} --import-existing-resources`] },
    ],
  };
}
