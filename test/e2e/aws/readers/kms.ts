import { document, listed, present } from './reader';
import type { Reader } from './reader';

const key: Reader = {
  async read(aws, { physicalId }) {
    const KeyId = physicalId!;
    const answer = await aws.find('NotFoundException', 'kms', 'describe_key', { KeyId });
    // A key that waits for its deletion encrypts and decrypts nothing any more.
    if (answer === undefined || answer.KeyMetadata.KeyState === 'PendingDeletion') return undefined;
    const { Policy } = await aws.call('kms', 'get_key_policy', { KeyId, PolicyName: 'default' });
    const { KeyRotationEnabled } = await aws.call('kms', 'get_key_rotation_status', { KeyId });
    const { Tags } = await aws.call('kms', 'list_resource_tags', { KeyId });
    return present({
      Description: answer.KeyMetadata.Description,
      EnableKeyRotation: KeyRotationEnabled,
      KeyPolicy: document(Policy),
      Tags: (Tags as { TagKey: string; TagValue: string }[]).map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue })),
    });
  },
  nameOf: ({ physicalId }) => physicalId!,
  async names(aws) {
    return listed(await aws.call('kms', 'list_keys'), 'Keys', 'KeyId');
  },
};

const alias: Reader = {
  async read(aws, { properties: { AliasName } }) {
    const { Aliases } = await aws.call('kms', 'list_aliases');
    const found = (Aliases as { AliasName: string; TargetKeyId: string }[]).find((entry) => entry.AliasName === AliasName);
    return found === undefined ? undefined : present({ AliasName: found.AliasName, TargetKeyId: found.TargetKeyId });
  },
  nameOf: ({ properties }) => String(properties.AliasName),
  async names(aws) {
    return listed(await aws.call('kms', 'list_aliases'), 'Aliases', 'AliasName').filter((name) => !name.startsWith('alias/aws/'));
  },
};

export const KMS_READERS: Readonly<Record<string, Reader>> = { 'AWS::KMS::Key': key, 'AWS::KMS::Alias': alias };
