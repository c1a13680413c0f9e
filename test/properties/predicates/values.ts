import { resourceIn, resourcesOf } from '../support/cloudformation';
import { placesOf } from '../support/fleet-model';
import type { Invariant } from '../support/invariant';
import { clusterObjects, containersOf, objectIn, workloadsOf } from '../support/kubernetes';
import { secretVariablesOf } from '../support/request-variables';
import type { Fleet } from '../support/synthesized';

export const noValues: Invariant = {
  number: 13,
  title: 'no output has a password or a connection string',
  predicate: (fleet) => [...checkFiles(fleet), ...checkDynamicReferences(fleet), ...checkObjects(fleet), ...checkVariables(fleet)],
  mutations: [
    { title: 'a password is written', apply: (fleet) => { resourceIn(fleet, 'ledger/prod', 'PostgresInstance').Properties.MasterUserPassword = 'correct horse'; } },
    { title: 'a password is that of another stack', apply: (fleet) => { resourceIn(fleet, 'ledger/prod', 'CacheGroup').Properties.AuthToken = '{{resolve:secretsmanager:rich/staging/ledger/cache/password}}'; } },
    { title: 'a password is shown in an output', apply: (fleet) => { fleet.stacks.at(-1).template.Outputs = { X: { Value: '{{resolve:secretsmanager:x:SecretString}}' } }; } },
    { title: 'a connection string stands in a file', apply: (fleet) => fleet.files.set('cdk.out/tree.json', '{"url":"postgresql://app:secret@host:5433/db"}') },
    { title: 'a password stands in a template of a copy', apply: (fleet) => fleet.files.set('manifests/prod/ledger/data.yaml', 'REDIS_URL: rediss://:secret@{{ .host }}:6380/0') },
    { title: 'a secret stands in the manifests', apply: (fleet) => { objectIn(fleet, 'prod', 'ledger', 'ConfigMap').kind = 'Secret'; } },
    { title: 'a secret is a plain value', apply: (fleet) => { objectIn(fleet, 'prod', 'ledger', 'ConfigMap', 'ledger-config').data.PGPASSWORD = 'x'; } },
    { title: 'a secret is a value of the container', apply: (fleet) => { objectIn(fleet, 'prod', 'ledger', 'Deployment').spec.template.spec.containers[0].env[0] = { name: 'BANK_KEY', value: 'x' }; } },
    { title: 'a secret is a value of a job', apply: (fleet) => { objectIn(fleet, 'prod', 'dust-admin', 'Job').spec.template.spec.containers[0].env.push({ name: 'APPLICATION_PASSWORD', value: 'x' }); } },
  ],
};

/** Where External Secrets puts a value, nothing of it stands yet. */
function checkFiles({ files }: Fleet): string[] {
  return [...files].filter(([, content]) => content.includes('://') && /[a-z]:\/\/[^\s/"'@]*:[^\s/"'@]+@/.test(content.replace(/\{\{ [^}]*\}\}/g, ''))).map(([path]) => `${path} has a connection string`);
}

const PASSWORDS: Readonly<Record<string, string>> = { 'AWS::RDS::DBInstance': 'MasterUserPassword', 'AWS::ElastiCache::ReplicationGroup': 'AuthToken' };

/** CloudFormation puts a password where AWS asks for one, from a secret that the same stack makes, and nowhere else. */
function checkDynamicReferences({ stacks }: Fleet): string[] {
  const wrong = resourcesOf({ stacks }, ...Object.keys(PASSWORDS)).flatMap(({ stack, resource, place }) => {
    const [text = '', variables = {}] = resource.Properties[PASSWORDS[resource.Type]!]?.['Fn::Sub'] ?? [];
    const secret = variables.Secret?.Ref;
    const isOwn = stack.template.Resources[secret]?.Type === 'AWS::SecretsManager::Secret' && Object.keys(variables).length === 1;
    return isOwn && /^\{\{resolve:secretsmanager:\$\{Secret\}:SecretString(?::password)?\}\}$/.test(text) ? [] : [`${place} has a password of another origin`];
  });
  const counted = stacks.filter(({ template }) => JSON.stringify(template).split('{{resolve:').length - 1 !== resourcesOf({ stacks: [{ template } as never] }, ...Object.keys(PASSWORDS)).length);
  return [...wrong, ...counted.map(({ id }) => `${id} resolves a secret elsewhere`)];
}

function checkObjects(fleet: Fleet): string[] {
  return clusterObjects(fleet).filter(({ object }) => object.kind === 'Secret').map(({ place }) => `${place} is a secret in a file`);
}

/** What is secret comes from a Secret in every container. */
function checkVariables(fleet: Fleet): string[] {
  const secret = new Map(placesOf(fleet.model).map(({ service, environment }) => [`${environment.name}/${service.name}`, secretVariablesOf(service)]));
  const inContainers = workloadsOf(fleet).flatMap((workload) => containersOf(workload).flatMap(({ env = [] }) => env)
    .filter(({ name, value }) => value !== undefined && (/PASSWORD/.test(name) || secret.get(`${workload.environment}/${workload.folder}`)?.includes(name) === true))
    .map(({ name }) => `${workload.place} has ${name} as a value`));
  const inConfigMaps = clusterObjects(fleet).filter(({ object }) => object.kind === 'ConfigMap').flatMap(({ place, environment, folder, object }) =>
    Object.keys(object.data ?? {}).filter((name) => secret.get(`${environment}/${folder}`)?.includes(name) === true).map((name) => `${place} has ${name}`));
  return [...inContainers, ...inConfigMaps];
}
