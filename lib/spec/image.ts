import type { Rule } from './rules';
import type { Finding } from '../issues/issue';

const REGISTRY_AND_NAME = /^[a-z0-9][a-z0-9.-]*(?::[0-9]{1,5})?(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)+$/;
const TAG = /:([A-Za-z0-9_][A-Za-z0-9._-]{0,127})$/;
const DIGEST = /@sha256:[0-9a-f]{64}$/;
const MAX_CHARACTERS = 512;

/**
 * An image by its registry, name and version or digest: nothing is pulled from where nobody looked, and nothing changes by
 * itself. @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
 */
export const judgeImage: Rule<string> = (value) => {
  if (value === '') return { ...IMAGE, problem: 'is empty' };
  if (value.length > MAX_CHARACTERS) return { ...IMAGE, value, problem: `has ${value.length} characters; at most ${MAX_CHARACTERS}` };
  const withoutDigest = value.replace(DIGEST, '');
  const tag = TAG.exec(withoutDigest)?.[1];
  const pinned = withoutDigest !== value;
  if (!REGISTRY_AND_NAME.test(tag === undefined ? withoutDigest : withoutDigest.slice(0, -tag.length - 1))) return { ...IMAGE, value };
  if (pinned) return undefined;
  if (tag === undefined) return { ...IMAGE, value, problem: 'has no version' };
  return tag === 'latest' ? { ...IMAGE, value, problem: 'is another image every time' } : undefined;
};

const IMAGE: Finding = {
  code: 'DUST1064',
  problem: 'is not an image with its registry',
  allowed: 'REGISTRY/NAME:VERSION or REGISTRY/NAME@sha256:DIGEST',
  fix: 'write where the image was mirrored to, with the version or digest that was tried',
};
