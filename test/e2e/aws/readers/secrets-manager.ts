import { document, listed, present } from './reader';
import type { Reader } from './reader';
import type { AwsClient } from '../aws-client';

const NOT_THERE = 'ResourceNotFoundException';

const secret: Reader = {
  async read(aws, { properties: { Name } }) {
    const answer = await aws.find(NOT_THERE, 'secretsmanager', 'describe_secret', { SecretId: Name! });
    return answer && present({ Name: answer.Name, Description: answer.Description, KmsKeyId: answer.KmsKeyId, Tags: answer.Tags });
  },
  nameOf: ({ properties }) => String(properties.Name),
  async names(aws) {
    return listed(await aws.call('secretsmanager', 'list_secrets'), 'SecretList', 'Name');
  },
};

/** A policy has no name of its own; it is called as its secret. */
const resourcePolicy: Reader = {
  async read(aws, { properties }) {
    const answer = await policyOf(aws, nameIn(String(properties.SecretId)));
    return answer === undefined ? undefined : present({ SecretId: properties.SecretId, ResourcePolicy: document(answer) });
  },
  nameOf: ({ properties }) => nameIn(String(properties.SecretId)),
  async names(aws) {
    const found: string[] = [];
    for (const name of await secret.names(aws)) if (await policyOf(aws, name) !== undefined) found.push(name);
    return found;
  },
};

/** An attachment is nothing but what it adds to its secret: where the database is. It is called as the secret. */
const targetAttachment: Reader = {
  async read(aws, { properties }) {
    const host = await hostIn(aws, nameIn(String(properties.SecretId)));
    return host === undefined ? undefined : present({ SecretId: properties.SecretId });
  },
  nameOf: ({ properties }) => nameIn(String(properties.SecretId)),
  async names(aws) {
    const found: string[] = [];
    for (const name of await secret.names(aws)) if (await hostIn(aws, name) !== undefined) found.push(name);
    return found;
  },
};

async function hostIn(aws: AwsClient, name: string): Promise<unknown> {
  const answer = await aws.find(NOT_THERE, 'secretsmanager', 'get_secret_value', { SecretId: name });
  const value = document(answer?.SecretString) as { host?: unknown } | undefined;
  return value?.host;
}

async function policyOf(aws: AwsClient, name: string): Promise<unknown> {
  const answer = await aws.find(NOT_THERE, 'secretsmanager', 'get_resource_policy', { SecretId: name });
  return answer?.ResourcePolicy;
}

/** Without the hyphen and the six characters that Secrets Manager adds. */
function nameIn(arn: string): string {
  return arn.replace(/^.*:secret:/, '').slice(0, -7);
}

export const SECRETS_MANAGER_READERS: Readonly<Record<string, Reader>> = {
  'AWS::SecretsManager::Secret': secret,
  'AWS::SecretsManager::ResourcePolicy': resourcePolicy,
  'AWS::SecretsManager::SecretTargetAttachment': targetAttachment,
};
