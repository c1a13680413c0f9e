import { ARCHIVE, ARCHIVE_FOUNDATION, CLUSTER, WEB, WEB_FOUNDATION, mutationsOf } from './mutation';
import { addObject, container, editAssembly, object, podSpec, properties, removeObject, statements } from '../../independent/mutate';

const LOG_ATTRIBUTES = 'alb.ingress.kubernetes.io/load-balancer-attributes';

export const seams = [
  ...mutationsOf('images', [
    ['an image of another registry', 'is not in ECR', (output) => { container(output, WEB).image = 'docker.io/library/nginx:1'; }],
    ['an image of another account', 'no template makes repository', (output) => { container(output, WEB).image = '999988887777.dkr.ecr.us-east-1.amazonaws.com/dust/web:env-prod'; }],
    ['an image of another region', 'no template makes repository', (output) => { container(output, WEB).image = '444455556666.dkr.ecr.eu-west-1.amazonaws.com/dust/web:env-prod'; }],
    ['the tag of another environment', 'tag env-staging', (output) => { container(output, WEB).image = '444455556666.dkr.ecr.us-east-1.amazonaws.com/dust/web:env-staging'; }],
    ['the image of another service', 'belongs to another service', (output) => { container(output, WEB).image = '444455556666.dkr.ecr.us-east-1.amazonaws.com/dust/matching:env-prod'; }],
    ['a protected environment that pulls builds', 'not from a service stack', (output) => { container(output, WEB).image = '111122223333.dkr.ecr.us-east-1.amazonaws.com/dust/web:env-prod'; }],
    ['the domain of another partition', 'is not the domain of', (output) => { container(output, WEB).image = '444455556666.dkr.ecr.us-east-1.amazonaws.com.cn/dust/web:env-prod'; }],
    ['a repository renamed in the template alone', 'no template makes repository', (output) => { properties(output, 'dust-prod-web', 'ImageRepository').RepositoryName = 'dust/web2'; }],
  ]),
  ...mutationsOf('repositoriesAreUsed', [
    ['a repository that nobody pulls from', 'dust-prod-web/ImageRepository', (output) => { properties(output, 'dust-prod-web', 'ImageRepository').RepositoryName = 'dust/web2'; }],
  ]),
  ...mutationsOf('pullsAreAdmitted', [
    ['a repository without the account of its environment', 'does not admit account 444455556666', (output) => { statements(output, 'dust-prod-web', 'ImageRepository').shift(); }],
  ]),
  ...mutationsOf('buckets', [
    ['another bucket in a ConfigMap', 'BUCKET_RECORDS names', (output) => { object(output, ARCHIVE, 'ConfigMap').data.BUCKET_RECORDS = 'dust-prod-audit-archive-record-444455556666'; }],
    ['the bucket of another environment', 'BUCKET_RECORDS names', (output) => { object(output, ARCHIVE, 'ConfigMap').data.BUCKET_RECORDS = 'dust-staging-audit-archive-records-111122223333'; }],
    ['the bucket of another service', 'BUCKET_RECORDS names', (output) => { object(output, ARCHIVE, 'ConfigMap').data.BUCKET_RECORDS = 'dust-prod-matching-fingerprints-444455556666'; }],
    ['a bucket renamed in the template alone', 'BUCKET_RECORDS names', (output) => { properties(output, 'dust-prod-audit-archive', 'BucketRecords').BucketName = 'dust-prod-audit-archive-records'; }],
    ['a bucket that no pod knows of', 'no ConfigMap of the service names it', (output) => { delete object(output, ARCHIVE, 'ConfigMap').data.BUCKET_RECORDS; }],
  ]),
  ...mutationsOf('contractValues', [
    ['another region', 'AWS_REGION is', (output) => { object(output, ARCHIVE, 'ConfigMap').data.AWS_REGION = 'us-west-2'; }],
    ['the endpoint of another region', 'AWS_ENDPOINT_URL_S3 is', (output) => { object(output, ARCHIVE, 'ConfigMap').data.AWS_ENDPOINT_URL_S3 = 'https://s3.us-west-2.amazonaws.com'; }],
    ['a container that is not told its port', 'PORT is undefined', (output) => { delete object(output, ARCHIVE, 'ConfigMap').data.PORT; }],
    ['a container that is not told its service', 'DUST_SERVICE is undefined', (output) => { delete object(output, ARCHIVE, 'ConfigMap').data.DUST_SERVICE; }],
    ['a bucket without an endpoint', 'AWS_ENDPOINT_URL_S3 is undefined', (output) => { delete object(output, ARCHIVE, 'ConfigMap').data.AWS_ENDPOINT_URL_S3; }],
    ['the name of another environment', 'DUST_ENVIRONMENT is', (output) => { object(output, ARCHIVE, 'ConfigMap').data.DUST_ENVIRONMENT = 'staging'; }],
  ]),
  ...mutationsOf('podsReachTheirBuckets', [
    ['a role without the right to read', 'may not read', (output) => { statements(output, 'dust-prod-audit-archive', 'PodRolePolicy')[1]!.Action = ['s3:PutObject']; }],
    ['a right on a bucket of another name', 'may not read', (output) => { statements(output, 'dust-prod-audit-archive', 'PodRolePolicy')[0]!.Resource = [{ 'Fn::Sub': 'arn:${AWS::Partition}:s3:::dust-prod-audit-archive-record-444455556666' }]; }],
  ]),
  ...mutationsOf('logBuckets', [
    ['an Ingress that logs to an unknown bucket', 'no template makes log bucket', (output) => { object(output, WEB, 'Ingress').metadata.annotations[LOG_ATTRIBUTES] = 'access_logs.s3.bucket=dust-prod-log-444455556666,access_logs.s3.prefix=alb/x'; }],
    ['a class that logs to the bucket of another account', 'no template makes log bucket', (output) => { object(output, CLUSTER, 'IngressClassParams', 'dust-prod-web-internet').spec.loadBalancerAttributes[0].value = 'dust-staging-logs-111122223333'; }],
    ['a prefix that the bucket does not admit', 'does not admit its logs', (output) => { object(output, CLUSTER, 'IngressClassParams', 'dust-prod-web-internet').spec.loadBalancerAttributes[2].value = 'balancers'; }],
    ['a bucket that logs to nowhere', 'no template makes log bucket', (output) => { properties(output, 'dust-prod-audit-archive', 'BucketRecords').LoggingConfiguration.DestinationBucketName = 'dust-dev-logs-111122223333'; }],
    ['a log bucket that does not admit buckets', 'does not admit its logs', (output) => { statements(output, 'dust-prod', 'LogBucketPolicy').splice(2, 1); }],
    ['a log bucket that admits the buckets of everybody', 'does not admit its logs', (output) => { delete statements(output, 'dust-prod', 'LogBucketPolicy')[2]!.Condition; }],
    ['a log bucket that admits another account', 'does not admit its logs', (output) => { statements(output, 'dust-prod', 'LogBucketPolicy')[2]!.Condition.StringEquals['aws:SourceAccount'] = '111122223333'; }],
  ]),
  ...mutationsOf('groups', [
    ['another group in a binding', 'exactly one access entry', (output) => { object(output, WEB_FOUNDATION, 'RoleBinding', 'restart').subjects[0].name = 'dust:prod:web:restarts'; }],
    ['another group in an access entry', 'exactly one binding', (output) => { properties(output, 'dust-prod-web', 'RestartAccess').KubernetesGroups = ['dust:prod:web:reboot']; }],
    ['the group of another environment', 'exactly one access entry', (output) => { object(output, WEB_FOUNDATION, 'RoleBinding', 'restart').subjects[0].name = 'dust:staging:web:restart'; }],
    ['the group of another service', 'exactly one access entry', (output) => { object(output, WEB_FOUNDATION, 'RoleBinding', 'restart').subjects[0].name = 'dust:prod:matching:restart'; }],
    ['a binding that is gone', 'exactly one binding', (output) => { removeObject(output, WEB_FOUNDATION, 'RoleBinding', 'restart'); }],
    ['a group that two bindings name', 'exactly one binding', (output) => { addObject(output, WEB_FOUNDATION, structuredClone(object(output, WEB_FOUNDATION, 'RoleBinding', 'restart'))); }],
  ]),
  ...mutationsOf('podIdentities', [
    ['an association of another namespace', 'no pod uses service account', (output) => { properties(output, 'dust-prod-web', 'PodIdentity').Namespace = 'webs'; }],
    ['an association of another service account', 'no manifest has service account', (output) => { properties(output, 'dust-prod-web', 'PodIdentity').ServiceAccount = 'webs'; }],
    ['a pod with another service account', 'exactly one association', (output) => { podSpec(output, WEB).serviceAccountName = 'default'; }],
    ['an association that is gone', 'exactly one association', (output) => { delete output.templates.get('dust-prod-web')!.Resources.PodIdentity; }],
    ['a service account that is gone', 'no manifest has service account', (output) => { removeObject(output, WEB_FOUNDATION, 'ServiceAccount'); }],
  ]),
  ...mutationsOf('podRoles', [
    ['a role that trusts another namespace', 'are not those of', (output) => { statements(output, 'dust-prod-web', 'PodRole')[0]!.Condition.StringEquals['aws:RequestTag/kubernetes-namespace'] = 'matching'; }],
    ['a role that trusts another service account', 'are not those of', (output) => { statements(output, 'dust-prod-web', 'PodRole')[0]!.Condition.StringEquals['aws:RequestTag/kubernetes-service-account'] = 'default'; }],
    ['a role that any cluster may use', 'are not those of', (output) => { delete statements(output, 'dust-prod-web', 'PodRole')[0]!.Condition.StringEquals['aws:RequestTag/eks-cluster-arn']; }],
    ['a role that any account may use', 'are not those of', (output) => { delete statements(output, 'dust-prod-web', 'PodRole')[0]!.Condition.StringEquals['aws:SourceAccount']; }],
    ['a role that compares by pattern', 'are not those of', (output) => { const [first] = statements(output, 'dust-prod-web', 'PodRole'); first!.Condition = { StringLike: first!.Condition.StringEquals }; }],
    ['a role that another service of AWS may use', 'trusts', (output) => { statements(output, 'dust-prod-web', 'PodRole')[0]!.Principal.Service = 'ec2.amazonaws.com'; }],
    ['a role that takes no session tags', 'AssumeRole and TagSession', (output) => { statements(output, 'dust-prod-web', 'PodRole')[0]!.Action = 'sts:AssumeRole'; }],
    ['an association with a role of another stack', 'is not a role of this stack', (output) => { properties(output, 'dust-prod-web', 'PodIdentity').RoleArn = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::444455556666:role/dust/prod/dust-prod-matching-pod' }; }],
  ]),
  ...mutationsOf('clusters', [
    ['an association in another cluster', 'cluster workshop-dev is not', (output) => { properties(output, 'dust-prod-web', 'PodIdentity').ClusterName = 'workshop-dev'; }],
    ['an access entry in another cluster', 'cluster foundry is not', (output) => { properties(output, 'dust-prod-web', 'RestartAccess').ClusterName = 'foundry'; }],
    ['an access entry without a cluster', 'cluster undefined is not', (output) => { delete properties(output, 'dust-prod-web', 'RestartAccess').ClusterName; }],
    ['a right on another cluster', 'is not the cluster of prod', (output) => { statements(output, 'dust-prod-web', 'RestartRolePolicy')[0]!.Resource = { 'Fn::Sub': 'arn:${AWS::Partition}:eks:us-east-1:444455556666:cluster/*' }; }],
    ['the cluster of another region', 'is not the cluster of prod', (output) => { statements(output, 'dust-prod-web', 'RestartRolePolicy')[0]!.Resource = { 'Fn::Sub': 'arn:${AWS::Partition}:eks:us-west-2:444455556666:cluster/foundry-prod' }; }],
  ]),
  ...mutationsOf('kubernetesNames', [
    ['a namespace that no manifest has', 'Namespace names webs', (output) => { properties(output, 'dust-prod-web', 'PodIdentity').Namespace = 'webs'; }],
    ['a service account that no manifest has', 'ServiceAccount names webs', (output) => { properties(output, 'dust-prod-web', 'PodIdentity').ServiceAccount = 'webs'; }],
    ['a namespace in a trust that no manifest has', 'kubernetes-namespace names webs', (output) => { statements(output, 'dust-prod-web', 'PodRole')[0]!.Condition.StringEquals['aws:RequestTag/kubernetes-namespace'] = 'webs'; }],
    ['a group that no manifest has', 'KubernetesGroups names', (output) => { properties(output, 'dust-prod-web', 'RestartAccess').KubernetesGroups = ['dust:prod:web:reboot']; }],
    ['the namespace of a policy of EKS', 'Namespaces names kube-system', (output) => { properties(output, 'dust-prod-web', 'RestartAccess').AccessPolicies = [{ PolicyArn: 'x', AccessScope: { Type: 'namespace', Namespaces: ['kube-system'] } }]; }],
    ['a namespace that left the manifests', 'Namespace names audit-archive', (output) => { removeObject(output, ARCHIVE_FOUNDATION, 'Namespace'); }],
  ]),
  ...mutationsOf('places', [
    ['a stack in another account', 'dust-prod-web: stands in 111122223333', (output) => { editAssembly(output, ({ artifacts }) => { Object.values(artifacts).find(({ properties: stack }) => stack?.stackName === 'dust-prod-web')!.environment = 'aws://111122223333/us-east-1'; }); }],
    ['a stack that is gone', 'dust-prod-web: there is no such stack', (output) => { editAssembly(output, ({ artifacts }) => { delete artifacts[Object.entries(artifacts).find(([, { properties: stack }]) => stack?.stackName === 'dust-prod-web')![0]]; }); }],
  ]),
  ...mutationsOf('entriesOfRoles', [
    ['a restart role that cannot enter the cluster', 'needs an access entry', (output) => { delete output.templates.get('dust-prod-web')!.Resources.RestartAccess; }],
    ['a promotion role that can enter the cluster', 'must not have an access entry', (output) => { properties(output, 'dust-prod-web', 'RestartAccess').PrincipalArn = { 'Fn::GetAtt': ['PromoteRole', 'Arn'] }; }],
  ]),
];
