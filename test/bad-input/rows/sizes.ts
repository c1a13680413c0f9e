import type { Loose } from '../judge';
import { http } from '../parts';
import type { Row } from '../row';

const CPU = 'write millicores, such as "250m", or cores, such as "0.5"';
const MEMORY = 'write MiB or GiB, such as "512Mi" or "2Gi"';

/** Amounts and numbers of things. */
export const sizes: readonly Row[] = [
  ...([['1 core', 'did you mean "1"?'], ['1.5.0', CPU], ['-1', CPU], ['0', CPU], ['100', 'did you mean "100m"?'], ['65', 'did you mean "65m"?'], ['1e3', CPU], ['0.0001', CPU], ['250 m', 'did you mean "250m"?']] as const)
    .map(([typed, fix]) => server({ cpu: typed }, 'cpu', 'DUST1030', `"${typed}"`, 'is not an amount of cpu', fix)),
  server({ cpuLimit: '' }, 'cpuLimit', 'DUST1030', '""', 'is empty', CPU),
  server({ cpu: 2 }, 'cpu', 'DUST1002', '2', 'is not text', 'put it in quotes: "2"'),
  ...([
    ['512', 'is not an amount of memory', '512Mi'], ['512MB', 'is not an amount of memory', '512Mi'], ['512m', 'is 0.512 byte', '512Mi'], ['512M', 'is not an amount of memory', '512Mi'], ['2GB', 'is not an amount of memory', '2Gi'],
    ['512 Mi', 'is not an amount of memory', '512Mi'], ['512MiB', 'is not an amount of memory', '512Mi'], ['1.5Gi', 'is not an amount of memory', '1536Mi'],
  ] as const).map(([typed, problem, meant]) => server({ memory: typed }, 'memory', 'DUST1031', `"${typed}"`, problem, `did you mean "${meant}"?`)),
  server({ memory: '8Mi' }, 'memory', 'DUST1031', '"8Mi"', 'is too little', 'raise it to "16Mi" or more'),
  server({ memory: '1024Gi' }, 'memory', 'DUST1031', '"1024Gi"', 'is too much', 'lower it to "512Gi" or less'),
  server({ memory: '9999GB' }, 'memory', 'DUST1031', '"9999GB"', 'is not an amount of memory', MEMORY),
  server({ memory: '' }, 'memory', 'DUST1031', '""', 'is empty', MEMORY),
  server({ memory: '9'.repeat(10_000_000) }, 'memory', 'DUST1031', `"${'9'.repeat(80)}\u2026"`, 'is not an amount of memory', MEMORY),
  server({ cpu: '2', cpuLimit: '1' }, 'cpuLimit', 'DUST1033', '"1"', 'is less than cpu, 2', 'raise cpuLimit or lower cpu'),
  server({ cpuLimit: '50m' }, 'cpuLimit', 'DUST1033', '"50m"', 'is less than 100m, which is the default of cpu', 'raise cpuLimit or lower cpu'),
  ...[0, -1, 1.5, 201, Infinity].map((replicas) => server({ replicas }, 'replicas', 'DUST1032', String(replicas), 'is not a number of replicas', 'write how many pods shall run')),
  server({ replicas: '2' }, 'replicas', 'DUST1002', '"2"', 'is not a number', 'write 2 without quotes'),
  server({ replicas: 'two' }, 'replicas', 'DUST1002', '"two"', 'is not a number', 'write how many pods shall run'),
  server({ replicas: NaN }, 'replicas', 'DUST1002', 'NaN', 'is not a number', 'write how many pods shall run'),
  server({ replicas: 5, maxReplicas: 3 }, 'maxReplicas', 'DUST1032', '3', 'is less than replicas, 5', 'raise maxReplicas or lower replicas'),
  server({ maxReplicas: 1 }, 'maxReplicas', 'DUST1032', '1', 'is less than the 2 replicas of environment "dev"; is less than the 3 replicas of environment "prod"', 'raise maxReplicas, or set replicas as well'),
  server({ replicas: 1 }, 'replicas', 'DUST2017', '1', 'is too few for environment "prod"', 'set overrides.prod.replicas to 3'),
  override({ cpuLimit: '1' }, { cpu: '2' }, 'cpu', 'DUST1033', '"2"', 'is more than cpuLimit, 1'),
  override({}, { cpuLimit: '50m' }, 'cpuLimit', 'DUST1033', '"50m"', 'is less than 100m, which is the default of cpu'),
  override({ maxReplicas: 5 }, { replicas: 9 }, 'replicas', 'DUST1032', '9', 'is more than maxReplicas, 5'),
  override({ replicas: 4 }, { maxReplicas: 2 }, 'maxReplicas', 'DUST1032', '2', 'is less than replicas, 4'),
  override({}, { maxReplicas: 1 }, 'maxReplicas', 'DUST1032', '1', 'is less than the 2 replicas of environment "dev"'),
  override({}, { replicas: 1, maxReplicas: 4 }, 'replicas', 'DUST2017', '1', 'is too few for environment "dev"'),
  ...([['7 years', 'did you mean "7y"?'], ['90 days', 'did you mean "90d"?'], ['7', 'write days or years, such as "7y"'], ['101y', 'write days or years, such as "7y"'], ['1w', 'write days or years, such as "7y"']] as const).map(([typed, fix]): Row => ({
    title: `the retention ${typed}`, typed: { service: { buckets: { scans: { retention: typed } } } }, code: 'DUST1034', path: 'billing.buckets.scans.retention', value: `"${typed}"`, problem: 'is not a time of retention', fix,
  })),
];

function server(changes: Loose, key: string, code: string, value: string, problem: string, fix: string): Row {
  return { title: `${key} ${value}`, typed: { service: http(changes) }, code, path: `billing.http.${key}`, value, problem, fix };
}

function override(base: Loose, changes: Loose, key: string, code: string, value: string, problem: string): Row {
  return { title: `${key} ${value} in one environment`, typed: { service: { ...http(base), overrides: { dev: changes } } }, code, path: `billing.overrides.dev.${key}`, value, problem };
}
