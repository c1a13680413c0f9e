/**
 * Whether everything that the second pattern matches is matched by the first: its wildcards match those of the second. In linear
 * memory and at most quadratic time, whatever somebody typed.
 */
export function covers(pattern: string, asked: string): boolean {
  let at = 0;
  let star = -1;
  let retry = 0;
  for (let index = 0; index < asked.length; index++) {
    const one = pattern[at];
    if (one === '*') {
      star = at++;
      retry = index--;
    } else if (one === asked[index] || (one === '?' && asked[index] !== '*')) {
      at++;
    } else if (star >= 0) {
      at = star + 1;
      index = retry++;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}
