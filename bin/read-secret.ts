import { text } from 'node:stream/consumers';
import { CommandError } from './command';

/** A value from a pipe or a file, or typed by a person, who sees nothing of it. */
export function readSecret(prompt: string): Promise<string> {
  const { stdin } = process;
  if (!stdin.isTTY) return text(stdin);
  process.stderr.write(`${prompt} (not shown, Enter to end): `);
  return new Promise((resolve, reject) => {
    let typed = '';
    const end = (finish: () => void): void => {
      stdin.off('data', listen).setRawMode(false).pause();
      process.stderr.write('\n');
      finish();
    };
    const listen = (chunk: string): void => {
      for (const key of chunk) {
        if (key === '\r' || key === '\n') return end(() => resolve(typed));
        if (key === '\u0003' || key === '\u0004') return end(() => reject(new CommandError('nothing was changed', 'run it again')));
        typed = key === '\u007f' ? typed.slice(0, -1) : typed + key;
      }
    };
    stdin.setEncoding('utf8').setRawMode(true).resume().on('data', listen);
  });
}
