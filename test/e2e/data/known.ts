/** An object that has nothing but these, so that nothing of it is left out unseen. */
export function only<T extends Record<string, any>>(object: T, known: readonly string[]): T {
  const unknown = Object.keys(object).filter((key) => !known.includes(key));
  if (unknown.length > 0) throw new Error(`${unknown.join(', ')} is not known here`);
  return object;
}
