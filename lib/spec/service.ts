import type * as v from 'valibot';
import { HEAD } from './declared';
import { reason } from './environment';
import { deepFreeze } from './freeze';
import { judgeEnvironmentName, judgeOwner, judgeServiceName, judgeVariableName, suggestServiceName } from './names';
import { judgeAccessName, judgeAnyPort, judgeEgressCidr, judgeFolder, judgePort, judgeUrlPath } from './network';
import { readCpu, readMebibytes } from './quantities';
import { HALF_OF_IDS } from './fleet';
import { hasHalfOfIds, repositorySchema, toRepositorySpec } from './repository';
import type { RepositorySpec } from './repository';
import { declaredVariant, list, map, number, oneOf, optional, reading, struct, text } from './schema';
import type { Rule } from './rules';
import { checkService } from './service-rules';
import { at } from '../issues/issue';
import type { LocatedFinding } from '../issues/issue';
import type { ResourceRequest } from '../providers/contract';
import { REQUEST_KINDS } from '../requests';

const judgeReplicas: Rule<number> = (value) =>
  Number.isInteger(value) && value >= 1 && value <= 200
    ? undefined
    : { code: 'DUST1032', value, problem: 'is not a number of replicas', allowed: 'a whole number from 1 to 200', fix: 'write how many pods shall run' };

const sizeEntries = {
  replicas: optional(number(judgeReplicas)),
  maxReplicas: optional(number(judgeReplicas)),
  cpu: optional(reading(readCpu)),
  memory: optional(reading((value: string) => readMebibytes(value))),
  cpuLimit: optional(reading(readCpu)),
};

const access = declaredVariant('Access', 'Access.internet()', {
  internet: { [HEAD]: optional(text(judgeAccessName)) },
  vpn: { [HEAD]: optional(text(judgeAccessName)) },
  cluster: {},
});

const http = struct({
  port: number(judgePort),
  access,
  health: optional(struct({ liveness: optional(text(judgeUrlPath), '/livez'), readiness: optional(text(judgeUrlPath), '/readyz') })),
  writable: optional(list(text(judgeFolder)), []),
  command: optional(list(text())),
  args: optional(list(text())),
  ...sizeEntries,
});

const values = map(judgeVariableName, text());

const egress = declaredVariant('Egress', "Egress.cidr('203.0.113.0/24', { … })", {
  cidr: { [HEAD]: text(judgeEgressCidr), ports: list(number(judgeAnyPort)), reason },
  anywhere: { ports: list(number(judgeAnyPort)), reason },
});

const serviceSchema = struct({
  owner: text(judgeOwner),
  repository: repositorySchema,
  environments: optional(list(text(judgeEnvironmentName))),
  dataClass: optional(oneOf(['public', 'internal', 'confidential', 'restricted']), 'internal'),
  http,
  values: optional(values, {}),
  calls: optional(list(text(judgeServiceName)), []),
  calledBy: optional(list(text(judgeServiceName))),
  egress: optional(list(egress), []),
  overrides: optional(map(judgeEnvironmentName, struct({ ...sizeEntries, values: optional(values) })), {}),
  ...(Object.fromEntries(REQUEST_KINDS.map((kind) => [kind.property, optional(kind.schema)])) as Record<never, never>),
});

type ServiceInput = v.InferOutput<typeof serviceSchema>;
export type HttpSpec = ServiceInput['http'];
export type AccessSpec = { readonly kind: 'internet' | 'vpn' | 'cluster'; readonly name: string | undefined };
export type EgressSpec = { readonly cidr: string | undefined; readonly ports: readonly number[]; readonly reason: string };
export type SizeOverrides = NonNullable<ServiceInput['overrides']>[string];

/** A service as it was declared: checked, with its defaults, frozen. */
export interface ServiceSpec {
  readonly name: string;
  readonly owner: string;
  readonly dataClass: ServiceInput['dataClass'];
  readonly repository: RepositorySpec;
  /** Names of environments, or undefined for all of them. */
  readonly environments: readonly string[] | undefined;
  readonly http: Omit<HttpSpec, 'access'> & { readonly access: AccessSpec };
  readonly values: Readonly<Record<string, string>>;
  readonly calls: readonly string[];
  readonly calledBy: readonly string[] | undefined;
  readonly egress: readonly EgressSpec[];
  readonly requests: readonly ResourceRequest[];
  readonly overrides: Readonly<Record<string, SizeOverrides>>;
}

/** Reads one service; what is wrong is added to `findings`, and then there is no spec. */
export function parseService(name: string, props: unknown, findings: LocatedFinding[]): ServiceSpec | undefined {
  const before = findings.length;
  judgeName(name, findings);
  const input = read(serviceSchema, props, path, findings);
  if (input === undefined || findings.length > before) return undefined;
  if (hasHalfOfIds(input.repository)) findings.push(at(`${name}.repository`, HALF_OF_IDS));
  const spec = toServiceSpec(name, input);
  findings.push(...checkService(spec).map((finding) => at(`${name}.${finding.path}`, finding.finding)));
  return findings.length > before ? undefined : spec;
}

function judgeName(name: string, findings: LocatedFinding[]): void {
  const finding = judgeServiceName(name);
  if (finding === undefined) return;
  const suggestion = suggestServiceName(name);
  findings.push(at(name, suggestion === undefined ? finding : { ...finding, fix: `did you mean "${suggestion}"?` }));
}

function toServiceSpec(name: string, input: ServiceInput): ServiceSpec {
  const { access: chosen, ...server } = input.http;
  return deepFreeze({
    name,
    owner: input.owner,
    dataClass: input.dataClass,
    repository: toRepositorySpec(input.repository),
    environments: input.environments,
    http: { ...server, access: { kind: chosen.kind, name: chosen.kind === 'cluster' ? undefined : chosen[HEAD] } },
    values: input.values,
    calls: [...new Set(input.calls)].sort(),
    calledBy: input.calledBy,
    egress: input.egress.map((rule) => ({ cidr: rule.kind === 'cidr' ? rule[HEAD] : undefined, ports: rule.ports, reason: rule.reason })),
    requests: REQUEST_KINDS.flatMap((kind) => {
      const asked = (input as Record<string, unknown>)[kind.property];
      return asked === undefined ? [] : [...kind.requests(asked as never)];
    }),
    overrides: input.overrides,
  });
}
