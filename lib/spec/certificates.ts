import { X509Certificate } from 'node:crypto';
import type { Rule } from './rules';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+-----END CERTIFICATE-----\n?/g;
/** A ConfigMap holds a mebibyte; a region needs a few kilobytes. */
const MAX_CHARACTERS = 100_000;

/** One certificate or more in PEM, and nothing else. */
export const judgeCertificates: Rule<string> = (value) => {
  const certificates = value.length > MAX_CHARACTERS ? [] : value.match(CERTIFICATE) ?? [];
  const isAll = certificates.length > 0 && value.replace(CERTIFICATE, '').trim() === '';
  if (isAll && certificates.every(isCertificate)) return undefined;
  return {
    code: 'DUST1065',
    problem: value === '' ? 'is empty' : 'is not one certificate or more in PEM',
    allowed: `"-----BEGIN CERTIFICATE-----", lines of base64 and "-----END CERTIFICATE-----", at most ${MAX_CHARACTERS} characters`,
    fix: 'read it from the bundle of the region that AWS publishes',
  };
};

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}
