/**
 * Takes some properties out of what a caller handed over, without reading any other: the rest may hold getters that throw,
 * or be no object at all, and is judged later.
 */
export function takeOut<K extends string>(
  props: unknown, keys: readonly K[],
): { readonly taken: { readonly [P in K]?: unknown }; readonly rest: unknown } {
  if (typeof props !== 'object' || props === null) return { taken: {}, rest: props };
  try {
    if (Array.isArray(props)) return { taken: {}, rest: props };
    const descriptors: Record<string, PropertyDescriptor> = Object.getOwnPropertyDescriptors(props);
    const taken: { [P in K]?: unknown } = {};
    for (const key of keys) {
      const { value } = descriptors[key] ?? {};
      if (value !== undefined) taken[key] = value;
      delete descriptors[key];
    }
    return { taken, rest: Object.defineProperties({}, descriptors) };
  } catch {
    // A proxy that cannot be read; whoever judges the rest says so.
    return { taken: {}, rest: props };
  }
}
