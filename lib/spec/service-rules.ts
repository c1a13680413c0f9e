import { joinPath } from './path';
import { judgeTogether } from './process-text';
import { DEFAULT_CPU, formatCpu } from './quantities';
import type { ServiceSpec, SizeOverrides } from './service';
import type { Finding } from '../issues/issue';
import { didYouMean, listed } from '../issues/suggest';

interface PlacedFinding {
  readonly path: string;
  readonly finding: Finding;
}

/** What must hold between the parts of one declaration, without looking at its environments. */
export function checkService(spec: ServiceSpec): PlacedFinding[] {
  const overrides = Object.entries(spec.overrides).map(([environment, sizes]) => ({ path: joinPath('overrides', environment), sizes }));
  return [
    ...checkCpu('http', spec.http, {}),
    ...checkReplicas('http', spec.http, {}),
    ...overrides.flatMap(({ path, sizes }) => [...checkCpu(path, sizes, spec.http), ...checkReplicas(path, sizes, spec.http)]),
    ...overrides.flatMap(({ path, sizes }) => checkOverriddenValues(path, sizes, spec.values)),
    ...checkHost(spec),
    ...checkProbes(spec),
    ...checkCalls(spec),
    ...checkFolders(spec),
    ...checkEgress(spec),
    ...checkTexts(spec),
    ...checkRepeated('environments', spec.environments ?? []),
    ...checkRepeated('calls', spec.typedCalls),
    ...checkRepeated('calledBy', spec.calledBy ?? []),
  ];
}

/** An application finds the same names everywhere; an override only changes what they say. */
function checkOverriddenValues(path: string, { values = {} }: SizeOverrides, declared: ServiceSpec['values']): PlacedFinding[] {
  const known = Object.keys(declared);
  return Object.keys(values).filter((name) => !Object.hasOwn(declared, name)).map((name) => ({
    path: joinPath(joinPath(path, 'values'), name),
    finding: { code: 'DUST1045', value: name, problem: 'is not a variable of the other environments', allowed: listed(known), fix: didYouMean(name, known, `add "${name}" to "values" of the service, with what the other environments shall find`) },
  }));
}

/** Sizes are judged where they are written: an override that says nothing about a size is not asked about it again. */
function checkCpu(path: string, own: SizeOverrides, inherited: SizeOverrides): PlacedFinding[] {
  const cpu = own.cpu ?? inherited.cpu;
  const limit = own.cpuLimit ?? inherited.cpuLimit;
  const requested = cpu ?? DEFAULT_CPU;
  if ((own.cpu ?? own.cpuLimit) === undefined || limit === undefined || requested <= limit) return [];
  const other = cpu === undefined ? `${formatCpu(requested)}, which is the default of cpu` : `cpu, ${formatCpu(requested)}`;
  const finding = { code: 'DUST1033', allowed: 'a limit of at least what is requested', fix: 'raise cpuLimit or lower cpu' } as const;
  if (own.cpuLimit !== undefined) return [{ path: `${path}.cpuLimit`, finding: { ...finding, value: formatCpu(limit), problem: `is less than ${other}` } }];
  return [{ path: `${path}.cpu`, finding: { ...finding, value: formatCpu(requested), problem: `is more than cpuLimit, ${formatCpu(limit)}` } }];
}

/** Where nobody wrote `replicas`, the environment decides, and it is judged there. */
function checkReplicas(path: string, own: SizeOverrides, inherited: SizeOverrides): PlacedFinding[] {
  const replicas = own.replicas ?? inherited.replicas;
  const most = own.maxReplicas ?? inherited.maxReplicas;
  if ((own.replicas ?? own.maxReplicas) === undefined || replicas === undefined || most === undefined || replicas <= most) return [];
  const finding = { code: 'DUST1032', allowed: 'maxReplicas of at least replicas', fix: 'raise maxReplicas or lower replicas' } as const;
  if (own.maxReplicas !== undefined) return [{ path: `${path}.maxReplicas`, finding: { ...finding, value: most, problem: `is less than replicas, ${replicas}` } }];
  return [{ path: `${path}.replicas`, finding: { ...finding, value: replicas, problem: `is more than maxReplicas, ${most}` } }];
}

function checkHost({ http: { access }, environments }: ServiceSpec): PlacedFinding[] {
  if (access.name?.includes('.') !== true || environments?.length === 1) return [];
  const finding: Finding = { code: 'DUST1021', value: access.name, problem: 'is one host for several environments', allowed: 'a DNS label, to which every environment adds its domain', fix: `write "${access.name.split('.')[0]}", or name one environment in "environments"` };
  return [{ path: 'http.access', finding }];
}

/** One answer to both questions would kill a pod that only waits for something. */
function checkProbes({ http: { health } }: ServiceSpec): PlacedFinding[] {
  if (health === undefined || health.liveness !== health.readiness) return [];
  const finding: Finding = { code: 'DUST1022', value: health.readiness, problem: 'answers both probes', allowed: 'a path for liveness and another for readiness', fix: 'let one path say whether the process lives, and another whether it can serve now' };
  return [{ path: 'http.health', finding }];
}

function checkCalls(spec: ServiceSpec): PlacedFinding[] {
  const itself = (list: string, fix: string, names: readonly string[]): PlacedFinding[] => names.flatMap((name, index) => (name !== spec.name ? [] : [
    { path: `${list}[${index}]`, finding: { code: 'DUST3003', value: name, problem: 'is the service itself', allowed: 'other services', fix } },
  ]));
  return [
    ...itself('calls', 'remove it; a pod reaches itself on localhost', spec.typedCalls),
    ...itself('calledBy', 'remove it', spec.calledBy ?? []),
  ];
}

function checkFolders({ http: { writable } }: ServiceSpec): PlacedFinding[] {
  return writable.flatMap((folder, index) => {
    const other = ['/tmp', ...writable.slice(0, index)].find((earlier) => holds(earlier, folder) || holds(folder, earlier));
    if (other === undefined) return [];
    const problem = holds(other, folder) ? `lies in ${other}, which is writable already` : `holds ${other}, which is writable already`;
    const fix = holds(other, folder) ? 'remove it' : `remove ${other}, or name other folders`;
    return [{ path: `http.writable[${index}]`, finding: { code: 'DUST1025', value: folder, problem, allowed: 'folders that do not hold each other', fix } as const }];
  });
}

function holds(folder: string, other: string): boolean {
  return folder === other || other.startsWith(`${folder}/`);
}

/** A rule of a network policy without ports admits every port. */
function checkEgress({ egress }: ServiceSpec): PlacedFinding[] {
  const finding: Finding = { code: 'DUST1020', problem: 'has no port, which would open every port', allowed: 'one port or more', fix: 'list the ports, such as [443]' };
  return egress.flatMap(({ ports }, index) => (ports.length > 0 ? [] : [{ path: `egress[${index}].ports`, finding }]));
}

function checkTexts({ http: { command, args }, values, overrides }: ServiceSpec): PlacedFinding[] {
  const lists = [
    { path: 'values', texts: values },
    { path: 'http.args', texts: [command, args] },
    ...Object.entries(overrides).map(([environment, sizes]) => ({ path: `${joinPath('overrides', environment)}.values`, texts: sizes.values === undefined ? {} : { ...values, ...sizes.values } })),
  ];
  return lists.flatMap(({ path, texts }) => {
    const finding = judgeTogether(texts);
    return finding === undefined ? [] : [{ path, finding }];
  });
}

function checkRepeated(path: string, names: readonly string[]): PlacedFinding[] {
  return names.flatMap((name, index) => (names.indexOf(name) === index ? [] : [
    { path: `${path}[${index}]`, finding: { code: 'DUST1063', value: name, problem: 'is listed twice', allowed: 'each name once', fix: 'remove it' } },
  ]));
}
