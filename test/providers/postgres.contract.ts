import { violationsOf } from './any.contract';
import type { Contract } from './providers';
import type { Binding } from '../../lib/providers/contract';

const ASKED = { kind: 'postgres', ask: { postgres: {} }, sizes: { postgres: { storage: '500Gi', instanceClass: 'db.r8g.large' } } };

/** What every provider of databases must keep, whichever it is. */
export function postgresViolations(contract: Contract): string[] {
  return violationsOf(contract, ASKED, { binding: ({ values, files }) => [...trusts('PGSSLROOTCERT', { values, files }), ...(values.PGSSLMODE === 'verify-full' ? [] : ['PGSSLMODE trusts anybody'])] });
}

/** The variable names a file that the container finds. */
export function trusts(variable: string, { values, files }: Pick<Binding, 'values' | 'files'>): string[] {
  return files.some(({ path }) => path === values[variable]) ? [] : [`${variable} is no file of the container`];
}
