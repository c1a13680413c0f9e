const FACTORS: Readonly<Record<string, number>> = {
  'm': 0.001,
  '': 1,
  'k': 1e3,
  'M': 1e6,
  'G': 1e9,
  'Ki': 2 ** 10,
  'Mi': 2 ** 20,
  'Gi': 2 ** 30,
  'Ti': 2 ** 40,
};

/** A quantity of Kubernetes as a number; what is none is NaN, which compares with nothing. */
export function quantity(text: unknown): number {
  const [, digits, suffix] = /^(\d+(?:\.\d+)?)([a-zA-Z]*)$/.exec(String(text)) ?? [];
  return digits === undefined ? NaN : Number(digits) * (FACTORS[suffix!] ?? NaN);
}
