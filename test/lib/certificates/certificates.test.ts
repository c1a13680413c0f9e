import { X509Certificate } from 'node:crypto';
import { AMAZON_ROOTS } from '../../../lib/certificates/amazon-roots';
import { RDS_ROOTS } from '../../../lib/certificates/rds-roots';

const parse = (pem: string): X509Certificate[] => (pem.match(/-----BEGIN CERTIFICATE-----[^]+?-----END CERTIFICATE-----/g) ?? []).map((one) => new X509Certificate(one));
const nextYear = Date.now() + 365 * 24 * 3600 * 1000;

function isSoundRoot(certificate: X509Certificate): boolean {
  return certificate.ca && certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey) && Date.parse(certificate.validTo) > nextYear;
}

describe('the certificates of RDS', () => {
  test.each(Object.entries(RDS_ROOTS))('in %s are its three roots, sound for another year', (region, pem) => {
    const roots = parse(pem);
    expect(roots.map(({ subject }) => /CN=(.*)/.exec(subject)![1])).toEqual(['RSA2048', 'RSA4096', 'ECC384'].map((key) => `Amazon RDS ${region} Root CA ${key} G1`));
    expect(roots.filter(isSoundRoot)).toHaveLength(3);
  });

  test('are those of the regions that most people use', () => {
    expect(Object.keys(RDS_ROOTS)).toEqual(expect.arrayContaining(['us-east-1', 'us-east-2', 'us-west-2', 'eu-central-1', 'eu-west-1', 'ap-northeast-1', 'ap-southeast-2']));
  });
});

test('the certificates of Amazon are five sound roots', () => {
  const roots = parse(AMAZON_ROOTS);
  expect(roots.map(({ subject }) => /CN=(.*)/.exec(subject)![1])).toEqual(['Amazon Root CA 1', 'Amazon Root CA 2', 'Amazon Root CA 3', 'Amazon Root CA 4', 'Starfield Services Root Certificate Authority - G2']);
  expect(roots.filter(isSoundRoot)).toHaveLength(5);
});
