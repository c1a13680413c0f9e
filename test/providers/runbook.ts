import type { Place, Served } from './served';
import type { Runbook } from '../../lib/providers/contract';

/** What nobody knows before the day: a moment, an object of the application, a version. */
const OPEN = /\b(?:YYYY-MM-DD(?:[T ]HH:MM:SS(?:Z|\+00)?)?|KEY|PREFIX|VERSION(?:_OF_THE_MARKER)?|PREVIOUS|CURRENT|AWSPREVIOUS|AWSCURRENT)\b/g;
/** Words of commands, and variables of a shell. */
const WORDS = new Set(['EOF', 'UTC', 'AWS', 'RDS', 'TLS', 'JSON', 'DRILL_HOST', 'DRILL_RESTORED', 'SECURITY_GROUPS', 'S3', 'SQL', 'REPLICAS', 'PRIMARY', 'RESTORED', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']);

/** A runbook with which a person could begin: every name is there and real, and no secret is. */
export function runbookViolations(served: Served): string[] {
  return served.places.flatMap((place) => place.plan.bound.flatMap(({ request: { key }, binding: { restore } }) =>
    [...form(restore, key), ...names(served, place, restore)].map((problem) => `${place.environment}/${place.service}: the runbook ${problem}`)));
}

function commandsOf({ steps }: Runbook): readonly string[] {
  return steps.flatMap(({ commands = [] }) => commands);
}

function form(runbook: Runbook, key: string): string[] {
  const texts = [runbook.title, ...runbook.steps.map(({ text }) => text), ...commandsOf(runbook)];
  const all = texts.join('\n');
  const capitals = all.replace(OPEN, '').match(/(?<![\w/.$'"-])[A-Z][A-Z_]{2,}(?![\w'])/g) ?? [];
  return [
    ...(runbook.title === '' || runbook.steps.length === 0 || commandsOf(runbook).length === 0 ? ['is empty'] : []),
    ...(texts.some((text) => text.trim() === '') ? ['has an empty line'] : []),
    ...(/undefined|\[object|\$\{|\{\{|<[a-z]/.test(all) ? ['has a hole'] : []),
    ...capitals.filter((word) => !WORDS.has(word) && word !== key).map((word) => `leaves ${word} open`),
    // A variable may be filled with one; the terminal shows nothing of it.
    ...(/^(?!export [A-Z_]+="\$\().*get secret\S* .*(?:-o|--output)[= ](?!name)/m.test(all) || /get-secret-value|--from-literal/.test(all) ? ['shows a secret'] : []),
  ];
}

/** Namespaces, deployments, files and stacks that it names are printed, and it is about something that is. */
function names({ output }: Served, { environment, service, plan, objects, around }: Place, runbook: Runbook): string[] {
  const text = [runbook.title, ...commandsOf(runbook)].join('\n');
  const found = (pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name]) => name!);
  const namespaces = around.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
  const paths = [...output.files.keys()];
  const foreign = (what: string, named: readonly string[], known: readonly string[]): string[] => named.filter((name) => !known.includes(name)).map((name) => `names the ${what} ${name}, which there is not`);
  return [
    ...foreign('namespace', found(/kubectl -n (\S+)/g), namespaces),
    ...foreign('deployment', found(/\bdeployment\/([\w-]+)/g), [service]),
    ...found(/(manifests\/[\w./-]+)/g).filter((path) => !paths.some((one) => one === path || one.startsWith(`${path}/`))).map((path) => `names the file ${path}, which there is not`),
    ...foreign('stack', found(/cdk deploy (\S+)/g), [`${service}/${environment}`]),
    ...(ownNames(objects, plan.stackName, output).some((name) => text.includes(name)) ? [] : ['names nothing that was printed']),
  ];
}

/** Names that say more than the service's: of its objects, and of what its stack makes. */
function ownNames(objects: Place['objects'], stackName: string, { templates }: Served['output']): string[] {
  const resources = Object.values(templates.get(stackName)!.Resources).flatMap(({ Properties }) => Object.entries(Properties ?? {}).filter(([key]) => /(?:Name|Identifier|GroupId)$/.test(key)).map(([, value]) => value));
  const inCluster = objects.filter(({ kind }) => !['Deployment', 'Service', 'Namespace', 'ServiceAccount', 'ConfigMap'].includes(kind));
  const known = [...inCluster.flatMap(({ metadata, spec }) => [metadata.name, spec?.name]), ...objects.filter(({ kind }) => kind === 'Deployment').flatMap(({ spec }) => (spec.template.spec.containers[0].env ?? []).map(({ valueFrom }: any) => valueFrom.secretKeyRef.name)), ...resources];
  return [...new Set(known)].filter((name): name is string => typeof name === 'string' && name.length > 7);
}
