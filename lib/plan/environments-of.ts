/** The environments that a service is in, in the order of promotion. */
export function environmentsOf<E extends { readonly name: string }>(
  spec: { readonly environments: readonly string[] | undefined }, environments: readonly E[],
): readonly E[] {
  return environments.filter(({ name }) => spec.environments === undefined || spec.environments.includes(name));
}
