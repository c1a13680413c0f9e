import { tmpdir } from 'node:os';
import { runInThisContext } from 'node:vm';

/** Jest hands tests a copy of `process.env`; only the real one moves the clocks of the process. */
const real = runInThisContext('process') as NodeJS.Process;

/** Does something where the clocks, the language and the working directory are other ones. */
export function elsewhere<T>(zone: string, locale: string, action: () => T): T {
  const before = { directory: real.cwd(), zone: real.env.TZ };
  const [compare, upper, lower] = [String.prototype.localeCompare, String.prototype.toLocaleUpperCase, String.prototype.toLocaleLowerCase];
  real.env.TZ = zone;
  real.chdir(tmpdir());
  // The language of a process is fixed when it starts, so what depends on it is told another one.
  Object.assign(String.prototype, {
    localeCompare(this: string, other: string, locales?: string, options?: Intl.CollatorOptions) { return compare.call(this, other, locales ?? locale, options); },
    toLocaleUpperCase(this: string, locales?: string) { return upper.call(this, locales ?? locale); },
    toLocaleLowerCase(this: string, locales?: string) { return lower.call(this, locales ?? locale); },
  });
  try {
    return withVariables({ LANG: `${locale}.UTF-8`, LC_ALL: `${locale}.UTF-8`, TZ: zone }, action);
  } finally {
    Object.assign(String.prototype, { localeCompare: compare, toLocaleUpperCase: upper, toLocaleLowerCase: lower });
    real.chdir(before.directory);
    if (before.zone === undefined) delete real.env.TZ;
    else real.env.TZ = before.zone;
  }
}

function withVariables<T>(variables: Record<string, string>, action: () => T): T {
  const before = { ...process.env };
  Object.assign(process.env, variables);
  try {
    return action();
  } finally {
    for (const name of Object.keys(variables)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}
