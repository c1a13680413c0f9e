import { present } from './reader';
import type { Reader } from './reader';
import type { Answer, AwsClient } from '../aws-client';

// The emulator's EKS has no such address, and answers with a page that says so.
const UNKNOWN = '404';

const accessEntry: Reader = {
  async read(aws, { properties: { ClusterName, PrincipalArn } }) {
    const answer = await aws.find(UNKNOWN, 'eks', 'describe_access_entry', { clusterName: ClusterName!, principalArn: PrincipalArn! });
    if (answer === undefined) return undefined;
    const { clusterName, principalArn, kubernetesGroups, type } = answer.accessEntry;
    return present({ ClusterName: clusterName, PrincipalArn: principalArn, KubernetesGroups: kubernetesGroups, Type: type });
  },
  nameOf: ({ properties }) => `${properties.ClusterName}/${properties.PrincipalArn}`,
  async names(aws) {
    return inClusters(aws, async (clusterName) => (await aws.call('eks', 'list_access_entries', { clusterName })).accessEntries as string[]);
  },
};

const podIdentityAssociation: Reader = {
  async read(aws, { properties: { ClusterName, Namespace, ServiceAccount } }) {
    const where = { clusterName: ClusterName!, namespace: Namespace!, serviceAccount: ServiceAccount! };
    const answer = await aws.find(UNKNOWN, 'eks', 'list_pod_identity_associations', where);
    const [found] = (answer?.associations ?? []) as Answer[];
    return found && present({ ClusterName: found.clusterName, Namespace: found.namespace, ServiceAccount: found.serviceAccount });
  },
  nameOf: ({ properties }) => `${properties.ClusterName}/${properties.Namespace}/${properties.ServiceAccount}`,
  async names(aws) {
    return inClusters(aws, async (clusterName) => {
      const { associations } = await aws.call('eks', 'list_pod_identity_associations', { clusterName });
      return (associations as Answer[]).map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`);
    });
  },
};

async function inClusters(aws: AwsClient, names: (cluster: string) => Promise<string[]>): Promise<string[]> {
  const found: string[] = [];
  for (const cluster of (await aws.call('eks', 'list_clusters')).clusters as string[]) found.push(...(await names(cluster)).map((name) => `${cluster}/${name}`));
  return found;
}

export const EKS_READERS: Readonly<Record<string, Reader>> = {
  'AWS::EKS::AccessEntry': accessEntry,
  'AWS::EKS::PodIdentityAssociation': podIdentityAssociation,
};
