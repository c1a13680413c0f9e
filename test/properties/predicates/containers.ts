import { resourceIn, resourcesOf } from '../support/cloudformation';
import { clusterOf, environmentsOf, placesOf, servesInCluster } from '../support/fleet-model';
import type { EnvironmentModel, ServiceModel } from '../support/fleet-model';
import type { Invariant } from '../support/invariant';
import { containersOf, environmentOf, neighboursOf, objectIn, workloadsOf } from '../support/kubernetes';
import type { Workload } from '../support/kubernetes';
import { CREDENTIALS, variablesOfRequests } from '../support/request-variables';
import { urlVariable } from '../support/settle';
import type { Fleet } from '../support/synthesized';

export const onePodIdentity: Invariant = {
  number: 21,
  title: 'associations of Pod Identity and service accounts of pods belong to each other, one to one',
  predicate: (fleet) => {
    const associated = resourcesOf(fleet, 'AWS::EKS::PodIdentityAssociation').map(({ stack, resource: { Properties } }) =>
      `${clusterOf({ ...stack, cluster: Properties.ClusterName })} ${Properties.Namespace}/${Properties.ServiceAccount}`);
    const used = workloadsOf(fleet).filter(({ folder }) => folder !== 'dust-admin').map((workload) => `${clusterOf(environmentOf(fleet, workload))} ${workload.object.metadata.namespace}/${workload.template.spec.serviceAccountName}`);
    return [
      ...associated.filter((one, index) => associated.indexOf(one) !== index).map((one) => `${one} is associated twice`),
      ...associated.filter((one) => !used.includes(one)).map((one) => `${one} is associated and no pod has it`),
      ...used.filter((one) => !associated.includes(one)).map((one) => `${one} is not associated`),
      ...used.filter((one, index) => used.indexOf(one) !== index).map((one) => `${one} is of two workloads`),
    ];
  },
  mutations: [
    { title: 'the association is of another namespace', apply: (fleet) => { resourceIn(fleet, 'web/prod', 'PodIdentity').Properties.Namespace = 'archive'; } },
    { title: 'the association is of another cluster', apply: (fleet) => { resourceIn(fleet, 'web/prod', 'PodIdentity').Properties.ClusterName = 'other'; } },
    { title: 'the pod has the default service account', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'Deployment').spec.template.spec.serviceAccountName = 'default'; } },
    { title: 'the association is missing', apply: (fleet) => { resourceIn(fleet, 'web/prod', 'PodIdentity').Type = 'AWS::EKS::AccessEntry'; } },
    { title: 'the pod stands in another namespace', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'Deployment').metadata.namespace = 'worker'; } },
  ],
};

export const oneSourceOfVariables: Invariant = {
  number: 22,
  title: 'a container finds every variable that it was promised, each from one source',
  predicate: (fleet) => placesOf(fleet.model).flatMap(({ service, environment }) => {
    const place = `${environment.name}/${service.name}`;
    const sources = sourcesOf(service, environment);
    const names = sources.map(([name]) => name);
    const found = variablesOf(fleet, environment.name, service.name);
    return [
      ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${place} has two sources of ${name}`),
      ...sources.filter(([name, source]) => /^(?:AWS_|DUST_|KUBERNETES_|LD_)/.test(name) && source !== 'platform').map(([name, source]) => `${place} gets ${name} from ${source}`),
      ...names.filter((name) => !found.includes(name)).map((name) => `${place} lacks ${name}`),
      ...found.filter((name) => !names.includes(name)).map((name) => `${place} has ${name}, which nobody promised`),
      ...found.filter((name, index) => found.indexOf(name) !== index).map((name) => `${place} is given ${name} twice`),
    ];
  }),
  mutations: [
    { title: 'a variable is missing', apply: (fleet) => delete objectIn(fleet, 'prod', 'web', 'ConfigMap').data.ARCHIVE_URL },
    { title: 'a secret is missing', apply: (fleet) => { objectIn(fleet, 'prod', 'archive', 'Deployment').spec.template.spec.containers[0].env.pop(); } },
    { title: 'a secret is also a value', apply: (fleet) => { objectIn(fleet, 'prod', 'archive', 'ConfigMap').data.SIGNING_KEY = 'x'; } },
    { title: 'a variable is too many', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'ConfigMap').data.EXTRA = 'x'; } },
    {
      title: 'a variable has a second source',
      apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'Deployment').spec.template.spec.containers[0].env = [{ name: 'PORT', value: '1' }]; },
    },
    { title: 'a container reads no ConfigMap', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'Deployment').spec.template.spec.containers[0].envFrom = []; } },
    {
      title: 'two declared things give one variable',
      apply: (fleet) => { fleet.model.services.find(({ name }: ServiceModel) => name === 'web').values.ARCHIVE_URL = 'http://elsewhere'; },
    },
  ],
};

export const sameNamesEverywhere: Invariant = {
  number: 22,
  title: 'the variables and the mounted files have the same names in every environment, whatever is there already',
  predicate: (fleet) => fleet.model.services.flatMap((service) => {
    const byEnvironment = environmentsOf(fleet.model, service).map((environment) => [environment.name, namesOf(fleet, environment.name, service.name)] as const);
    const [first] = byEnvironment;
    return byEnvironment.filter(([, names]) => names !== first?.[1]).map(([name, names]) => `${service.name} has ${names} in ${name} and ${first?.[1]} in ${first?.[0]}`);
  }),
  mutations: [
    {
      title: 'one environment has another name',
      apply: (fleet) => { const { data } = objectIn(fleet, 'prod', 'archive', 'ConfigMap'); data.BUCKET_SCANS_2 = data.BUCKET_SCANS; delete data.BUCKET_SCANS; },
    },
    { title: 'an adopted database brings one name less', apply: (fleet) => delete objectIn(fleet, 'dev', 'ledger', 'ConfigMap', 'ledger-config').data.PGDATABASE },
    { title: 'an adopted database brings no certificates', apply: (fleet) => { objectIn(fleet, 'dev', 'ledger', 'Deployment').spec.template.spec.containers[0].volumeMounts.pop(); } },
    { title: 'one environment has one secret less', apply: (fleet) => { objectIn(fleet, 'dev', 'archive', 'Deployment').spec.template.spec.containers[0].env.pop(); } },
    { title: 'one environment has one name less', apply: (fleet) => delete objectIn(fleet, 'dev', 'web', 'ConfigMap').data.LOG_LEVEL },
    { title: 'one environment has one name more', apply: (fleet) => { objectIn(fleet, 'dev', 'web', 'ConfigMap').data.EXTRA = 'x'; } },
  ],
};

/** The variables that an application reads, and the folders in which files of the platform lie. */
function namesOf(fleet: Fleet, environment: string, service: string): string {
  const folders = workloadsOf(fleet).filter((workload) => workload.environment === environment && workload.folder === service)
    .flatMap((workload) => containersOf(workload).flatMap(({ volumeMounts = [] }) => volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath)));
  const read = variablesOf(fleet, environment, service).filter((name) => !CREDENTIALS.includes(name));
  return [...read, ...folders].sort().join(' ');
}

/** The documented contract: what the platform, the requests, the calls and the person give. */
function sourcesOf(service: ServiceModel, environment: EnvironmentModel): (readonly [name: string, source: string])[] {
  const own = [...new Set([...Object.keys(service.values), ...Object.keys(service.overrides[environment.name]?.values ?? {})])];
  return [
    ...['PORT', 'DUST_SERVICE', 'DUST_ENVIRONMENT', 'AWS_REGION'].map((name) => [name, 'platform'] as const),
    ...variablesOfRequests(service).map((name) => [name, name.startsWith('AWS_') ? 'platform' : 'requests'] as const),
    ...(servesInCluster(environment, 'bucket') && Object.keys(service.buckets).length > 0 ? CREDENTIALS.map((name) => [name, 'platform'] as const) : []),
    ...Object.keys(service.secrets ?? {}).map((name) => [name, 'secrets'] as const),
    ...service.calls.map((callee) => [urlVariable(callee), `call of ${callee}`] as const),
    ...own.map((name) => [name, 'values'] as const),
  ];
}

/** The names that the containers of a service see, each as often as something gives it. */
export function variablesOf(fleet: Fleet, environment: string, service: string): string[] {
  return workloadsOf(fleet).filter((workload) => workload.environment === environment && workload.folder === service).flatMap((workload) => containersOf(workload).flatMap((container) => [
    ...(container.env ?? []).map(({ name }: { name: string }) => name),
    ...(container.envFrom ?? []).flatMap(({ configMapRef }: any) => Object.keys(dataOf(fleet, workload, configMapRef?.name))),
  ]));
}

function dataOf(fleet: Fleet, workload: Workload, configMap: string | undefined): Record<string, string> {
  return neighboursOf(fleet, workload, 'ConfigMap').find(({ metadata }) => metadata.name === configMap)?.data ?? {};
}
