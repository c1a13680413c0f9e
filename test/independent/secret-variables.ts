import { failed } from './check';
import type { Check, Checks } from './check';
import { expectedVariables } from './database-variables';
import { asList, missing } from './json';
import { byHand, isMadeByNobody, valueOf } from './secret-makers';
import { containersOf, find, readWorld } from './world';
import type { Pod, World } from './world';

interface Variable {
  readonly name: string;
  readonly value?: unknown;
  readonly valueFrom?: Record<string, any>;
}

export function variablesOf(container: Record<string, any>): Variable[] {
  return asList<Variable>(container.env);
}

/** Names and values that a container takes from ConfigMaps; a prefix is put before each name. */
export function configOf(world: World, pod: Pod, container: Record<string, any>): Variable[] {
  return asList<Record<string, any>>(container.envFrom).flatMap(({ configMapRef, prefix = '' }) =>
    Object.entries((find(world, pod, 'ConfigMap', configMapRef?.name)?.object.data ?? {}) as Record<string, unknown>).map(([name, value]) => ({
      name: `${prefix}${name}`,
      value,
    })),
  );
}

/** K5: a variable is filled from a Secret that is made, with the key that holds the secret of that name, and pods wait for it. */
const k5Variables: Check = (output, declared) => {
  const world = readWorld(output);
  return world.pods.flatMap((pod) =>
    containersOf(pod).flatMap((container) => [
      ...asList<Record<string, any>>(container.envFrom)
        .filter(({ secretRef }) => secretRef !== undefined)
        .map(({ secretRef }) => `${pod.at}: takes all that is in the Secret ${secretRef.name}`),
      ...variablesOf(container).flatMap(({ name, valueFrom }) => {
        const reference = valueFrom?.secretKeyRef as Record<string, any> | undefined;
        if (reference === undefined) return [];
        const expected = expectedVariables(world, declared, pod)[name];
        const provided = expected === byHand(name) && isMadeByNobody(world, pod, reference.name);
        const value = provided ? byHand(reference.key) : valueOf(world, pod, reference);
        return failed(`${pod.at}: ${name}`, {
          [`is key ${reference.key} of the Secret ${reference.name}, which nobody makes`]: value !== undefined,
          [`is the secret ${value}`]: value === undefined || value === expected,
          'may be missing': reference.optional === undefined || reference.optional === false,
        });
      }),
    ]),
  );
};

/** A variable has one source. */
const variablesAreUnique: Check = (output) => {
  const world = readWorld(output);
  return world.pods.flatMap((pod) =>
    containersOf(pod).flatMap((container) => {
      const names = [...variablesOf(container), ...configOf(world, pod, container)].map(({ name }) => name);
      return names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${pod.at}: ${name} has two sources`);
    }),
  );
};

/** The containers of a service find the declared secrets in each environment, none of them in plain text, and no others. */
const secretVariablesAreDeclared: Check = (output, declared) => {
  const world = readWorld(output);
  return world.pods.flatMap((pod) => {
    const expected = Object.keys(expectedVariables(world, declared, pod));
    return asList<Record<string, any>>(pod.spec.containers).flatMap((container) => {
      const own = variablesOf(container);
      const found = own.filter(({ valueFrom }) => valueFrom?.secretKeyRef !== undefined).map(({ name }) => name);
      const plain = [...own.filter(({ valueFrom }) => valueFrom === undefined), ...configOf(world, pod, container)].map(({ name }) => name);
      return [
        ...missing(expected, found).map((name) => `${pod.at}: does not find the secret ${name}`),
        ...missing(found, expected).map((name) => `${pod.at}: nobody declared the secret ${name}`),
        ...expected.filter((name) => plain.includes(name)).map((name) => `${pod.at}: ${name} is a plain value`),
      ];
    });
  });
};

export const secretVariables: Checks = { k5Variables, variablesAreUnique, secretVariablesAreDeclared };
