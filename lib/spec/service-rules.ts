import type { ServiceSpec, SizeOverrides } from './service';
import type { Finding } from '../issues/issue';
import { formatCpu } from './quantities';

interface PlacedFinding {
  readonly path: string;
  readonly finding: Finding;
}

/** What must hold between the parts of one declaration, without looking at its environments. */
export function checkService(spec: ServiceSpec): PlacedFinding[] {
  return [
    ...checkSizes('http', spec.http),
    ...Object.entries(spec.overrides).flatMap(([environment, sizes]) => checkSizes(`overrides.${environment}`, { ...spec.http, ...sizes })),
    ...checkHost(spec),
    ...checkCalls(spec),
    ...checkFolders(spec),
  ];
}

function checkSizes(path: string, { replicas, maxReplicas, cpu, cpuLimit }: SizeOverrides): PlacedFinding[] {
  const found: PlacedFinding[] = [];
  if (cpu !== undefined && cpuLimit !== undefined && cpu > cpuLimit) {
    found.push({ path: `${path}.cpuLimit`, finding: { code: 'DUST1033', value: formatCpu(cpuLimit), problem: `is less than cpu, ${formatCpu(cpu)}`, allowed: 'at least what is requested', fix: 'raise cpuLimit or lower cpu' } });
  }
  if (replicas !== undefined && maxReplicas !== undefined && maxReplicas < replicas) {
    found.push({ path: `${path}.maxReplicas`, finding: { code: 'DUST1032', value: maxReplicas, problem: `is less than replicas, ${replicas}`, allowed: 'at least replicas', fix: 'raise maxReplicas or lower replicas' } });
  }
  return found;
}

function checkHost({ http: { access }, environments }: ServiceSpec): PlacedFinding[] {
  if (access.name?.includes('.') !== true || environments?.length === 1) return [];
  const finding: Finding = { code: 'DUST1021', value: access.name, problem: 'is one host for several environments', allowed: 'a DNS label, to which every environment adds its domain', fix: `write "${access.name.split('.')[0]}", or name one environment` };
  return [{ path: 'http.access', finding }];
}

function checkCalls(spec: ServiceSpec): PlacedFinding[] {
  if (!spec.calls.includes(spec.name)) return [];
  const finding: Finding = { code: 'DUST3003', value: spec.name, problem: 'is the service itself', allowed: 'other services', fix: 'remove it; a pod reaches itself on localhost' };
  return [{ path: `calls[${spec.calls.indexOf(spec.name)}]`, finding }];
}

function checkFolders({ http: { writable } }: ServiceSpec): PlacedFinding[] {
  return writable.flatMap((folder, index) => {
    const other = ['/tmp', ...writable.slice(0, index)].find((earlier) => folder === earlier || folder.startsWith(`${earlier}/`));
    if (other === undefined) return [];
    return [{ path: `http.writable[${index}]`, finding: { code: 'DUST1025', value: folder, problem: `lies in ${other}, which is writable already`, allowed: 'folders that do not hold each other', fix: 'remove it' } as const }];
  });
}
