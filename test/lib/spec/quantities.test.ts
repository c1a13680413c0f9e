import { containsAddress, judgeCidr } from '../../../lib/spec/network';
import { formatCpu, formatMebibytes, readCpu, readMebibytes, readRetention } from '../../../lib/spec/quantities';

const ok = (reading: object): unknown => ('ok' in reading ? reading.ok : 'refused');
const fix = (reading: object): unknown => ('finding' in reading ? (reading.finding as { fix: string }).fix : 'accepted');

describe('an amount of cpu', () => {
  test.each([['250m', 250], ['0.5', 500], ['2', 2000], ['0.001', 1], ['64', 64_000], ['1000m', 1000]])('%s is read', (text, millis) => expect(ok(readCpu(text))).toBe(millis));
  test.each(['', '0', '-1', '1 core', '1.5.0', '0m', '65', '100', '1e3', ' 1', '1\n', '0.0001', '.5', '5.', '٣'])('%j is refused', (text) => expect(ok(readCpu(text))).toBe('refused'));
  test('that was meant in millicores is suggested so', () => expect(fix(readCpu('100'))).toBe('did you mean "100m"?'));
  test.each([[250, '250m'], [1000, '1'], [1500, '1500m'], [64_000, '64']])('%d is written as Kubernetes writes it', (millis, text) => expect(formatCpu(millis)).toBe(text));
});

describe('an amount of memory', () => {
  test.each([['512Mi', 512], ['2Gi', 2048], ['16Mi', 16], ['512Gi', 524_288]])('%s is read', (text, mebibytes) => expect(ok(readMebibytes(text))).toBe(mebibytes));
  test.each(['', '512', '512MB', '512m', '512M', '15Mi', '513Gi', '1.5Gi', '-1Gi', '0Gi', '1Ti', '1gi'])('%j is refused', (text) => expect(ok(readMebibytes(text))).toBe('refused'));
  test.each([['512', '512Mi'], ['512MB', '512Mi'], ['512m', '512Mi'], ['2GB', '2Gi'], ['2g', '2Gi']])('%s suggests %s', (text, meant) => expect(fix(readMebibytes(text))).toBe(`did you mean "${meant}"?`));
  test.each([[512, '512Mi'], [1024, '1Gi'], [1536, '1536Mi']])('%d is written as Kubernetes writes it', (mebibytes, text) => expect(formatMebibytes(mebibytes)).toBe(text));
});

describe('a time of retention', () => {
  test.each([['7y', { unit: 'years', count: 7 }], ['90d', { unit: 'days', count: 90 }], ['100y', { unit: 'years', count: 100 }]])('%s is read', (text, time) => expect(ok(readRetention(text))).toEqual(time));
  test.each(['', '0d', '7', '7 y', '101y', '36501d', '1m', '-1d', '7Y'])('%j is refused', (text) => expect(ok(readRetention(text))).toBe('refused'));
});

describe('a range of addresses', () => {
  test.each(['10.0.0.0/8', '203.0.113.7/32', '192.168.4.0/22'])('%s is one', (text) => expect(judgeCidr(text)).toBeUndefined());
  test.each(['10.0.0.1/8', '0.0.0.0/0', '10.0.0.0', '10.0.0.0/33', '256.0.0.0/8', '010.0.0.0/8', '::/0', '10.0.0.0/8 ', 'x'])('%s is none', (text) => expect(judgeCidr(text)?.code).toBe('DUST1023'));
  test('with host bits suggests the network', () => expect(judgeCidr('10.1.2.3/16')?.fix).toBe('did you mean "10.1.0.0/16"?'));
  test.each([['128.0.0.0/1', true], ['169.254.0.0/16', true], ['10.0.0.0/8', false]])('%s holds the address of the instance metadata: %s', (cidr, holds) => {
    expect(containsAddress(cidr, '169.254.169.254')).toBe(holds);
  });
});
