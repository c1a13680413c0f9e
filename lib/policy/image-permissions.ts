import type { Statement } from './statement';

/** The six actions that push one image. @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html */
export const PUSH_ACTIONS = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:CompleteLayerUpload',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
] as const;

/** What changes the images of a repository: the push actions that do not read, and deleting. */
export const WRITE_IMAGE_ACTIONS = ['ecr:BatchDeleteImage', 'ecr:CompleteLayerUpload', 'ecr:InitiateLayerUpload', 'ecr:PutImage', 'ecr:UploadLayerPart'] as const;

/** What nodes and copies read. */
export const PULL_ACTIONS = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'] as const;

/** What a promotion reads of the image that it copies. */
export const COPY_ACTIONS = ['ecr:BatchGetImage', 'ecr:DescribeImages', 'ecr:DescribeImageScanFindings', 'ecr:GetDownloadUrlForLayer'] as const;

/** A registry login names no repository, so its resource cannot be narrowed. */
export const LOGIN: Statement = { sid: 'Login', actions: ['ecr:GetAuthorizationToken'], resources: ['*'] };

export function publishPermissions(repositoryArn: string): readonly Statement[] {
  return [LOGIN, { sid: 'PushImages', actions: PUSH_ACTIONS, resources: [repositoryArn] }];
}

/** Copies from the builds registry into the environment's own repository. */
export function promotePermissions(source: string, target: string): readonly Statement[] {
  return [
    LOGIN,
    { sid: 'ReadBuilds', actions: COPY_ACTIONS, resources: [source] },
    { sid: 'PushReleases', actions: [...PUSH_ACTIONS, 'ecr:DescribeImages'], resources: [target] },
  ];
}
