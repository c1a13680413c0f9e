import { firstOf, patternRule, suggest } from './rules';
import type { Rule } from './rules';
import type { Finding } from '../issues/issue';

export const judgePort: Rule<number> = (value) =>
  Number.isInteger(value) && value >= 1024 && value <= 65_535
    ? undefined
    : {
      code: 'DUST1020',
      value,
      problem: 'is not a port that a container without root can open',
      allowed: 'a whole number from 1024 to 65535',
      fix: 'let the application listen on a port such as 8000',
    };

export const judgeAnyPort: Rule<number> = (value) =>
  Number.isInteger(value) && value >= 1 && value <= 65_535
    ? undefined
    : { code: 'DUST1020', value, problem: 'is not a port', allowed: 'a whole number from 1 to 65535', fix: 'write the port, such as 443' };

const DNS_LABEL = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;

/** A host of at least two labels, in lower case. @see https://www.rfc-editor.org/rfc/rfc1123 */
export const judgeHost: Rule<string> = (value) => (isHost(value) ? undefined : { ...NOT_HOST, value, ...describeHost(value, isHost) });

/** What `Access.internet` takes: one label, or a full host. */
export const judgeAccessName: Rule<string> = (value) => {
  if (value.includes('.')) return judgeHost(value);
  return isLabel(value) ? undefined : { ...NOT_HOST, value, ...describeHost(value, (text) => isLabel(text) || isHost(text)) };
};

/** The domain of an environment, which leaves room for the name of any service. */
export const judgeDomain: Rule<string> = (value) => {
  const finding = isHost(value) && value.length > MAX_DOMAIN ? { problem: `has ${value.length} characters; at most ${MAX_DOMAIN}`, fix: 'shorten it' } : undefined;
  return isHost(value) && finding === undefined ? undefined : { ...NOT_DOMAIN, value, ...(finding ?? describeHost(value, isHost)) };
};

const MAX_DOMAIN = 253 - 64;

function isLabel(value: string): boolean {
  return value.length <= 63 && DNS_LABEL.test(value);
}

function isHost(value: string): boolean {
  if (value.length > 253) return false;
  const labels = value.split('.');
  return labels.length > 1 && labels.every(isLabel) && !/^[0-9]+$/.test(labels.at(-1) ?? '');
}

function describeHost(value: string, accepts: (text: string) => boolean): { readonly problem?: string; readonly fix?: string } {
  const meant = suggest(value, hostIn, accepts);
  return { ...hostProblem(value), ...(meant === undefined ? {} : { fix: meant }) };
}

function hostProblem(value: string): { readonly problem?: string; readonly fix?: string } {
  if (value === '') return { problem: 'is empty' };
  if (value.includes('://')) return { problem: 'has a scheme', fix: 'write the host alone' };
  if (value.includes('*')) return { problem: 'is a wildcard', fix: 'write one host' };
  if (value.endsWith('.')) return { problem: 'ends with a dot' };
  if (/:[0-9]+$/.test(value)) return { problem: 'has a port', fix: 'write the host alone' };
  if (/^[0-9.]+$/.test(value)) return { problem: 'is an address', fix: 'write a name' };
  if (/[^\x20-\x7e]/.test(value)) return { problem: 'has letters that DNS does not carry', fix: 'write the name as DNS carries it, which begins with "xn--"' };
  if (value.length > 253) return { problem: `has ${value.length} characters; at most 253`, fix: 'shorten it' };
  return value.split('.').some((label) => label.length > 63) ? { problem: 'has a label of more than 63 characters', fix: 'shorten it' } : {};
}

function hostIn(typed: string): string {
  return typed.trim().toLowerCase().replace(/^[a-z]+:\/\//, '').replace(/^\*\./, '').replace(/[/?#].*$/, '').replace(/:[0-9]+$/, '').replace(/\.$/, '').replace(/_/g, '-');
}

export const judgeUrlPath = patternRule({
  code: 'DUST1022',
  pattern: /^\/[!-~]*$/,
  max: 256,
  problem: 'is not a path of a URL',
  allowed: 'text that begins with "/" and has no spaces',
  fix: 'write a path such as "/readyz"',
  meant: (typed) => `/${typed.trim().replace(/^\/+/, '')}`,
});

/** An absolute folder inside the container that the application writes to. */
export const judgeFolder: Rule<string> = firstOf(
  patternRule({
    code: 'DUST1025',
    pattern: /^(?:\/[A-Za-z0-9_][A-Za-z0-9_.-]*)+$/,
    max: 200,
    problem: 'is not an absolute folder',
    allowed: 'a path such as "/var/cache/nginx"',
    fix: 'write every folder from the root on, without "..", spaces and a slash at the end',
    meant: (typed) => `/${typed.trim().replace(/^\/+|\/+$/g, '')}`,
  }),
  (value) => (/^\/(?:proc|sys|dev|etc|bin|sbin|usr|lib|lib64)(?:\/|$)/.test(value) ? { ...HIDES, value, fix: 'let the application write elsewhere, such as to "/var/lib/app"' } : undefined),
  (value) => (/^(?:\/var)?\/run\/secrets(?:\/|$)/.test(value) ? { ...HIDES, value, problem: 'is where credentials are mounted', fix: 'remove it' } : undefined),
  (value) => (/^\/(?:var|home|run|var\/run)$/.test(value) ? { ...HIDES, value, fix: `name the folder in it, such as "${value}/app"` } : undefined),
);

/** IPv4 with no host bits; everything the library opens is a range that somebody wrote down. */
export const judgeCidr: Rule<string> = (value) => {
  const block = readCidr(value);
  if (block === undefined) return { ...NOT_CIDR, value, ...describeCidr(value) };
  if (block.length === 0) return { ...ANYWHERE, value };
  const network = formatAddress(mask(block.address, block.length));
  if (network === value.split('/')[0]) return undefined;
  return { ...NOT_CIDR, value, problem: 'has host bits set', fix: `did you mean "${network}/${block.length}"?` };
};

function describeCidr(value: string): { readonly problem?: string; readonly fix?: string } {
  if (value === '') return { problem: 'is empty' };
  if (readCidr(`${value}/32`) !== undefined) return { problem: 'has no length', fix: `write "${value}/32" for this one address, or the length of the network` };
  return value.length < 50 && /^[0-9a-f:]*:[0-9a-f:]*(?:\/[0-9]{1,3})?$/i.test(value) ? { problem: 'is a range of IPv6' } : {};
}

/** A range that a pod may be allowed to connect to: nothing that is local to its node. */
export const judgeEgressCidr: Rule<string> = firstOf(anywhere, judgeCidr, (value) =>
  value.startsWith('169.254.')
    ? { ...NOT_CIDR, value, problem: 'is local to the node, where its own credentials are served', allowed: 'ranges outside 169.254.0.0/16', fix: 'remove it' }
    : undefined);

function anywhere(value: string): Finding | undefined {
  return readCidr(value)?.length === 0 ? { ...ANYWHERE, value, fix: 'list the ranges, or write Egress.anywhere({ ports, reason })' } : undefined;
}

export function containsAddress(cidr: string, address: string): boolean {
  const block = readCidr(cidr);
  const point = readCidr(`${address}/32`);
  return block !== undefined && point !== undefined && mask(point.address, block.length) === mask(block.address, block.length);
}

function readCidr(value: string): { address: number; length: number } | undefined {
  const match = /^([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})\/([0-9]{1,2})$/.exec(value);
  if (match === null) return undefined;
  const parts = match.slice(1, 5).map(Number);
  const length = Number(match[5]);
  if (parts.some((part, index) => part > 255 || String(part) !== match[index + 1]) || length > 32) return undefined;
  return { address: parts.reduce((sum, part) => sum * 256 + part, 0), length };
}

function mask(address: number, length: number): number {
  const size = 2 ** (32 - length);
  return Math.floor(address / size) * size;
}

function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

const HIDES: Finding = { code: 'DUST1025', problem: 'hides a folder of the image', allowed: 'a folder that holds only what is written at run time', fix: 'name another folder' };
const NOT_HOST: Finding = {
  code: 'DUST1021',
  problem: 'is not a host name',
  allowed: 'one DNS label, such as "shop", or for a service in one environment a full host, such as "shop.example.com"',
  fix: 'write lower-case letters and digits, with hyphens only between them',
};
const NOT_DOMAIN: Finding = {
  code: 'DUST1021', problem: 'is not a domain', allowed: 'a domain of lower-case labels, such as "dev.example.com"', fix: 'write the domain that the hosts of the services stand below',
};
const NOT_CIDR: Finding = {
  code: 'DUST1023', problem: 'is not a range of addresses', allowed: 'IPv4 in CIDR notation, such as "10.0.0.0/8"', fix: 'write the address of the network and its length',
};
const ANYWHERE: Finding = {
  code: 'DUST1023', problem: 'is the whole internet', allowed: 'the ranges that are meant', fix: 'list the ranges',
};
