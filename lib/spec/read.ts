import * as v from 'valibot';
import { capture } from './capture';
import { locate } from './expectation';
import type { LocatedFinding } from '../issues/issue';

/** Runs a schema over whatever was handed over; what is wrong is added to `findings`, each at the path that was typed. */
export function read<S extends v.GenericSchema>(schema: S, input: unknown, path: string, findings: LocatedFinding[]): v.InferOutput<S> | undefined {
  const result = v.safeParse(schema, capture(input, path, findings));
  if (result.success) return result.output;
  for (const issue of result.issues) {
    const finding = locate(issue, path);
    if (finding !== undefined) findings.push(finding);
  }
  return undefined;
}
