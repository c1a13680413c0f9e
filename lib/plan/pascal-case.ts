import { shortHash } from './names';

/** `raw-images` as a part of a construct id: `RawImages`. */
export function pascalCase(key: string): string {
  return key.split('-').map(capital).join('');
}

/**
 * A variable as a part of a construct id: `SMTP_PASSWORD` is `SmtpPassword`. Names that would lose something on the way, such
 * as `V1_2` and `V12`, bring a hash, since ids of things that hold data must never meet.
 */
export function pascalCaseOfVariable(variable: string): string {
  const id = variable.split('_').map((part) => capital(part.toLowerCase())).join('');
  const back = id.replace(/(?!^)([A-Z])/g, '_$1').toUpperCase();
  return back === variable ? id : `${id}${shortHash(variable)}`;
}

function capital(part: string): string {
  return part.charAt(0).toUpperCase() + part.slice(1);
}
