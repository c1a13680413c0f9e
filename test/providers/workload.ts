import { posix } from 'node:path';
import { madeKeys } from './secret-makers';
import { bindingsOf } from './served';
import type { Place, Served } from './served';

/** Whether a container finds what it was promised, whoever made it. */
export function workloadViolations(served: Served): string[] {
  return served.places.flatMap((place) => [...variables(place), ...secrets(served, place), ...files(served, place)].map((problem) => `${place.environment}/${place.service}: ${problem}`));
}

function containerOf({ objects }: Place): any {
  return objects.find(({ kind }) => kind === 'Deployment')?.spec.template.spec.containers[0];
}

function variables(place: Place): string[] {
  const names = containerOf(place).envFrom.map(({ configMapRef }: any) => configMapRef.name);
  const data = Object.assign({}, ...place.objects.filter(({ kind, metadata }) => kind === 'ConfigMap' && names.includes(metadata.name)).map((object) => object.data)) as Record<string, string>;
  return bindingsOf(place).flatMap(({ values }) => Object.entries(values).filter(([name, value]) => data[name] !== value).map(([name]) => `${name} is not what was promised`));
}

function secrets(served: Served, place: Place): string[] {
  const bindings = bindingsOf(place);
  const made = madeKeys(served, place);
  const handed = new Set(bindings.flatMap((binding) => binding.handed.map(({ secret, key }) => `${secret} ${key}`)));
  const promised = Object.assign({}, ...bindings.map((binding) => ({ ...binding.secrets, ...binding.credentials }))) as Record<string, unknown>;
  const env = (containerOf(place).env ?? []) as { name: string; valueFrom?: { secretKeyRef?: { name: string; key: string; optional?: boolean } } }[];
  return [
    ...Object.keys(promised).filter((name) => !env.some((one) => one.name === name)).map((name) => `${name} is no variable of the container`),
    ...[...handed].filter((key) => made.has(key)).map((key) => `${key} is handed over and made as well`),
    ...env.flatMap(({ name, valueFrom }) => {
      const { name: secret, key, optional } = valueFrom?.secretKeyRef ?? { name: '', key: '' };
      if (optional !== undefined) return [`${name} may be missing`];
      return made.has(`${secret} ${key}`) || handed.has(`${secret} ${key}`) ? [] : [`nobody makes ${secret} ${key}, which ${name} is`];
    }),
  ];
}

/** Every promised file is mounted where it was promised, from something that is there. */
function files(served: Served, place: Place): string[] {
  const spec = place.objects.find(({ kind }) => kind === 'Deployment')?.spec.template.spec;
  const made = madeKeys(served, place);
  const found = containerOf(place).volumeMounts.flatMap(({ name, mountPath }: any) => {
    const volume = spec.volumes.find((one: any) => one.name === name);
    const [source, isThere] = volume.secret === undefined
      ? [volume.configMap, (key: string) => (place.objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === volume.configMap?.name)?.data[key] ?? '') !== '']
      : [volume.secret, (key: string) => made.has(`${volume.secret.secretName} ${key}`)];
    return (source?.items ?? []).filter(({ key }: any) => isThere(key)).map(({ path }: any) => posix.join(mountPath, path));
  });
  return bindingsOf(place).flatMap((binding) => binding.files).filter(({ path }) => !found.includes(path)).map(({ path }) => `${path} is not there`);
}
