import { mutationsOf } from './mutation';
import { addObject, object, properties, removeObject, statements } from '../../independent/mutate';
import type { Output } from '../../support/synthesize';

const ADMIN = 'prod/dust-admin/dust-admin.yaml';
const STACK = 'dust-prod-catalog';

function job(output: Output, service = 'catalog', file = ADMIN): Record<string, any> {
  return output.manifests.get(file)!.find(({ kind, metadata }) => kind === 'Job' && metadata.name.startsWith(`${service}-postgres-`))! as Record<string, any>;
}

function pod(output: Output): Record<string, any> {
  return job(output).spec.template.spec as Record<string, any>;
}

function rules(output: Output): Record<string, any>[] {
  return object(output, ADMIN, 'Role').rules as Record<string, any>[];
}

function spec(values: Record<string, unknown>): (output: Output) => void {
  return (output) => { Object.assign(job(output).spec, values); };
}

export const admin = [
  ...mutationsOf('adminNamespaces', [
    ['a database that nobody prepares', 'PostgresInstance: is prepared by 0 jobs', (output) => { removeObject(output, ADMIN, 'Job', job(output).metadata.name as string); }],
    ['a database that two jobs prepare', 'PostgresInstance: is prepared by 2 jobs', (output) => { addObject(output, ADMIN, structuredClone(job(output))); }],
    ['a job that prepares nothing', 'prepares no database', (output) => { pod(output).containers[0].env = []; }],
    ['a Deployment beside the jobs', 'a Deployment has nothing to do there', (output) => { addObject(output, ADMIN, { ...structuredClone(object(output, 'prod/web/workload.yaml', 'Deployment')), metadata: { name: 'x', namespace: 'dust-admin' } }); }],
    ['jobs that somebody may call', 'lets somebody in', (output) => { object(output, ADMIN, 'NetworkPolicy', 'to-dns').spec.ingress = []; }],
    ['no namespace', 'of no name, not dust-admin', (output) => { removeObject(output, ADMIN, 'Namespace'); }],
  ]),
  ...mutationsOf('mastersStayApart', [
    ['the secret of a master in a service\'s namespace', 'names the secret of a master', (output) => { object(output, 'prod/catalog/data.yaml', 'ExternalSecret', 'catalog-postgres').spec.data[0].remoteRef.key = 'dust/prod/catalog/postgres/master'; }],
    ['the secret of a master in a service\'s role', 'names the secret of a master', (output) => { statements(output, STACK, 'SecretsRolePolicy')[0]!.Resource.push('arn:aws:secretsmanager:us-east-1:444455556666:secret:dust/prod/catalog/postgres/master-??????'); }],
    ['a role of AWS for the jobs', 'gives a role to the platform\'s jobs', (output) => { Object.assign(properties(output, STACK, 'PodIdentity'), { Namespace: 'dust-admin', ServiceAccount: 'dust-admin' }); }],
  ]),
  ...mutationsOf('k12Jobs', [
    ['a name without a hash', 'no hash in its name', (output) => { job(output).metadata.name = 'catalog-postgres-roles'; }],
    ['many tries', 'tries too often', spec({ backoffLimit: 6 })],
    ['no limit of tries', 'tries too often', (output) => { delete job(output).spec.backoffLimit; }],
    ['no deadline', 'may run for ever', (output) => { delete job(output).spec.activeDeadlineSeconds; }],
    ['a job that stays', 'stays for ever', (output) => { delete job(output).spec.ttlSecondsAfterFinished; }],
    ['containers that start again', 'starts its containers again', (output) => { pod(output).restartPolicy = 'OnFailure'; }],
    ['several pods at once', 'several pods at once', spec({ parallelism: 2 })],
    ['a job that waits for a person', 'does not run', spec({ suspend: true })],
    ['a selector by hand', 'selects pods by hand', spec({ manualSelector: true })],
    ['a service account with a token', 'no service account of its own', (output) => { object(output, ADMIN, 'ServiceAccount').automountServiceAccountToken = true; }],
    ['the default service account', 'no service account of its own', (output) => { pod(output).serviceAccountName = 'default'; }],
  ]),
  ...mutationsOf('jobHashes', [
    ['one hash for two jobs', 'and runs something else', (output) => { const hash = (job(output, 'identity').metadata.name as string).split('-').at(-1); job(output).metadata.name = `catalog-postgres-${hash}`; }],
    ['the hash of another environment', 'and runs something else', (output) => { job(output).metadata.name = job(output, 'catalog', 'staging/dust-admin/dust-admin.yaml').metadata.name; }],
  ]),
  ...mutationsOf('k11Admin', [
    ['rights about pods', 'has rights about', (output) => { rules(output).push({ apiGroups: [''], resources: ['services'], verbs: ['get'] }); }],
    ['a kind that platform-apply cannot apply', 'has rights about', (output) => { rules(output).shift(); }],
    ['another group', 'gives rights to', (output) => { object(output, ADMIN, 'RoleBinding').subjects.push({ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'dust:prod:catalog:workload-apply' }); }],
  ]),
  ...mutationsOf('k11Apply', [
    ['jobs that platform-apply may not apply', 'Job catalog-postgres', (output) => { rules(output)[1]!.verbs = ['get']; }],
  ]),
  ...mutationsOf('k11Rules', [
    ['secrets of the platform', 'is about secrets', (output) => { rules(output)[0]!.resources.push('secrets'); }],
    ['commands in jobs', 'is about pods/exec', (output) => { rules(output)[0]!.resources.push('pods/exec'); }],
  ]),
  ...mutationsOf('namespaceIsolation', [
    ['a service with rights in the platform\'s namespace', 'of another service', (output) => { object(output, ADMIN, 'RoleBinding').subjects[0].name = 'dust:prod:catalog:workload-apply'; }],
  ]),
  ...mutationsOf('groups', [
    ['a group that nobody is in', 'exactly one access entry must give', (output) => { object(output, ADMIN, 'RoleBinding').subjects[0].name = 'dust:prod:database-apply'; }],
  ]),
  ...mutationsOf('k1Namespaces', [
    ['a quota for fewer jobs', 'no quota that suffices', (output) => { object(output, ADMIN, 'ResourceQuota').spec.hard.pods = '3'; }],
    ['a quota of too little memory', 'no quota that suffices', (output) => { object(output, ADMIN, 'ResourceQuota').spec.hard['limits.memory'] = '256Mi'; }],
    ['a namespace for privileged pods', 'does not enforce restricted', (output) => { object(output, ADMIN, 'Namespace').metadata.labels['pod-security.kubernetes.io/enforce'] = 'privileged'; }],
  ]),
  ...mutationsOf('k3PodSecurity', [
    ['a job as root', 'runAsUser of 10000 or more', (output) => { pod(output).securityContext.runAsUser = 0; }],
    ['a job that writes', 'readOnlyRootFilesystem', (output) => { pod(output).containers[0].securityContext.readOnlyRootFilesystem = false; }],
    ['a job with a token', 'automountServiceAccountToken', (output) => { delete pod(output).automountServiceAccountToken; }],
  ]),
  ...mutationsOf('k4Containers', [
    ['a job without a limit', 'no cpu and memory', (output) => { delete pod(output).containers[0].resources.limits; }],
  ]),
  ...mutationsOf('defaultDeny', [
    ['jobs that may do everything', 'no policy that denies everything', (output) => { removeObject(output, ADMIN, 'NetworkPolicy', 'deny-all'); }],
  ]),
  ...mutationsOf('podsReachTheirBasics', [
    ['jobs that find no names', 'may not ask DNS', (output) => { removeObject(output, ADMIN, 'NetworkPolicy', 'to-dns'); }],
  ]),
  ...mutationsOf('podsFindWhatTheyName', [
    ['files that are not there', 'no ConfigMap files-00000000', (output) => { pod(output).volumes[0].configMap.name = 'files-00000000'; }],
    ['a login that nobody makes', 'no Secret catalog-postgres', (output) => { object(output, ADMIN, 'ExternalSecret', 'catalog-postgres').spec.target.name = 'catalog'; }],
  ]),
  ...mutationsOf('secretObjectsAreRead', [
    ['a login that no job reads', 'no pod reads PGUSER', (output) => { const [first] = pod(output).containers as Record<string, any>[]; first!.env = (first!.env as { name: string }[]).filter(({ name }) => name !== 'PGUSER'); }],
  ]),
  ...mutationsOf('images', [
    ['a job that runs something else', 'is not the one of the platform', (output) => { pod(output).containers[0].image = 'docker.io/library/postgres:17'; }],
  ]),
  ...mutationsOf('layers', [
    ['a service\'s job', 'does not belong in this layer', (output) => { addObject(output, 'prod/catalog/workload.yaml', { ...structuredClone(job(output)), metadata: { name: 'x-00000000', namespace: 'catalog' } } as Record<string, any>); }],
  ]),
  ...mutationsOf('kustomizations', [
    ['a platform that nobody applies', 'prod/dust-admin: no kustomization lists it', (output) => { const [top] = output.manifests.get('prod/kustomization.yaml')! as Record<string, any>[]; top!.resources = (top!.resources as string[]).filter((name) => name !== 'dust-admin'); }],
  ]),
  ...mutationsOf('podIdentities', [
    ['jobs with a role of AWS', 'no pod uses service account', (output) => { Object.assign(properties(output, STACK, 'PodIdentity'), { Namespace: 'dust-admin', ServiceAccount: 'dust-admin' }); }],
  ]),
];
