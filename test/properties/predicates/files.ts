import { posix } from 'node:path';
import { placesOf, preparedIn, storingIn } from '../support/fleet-model';
import type { Invariant } from '../support/invariant';
import type { Fleet } from '../support/synthesized';

const LEDGER = 'manifests/.dust-files';

export const ownFiles: Invariant = {
  number: 27,
  title: 'every file lies where it belongs, and no two share a name on any file system',
  predicate: (fleet) => [...checkPaths(fleet), ...checkFolders(fleet), ...checkLedger(fleet), ...checkKustomizations(fleet), ...checkTemplates(fleet)],
  mutations: [
    { title: 'a file lies elsewhere', apply: (fleet) => fleet.files.set('../evil.yaml', '') },
    { title: 'a file lies beside the two folders', apply: (fleet) => fleet.files.set('other/x.yaml', '') },
    { title: 'two files differ by case', apply: (fleet) => fleet.files.set('manifests/prod/Web/workload.yaml', '') },
    { title: 'a temporary file is left', apply: (fleet) => fleet.files.set('manifests/prod/web/workload.yaml.tmp', '') },
    { title: 'a service has no folder', apply: (fleet) => { for (const path of [...fleet.files.keys()]) if (path.startsWith('manifests/prod/web/')) fleet.files.delete(path); } },
    { title: 'the ledger forgets a file', apply: (fleet) => fleet.files.set(LEDGER, fleet.files.get(LEDGER).replace('prod/web/workload.yaml\n', '')) },
    { title: 'kustomize does not find a file', apply: (fleet) => { kustomization(fleet, 'web').resources = ['foundation.yaml']; } },
    { title: 'two stacks have one template', apply: (fleet) => { fleet.stacks[1].file = fleet.stacks[0].file; } },
  ],
};

function kustomization(fleet: { objects: any }, folder: string): any {
  return fleet.objects.find((placed: Fleet['objects'][number]) => placed.folder === folder && placed.environment === 'prod' && placed.object.kind === 'Kustomization').object;
}

function checkPaths({ files }: Fleet): string[] {
  const paths = [...files.keys()];
  const folded = paths.map((path) => path.toLowerCase());
  return [
    ...paths.filter((path) => posix.normalize(path) !== path || !/^(?:cdk\.out|manifests)\//.test(path)).map((path) => `${path} lies elsewhere`),
    ...paths.filter((path, index) => folded.indexOf(path.toLowerCase()) !== index).map((path) => `${path} is there twice`),
  ];
}

/** The folders below an environment are its services and those of the platform. */
function checkFolders({ files, model }: Fleet): string[] {
  const actual = new Set([...files.keys()].flatMap((path) => /^manifests\/([^/]+\/[^/]+)\/[^/]+\.yaml$/.exec(path)?.[1] ?? []));
  const services = placesOf(model).map(({ service, environment }) => `${environment.name}/${service.name}`);
  services.push(...model.environments.filter((environment) => preparedIn(model, environment).length > 0).map(({ name }) => `${name}/dust-admin`));
  services.push(...model.environments.filter((environment) => storingIn(model, environment).length > 0).map(({ name }) => `${name}/dust-objects`));
  const allowed = new Set([...services, ...model.environments.flatMap(({ name }) => [`${name}/cluster`, `${name}/cluster-admin`])]);
  return [
    ...services.filter((folder) => !actual.has(folder)).map((folder) => `${folder} is missing`),
    ...[...actual].filter((folder) => !allowed.has(folder)).map((folder) => `${folder} belongs to nobody`),
  ];
}

function checkLedger({ files }: Fleet): string[] {
  const listed = (files.get(LEDGER) ?? '').split('\n').filter((path) => path !== '').sort();
  const written = [...files.keys()].filter((path) => path.startsWith('manifests/') && path !== LEDGER).map((path) => path.slice('manifests/'.length)).sort();
  return listed.join() === written.join() ? [] : [`the ledger lists ${listed.join()} and not ${written.join()}`];
}

/** What is written is found by kustomize from the environment's own file, but for what an administrator applies. */
function checkKustomizations({ objects, files }: Fleet): string[] {
  const lists = objects.filter(({ object }) => object.kind === 'Kustomization').map(({ file, object }) => ({ folder: posix.dirname(file), resources: object.resources as string[] }));
  const reached = new Set(lists.flatMap(({ folder, resources }) => resources.map((path) => posix.join(folder, path))));
  const dead = [...reached].filter((path) => !files.has(`manifests/${path}`) && !files.has(`manifests/${path}/kustomization.yaml`)).map((path) => `${path} is listed and not there`);
  const documents = [...files.keys()].flatMap((path) => /^manifests\/(.*(?<!kustomization)\.yaml)$/.exec(path)?.[1] ?? []);
  return [...dead, ...documents.filter((path) => !reached.has(path)).map((path) => `${path} is not found by kustomize`)];
}

function checkTemplates({ stacks, files }: Fleet): string[] {
  const templates = stacks.map(({ file }) => file);
  const written = [...files.keys()].filter((path) => path.endsWith('.template.json'));
  return [
    ...templates.filter((file, index) => templates.indexOf(file) !== index).map((file) => `${file} is of two stacks`),
    ...written.filter((file) => !templates.includes(file)).map((file) => `${file} is of no stack`),
  ];
}
