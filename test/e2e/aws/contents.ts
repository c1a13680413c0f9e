import type { Deployment } from './deployment';
import type { Expected } from './expected';

/** What a test leaves in things that keep data, to find it again. */
interface Content {
  put(deployment: Deployment, resource: Expected): Promise<void>;
  isThere(deployment: Deployment, resource: Expected): Promise<boolean>;
}

const KEY = 'kept/by-a-test';
const TAG = 'sha-0123456789abcdef0123456789abcdef01234567';

const object: Content = {
  async put(deployment, { stack, at, properties: { BucketName } }) {
    const { aws } = await deployment.account(stack.account);
    await aws.call('s3', 'put_object', { Bucket: BucketName!, Key: KEY, Body: at });
  },
  async isThere(deployment, { stack, at, properties: { BucketName } }) {
    const { aws } = await deployment.account(stack.account);
    return (await aws.find('NoSuchKey', 's3', 'get_object', { Bucket: BucketName!, Key: KEY }))?.Body === at;
  },
};

const image: Content = {
  async put(deployment, { stack, properties: { RepositoryName } }) {
    const { aws } = await deployment.account(stack.account);
    await aws.call('ecr', 'put_image', { repositoryName: RepositoryName!, imageTag: TAG, imageManifest: MANIFEST });
  },
  async isThere(deployment, { stack, properties: { RepositoryName } }) {
    const { aws } = await deployment.account(stack.account);
    return await aws.find('ImageNotFoundException', 'ecr', 'describe_images', { repositoryName: RepositoryName!, imageIds: [{ imageTag: TAG }] }) !== undefined;
  },
};

/** An image without layers. */
const MANIFEST = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: { mediaType: 'application/vnd.oci.image.config.v1+json', size: 2, digest: 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a' },
  layers: [],
});

const CONTENTS: Readonly<Record<string, Content>> = { 'AWS::S3::Bucket': object, 'AWS::ECR::Repository': image };

/** Those that something can be left in. */
export function keepers(resources: readonly Expected[]): Expected[] {
  return resources.filter(({ type }) => type in CONTENTS);
}

export async function fill(deployment: Deployment, resources: readonly Expected[]): Promise<void> {
  for (const resource of keepers(resources)) await CONTENTS[resource.type]!.put(deployment, resource);
}

/** Of those that were filled, the ones whose content is lost. */
export async function emptied(deployment: Deployment, resources: readonly Expected[]): Promise<string[]> {
  const lost: string[] = [];
  for (const resource of keepers(resources)) if (!await CONTENTS[resource.type]!.isThere(deployment, resource)) lost.push(resource.at);
  return lost;
}
