import type { Rule } from './rules';
import type { Finding } from '../issues/issue';

/** Linux starts no process with a longer variable or argument (MAX_ARG_STRLEN, with room for the name). */
const MAX_TEXT_BYTES = 131_072 - 256;
/** kubectl keeps what it applied in an annotation of at most 262144 bytes, the rest of the object included. */
const MAX_OBJECT_BYTES = 262_144 - 8_192;

/** A variable or an argument of a process. */
export const judgeProcessText: Rule<string> = (value) => {
  const bytes = Buffer.byteLength(value);
  return bytes <= MAX_TEXT_BYTES ? undefined : { ...TOO_LONG, value, problem: `has ${bytes} bytes` };
};

/** All variables, or all arguments, which one object of Kubernetes holds. */
export function judgeTogether(texts: object): Finding | undefined {
  const bytes = Buffer.byteLength(JSON.stringify(texts));
  return bytes <= MAX_OBJECT_BYTES ? undefined : { ...TOO_MUCH, problem: `has ${bytes} bytes in all` };
}

const TOO_LONG: Finding = {
  code: 'DUST1044', problem: 'is too long', allowed: `at most ${MAX_TEXT_BYTES} bytes, since Linux starts no process with more`, fix: 'keep it in a bucket, and read it from there',
};
const TOO_MUCH: Finding = {
  code: 'DUST1044', problem: 'is too large', allowed: `at most ${MAX_OBJECT_BYTES} bytes, since kubectl applies no larger object`, fix: 'keep it in a bucket, and read it from there',
};
