import type { Rule } from './rules';
import type { Finding } from '../issues/issue';

const REGISTRY_AND_NAME = /^[a-z0-9][a-z0-9.-]*(?::[0-9]{1,5})?(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)+$/;
const TAG = /:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const DIGEST = /@sha256:[0-9a-f]{64}$/;
const MAX_CHARACTERS = 512;

/**
 * An image by its registry, its name and its digest: nothing is pulled from where nobody looked, and nobody who may push to
 * the registry can put another one in its place. @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
 */
export const judgeImage: Rule<string> = (value) => {
  if (value === '') return { ...IMAGE, problem: 'is empty' };
  if (value.length > MAX_CHARACTERS) return { ...IMAGE, value, problem: `has ${value.length} characters; at most ${MAX_CHARACTERS}` };
  const withoutDigest = value.replace(DIGEST, '');
  if (!REGISTRY_AND_NAME.test(withoutDigest.replace(TAG, ''))) return { ...IMAGE, value };
  return withoutDigest === value ? { ...IMAGE, value, problem: 'has no digest, so that somebody could put another image in its place' } : undefined;
};

const IMAGE: Finding = {
  code: 'DUST1064',
  problem: 'is not an image with its registry',
  allowed: 'REGISTRY/NAME@sha256:DIGEST, with a version before the "@" or without',
  fix: 'write where the image was mirrored to, with the digest that the registry shows',
};
