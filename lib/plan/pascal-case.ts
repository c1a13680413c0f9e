import { shortHash } from './names';

/**
 * `raw-images` becomes `RawImages`, a part of a construct id. A hyphen before a digit leaves no trace in it, so such a key
 * brings a hash: `a-1` and `a1` stay different.
 */
export function pascalCase(key: string): string {
  const words = key.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return /-[0-9]/.test(key) ? `${words}X${shortHash(key)}` : words;
}

/**
 * `SMTP_PASSWORD` becomes `SmtpPassword`. A variable that the words do not give back, such as `V1_2`, which would meet `V12`,
 * brings a hash.
 */
export function pascalCaseOfVariable(variable: string): string {
  const words = variable.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()).join('');
  const back = words.replace(/(?!^)([A-Z])/g, '_$1').toUpperCase();
  return back === variable ? words : `${words}X${shortHash(variable)}`;
}
