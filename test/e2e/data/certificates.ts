import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../../tools/run';

export interface Certificates {
  readonly authority: string;
  readonly authorityKey: string;
  readonly certificate: string;
  readonly key: string;
}

/** Of a server that is asked for at this machine's own name. */
export const LOCAL_NAMES = ['localhost', '127.0.0.1'] as const;

/** An authority of our own and a certificate of it for exactly these names of a server. */
export function certificates(folder: string, name: string, names: readonly string[] = LOCAL_NAMES): Certificates {
  const file = (suffix: string): string => join(folder, `${name}-${suffix}`);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const openssl = (...line: string[]): string => mustRun('openssl', line, { cwd: folder });
  openssl('req', '-x509', ...key, '-keyout', file('ca.key'), '-out', file('ca.crt'), '-days', '2', '-subj', `/CN=${name} authority`);
  openssl('req', ...key, '-keyout', file('server.key'), '-out', file('server.csr'), '-subj', `/CN=${name} server`);
  writeFileSync(file('names'), `subjectAltName=${names.map((one) => `${/^[\d.]+$/.test(one) ? 'IP' : 'DNS'}:${one}`).join()}\n`);
  openssl('x509', '-req', '-in', file('server.csr'), '-CA', file('ca.crt'), '-CAkey', file('ca.key'), '-CAcreateserial', '-out', file('server.crt'), '-days', '2', '-extfile', file('names'));
  return { authority: file('ca.crt'), authorityKey: file('ca.key'), certificate: file('server.crt'), key: file('server.key') };
}
