import { listed, present } from './reader';
import type { Reader } from './reader';
import type { Answer } from '../aws-client';

const repository: Reader = {
  async read(aws, { properties: { RepositoryName } }) {
    const repositoryName = RepositoryName!;
    const answer = await aws.find('RepositoryNotFoundException', 'ecr', 'describe_repositories', { repositoryNames: [repositoryName] });
    if (answer === undefined) return undefined;
    const [found] = answer.repositories as [Answer];
    const policy = await aws.find('RepositoryPolicyNotFoundException', 'ecr', 'get_repository_policy', { repositoryName });
    const lifecycle = await aws.find('LifecyclePolicyNotFoundException', 'ecr', 'get_lifecycle_policy', { repositoryName });
    const { tags } = await aws.call('ecr', 'list_tags_for_resource', { resourceArn: found.repositoryArn });
    return present({
      ...settings(found),
      RepositoryPolicyText: policy && JSON.parse(policy.policyText),
      LifecyclePolicy: lifecycle && { LifecyclePolicyText: lifecycle.lifecyclePolicyText },
      Tags: tags,
    });
  },
  nameOf: ({ properties }) => String(properties.RepositoryName),
  async names(aws) {
    return listed(await aws.call('ecr', 'describe_repositories'), 'repositories', 'repositoryName');
  },
};

function settings(found: Answer): Record<string, unknown> {
  const { repositoryName, imageTagMutability, imageScanningConfiguration, encryptionConfiguration } = found;
  const exclusions = (found.imageTagMutabilityExclusionFilters ?? []) as Answer[];
  return {
    RepositoryName: repositoryName,
    ImageTagMutability: imageTagMutability,
    ImageTagMutabilityExclusionFilters: exclusions.map(({ filterType, filter }) => ({
      ImageTagMutabilityExclusionFilterType: filterType, ImageTagMutabilityExclusionFilterValue: filter,
    })),
    ImageScanningConfiguration: present({ ScanOnPush: imageScanningConfiguration?.scanOnPush }),
    EncryptionConfiguration: present({ EncryptionType: encryptionConfiguration?.encryptionType, KmsKey: encryptionConfiguration?.kmsKey }),
  };
}

export const ECR_READERS: Readonly<Record<string, Reader>> = { 'AWS::ECR::Repository': repository };
