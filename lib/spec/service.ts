import type * as v from 'valibot';
import { HEAD } from './declared';
import { deepFreeze } from './freeze';
import { judgeOwner, judgeServiceName, judgeVariableName } from './names';
import { judgeAccessName, judgeAnyPort, judgeEgressCidr, judgeFolder, judgePort, judgeUrlPath } from './network';
import { rootPath } from './path';
import { permissionSchema } from './permission';
import type { PermissionSpec } from './permission';
import { judgeProcessText } from './process-text';
import { readCpu, readMebibytes } from './quantities';
import { read } from './read';
import { reason } from './reason';
import { checkIds, repositorySchema, toRepositorySpec } from './repository';
import type { RepositorySpec } from './repository';
import type { Rule } from './rules';
import { declaredVariant, list, map, number, oneOf, optional, reading, struct, text } from './schema';
import { checkService } from './service-rules';
import { judgeText } from './text';
import { at } from '../issues/issue';
import type { Finding, LocatedFinding } from '../issues/issue';
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

const access = declaredVariant('Access', 'Access.cluster()', {
  internet: { [HEAD]: optional(text(judgeAccessName)) },
  vpn: { [HEAD]: optional(text(judgeAccessName)) },
  cluster: {},
});

const images = declaredVariant('Images', 'Images.tag()', { tag: {}, release: {} });

const http = struct({
  port: number(judgePort),
  access,
  health: optional(struct({ liveness: optional(text(judgeUrlPath), '/livez'), readiness: optional(text(judgeUrlPath), '/readyz') })),
  writable: optional(list(text(judgeFolder)), []),
  command: optional(list(text(judgeProcessText))),
  args: optional(list(text(judgeProcessText))),
  ...sizeEntries,
});

const values = map(judgeVariableName, text(judgeProcessText));

const egress = declaredVariant('Egress', "Egress.cidr('203.0.113.0/24', { … })", {
  cidr: { [HEAD]: text(judgeEgressCidr), ports: list(number(judgeAnyPort)), reason },
  anywhere: { ports: list(number(judgeAnyPort)), reason },
});

/** What an environment may say of the size of a request, under the property by which it is asked for. */
const sized = REQUEST_KINDS.flatMap(({ property, sizes }) => (sizes === undefined ? [] : [[property, optional(sizes)]]));
const requestSizes = Object.fromEntries(sized) as Record<never, never>;

const serviceSchema = struct({
  owner: text(judgeOwner),
  repository: repositorySchema,
  // Names of environments and of other services are looked up, so that a misspelt one is told as such.
  environments: optional(list(text())),
  dataClass: optional(oneOf(['public', 'internal', 'confidential', 'restricted']), 'internal'),
  http,
  images: optional(images),
  values: optional(values, {}),
  calls: optional(list(text()), []),
  calledBy: optional(list(text())),
  egress: optional(list(egress), []),
  permissions: optional(list(permissionSchema), []),
  overrides: optional(map(() => undefined, struct({ ...sizeEntries, values: optional(values), ...requestSizes })), {}),
  ...(Object.fromEntries(REQUEST_KINDS.map((kind) => [kind.property, optional(kind.schema)])) as Record<never, never>),
}, ['fleet']);

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
  /** Whether the image follows a tag, or is set by an identity for releases. */
  readonly images: 'tag' | 'release';
  readonly values: Readonly<Record<string, string>>;
  /** Sorted, each once. */
  readonly calls: readonly string[];
  /** As they were typed, for the paths of issues. */
  readonly typedCalls: readonly string[];
  readonly calledBy: readonly string[] | undefined;
  readonly egress: readonly EgressSpec[];
  readonly permissions: readonly PermissionSpec[];
  readonly requests: readonly ResourceRequest[];
  readonly overrides: Readonly<Record<string, SizeOverrides>>;
}

/**
 * Reads one service; what is wrong is added to `findings`, and then there is no spec.
 *
 * @param path where it stands, where that is not its name
 */
export function parseService(name: string, props: unknown, findings: LocatedFinding[], path = rootPath(name)): ServiceSpec | undefined {
  const before = findings.length;
  const finding = judgeName(name);
  if (finding !== undefined) findings.push(at(path, finding));
  const input = read(serviceSchema, props, path, findings);
  if (input === undefined || findings.length > before) return undefined;
  findings.push(...checkIds(input.repository, `${path}.repository`));
  const spec = toServiceSpec(name, input);
  findings.push(...checkService(spec).map((placed) => at(`${path}.${placed.path}`, placed.finding)));
  return findings.length > before ? undefined : spec;
}

function judgeName(name: unknown): Finding | undefined {
  if (typeof name === 'string') return judgeText(name) ?? judgeServiceName(name);
  const { allowed, fix } = judgeServiceName('')!;
  return { code: 'DUST1002', value: name, problem: 'is not the name of a service', allowed, fix };
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
    images: input.images?.kind ?? 'tag',
    values: input.values,
    calls: [...new Set(input.calls)].sort(),
    typedCalls: input.calls,
    calledBy: input.calledBy,
    egress: input.egress.map((rule) => ({ cidr: rule.kind === 'cidr' ? rule[HEAD] : undefined, ports: rule.ports, reason: rule.reason })),
    permissions: input.permissions,
    requests: REQUEST_KINDS.flatMap((kind) => {
      const asked = (input as Record<string, unknown>)[kind.property];
      return asked === undefined ? [] : [...kind.requests(asked as never)];
    }),
    overrides: input.overrides,
  });
}
