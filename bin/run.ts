import { parseArgs } from 'node:util';
import { CommandError } from './command';
import type { Arguments, Command, Io, Result } from './command';
import { nearest } from '../lib/issues/suggest';

const OPTIONS = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' }, debug: { type: 'boolean' } } as const;

/** Runs one command line and gives the exit code; every verb goes through here and is printed here. */
export async function run(commands: readonly Command[], line: readonly string[], io: Io): Promise<number> {
  // Known before anything is parsed, so that also a wrong command line is answered in the form that was asked for.
  const json = line.includes('--json');
  try {
    const { values, positionals: [verb, ...names] } = parse(commands, line);
    if (verb === undefined || verb === 'help' || values.help === true) return help(commands, verb === 'help' ? names[0] : verb, json, io);
    const command = find(commands, verb);
    return print(await command.run(checkedArguments(command, names, values, json), io), json, io);
  } catch (error) {
    return fail(error, json, line.includes('--debug'), io);
  }
}

function parse(commands: readonly Command[], line: readonly string[]) {
  const own = commands.flatMap(({ options = [] }) => options).map((name) => [name, { type: 'boolean' }] as const);
  try {
    return parseArgs({ args: [...line], options: { ...Object.fromEntries(own), ...OPTIONS }, allowPositionals: true });
  } catch (error) {
    throw new CommandError((error as Error).message.split('. ')[0]!, 'see: dust help');
  }
}

function find(commands: readonly Command[], verb: string): Command {
  const command = commands.find(({ name }) => name === verb);
  if (command !== undefined) return command;
  const meant = nearest(verb, commands.map(({ name }) => name));
  throw new CommandError(`there is no command "${verb}"`, meant === undefined ? 'see: dust help' : `did you mean: dust ${meant}`);
}

function checkedArguments(command: Command, names: readonly string[], values: Readonly<Record<string, unknown>>, json: boolean): Arguments {
  const { options: own = [] } = command;
  const given = Object.keys(values).filter((name) => !Object.hasOwn(OPTIONS, name));
  const foreign = given.find((name) => !own.includes(name));
  if (foreign !== undefined) throw new CommandError(`Unknown option '--${foreign}'`, `usage: dust ${command.name} ${command.synopsis}`);
  if (names.length > command.maxNames) throw new CommandError(`"${names[command.maxNames]}" is one argument too many`, `usage: dust ${command.name} ${command.synopsis}`);
  return { names, json, options: new Set(given) };
}

function print(result: Result, json: boolean, io: Io): number {
  if (json) io.out(`${JSON.stringify(result.json, undefined, 2)}\n`);
  else (result.exitCode === 0 ? io.out : io.error)(result.text);
  return result.exitCode;
}

function fail(error: unknown, json: boolean, debug: boolean, io: Io): number {
  const known = error instanceof CommandError;
  const message = error instanceof Error ? error.message : String(error);
  if (json) io.out(`${JSON.stringify({ ok: false, error: message, ...(known ? { next: error.next } : {}) }, undefined, 2)}\n`);
  else io.error(`dust: ${message}\n${known ? `${error.next}\n` : ''}`);
  if (debug && error instanceof Error) io.error(`${error.stack}\n`);
  return known ? 2 : 1;
}

function help(commands: readonly Command[], verb: string | undefined, json: boolean, io: Io): number {
  const shown = verb === undefined ? commands : [find(commands, verb)];
  const rows = shown.map(({ name, synopsis, summary }) => ({ usage: `dust ${name} ${synopsis}`.trim(), summary }));
  const width = Math.max(...rows.map(({ usage }) => usage.length));
  const lines = rows.map(({ usage, summary }) => `  ${usage.padEnd(width)}  ${summary}`);
  const text = `usage:\n${lines.join('\n')}\n\nevery command:\n  --json    print one JSON value\n  --debug   print the stack of an unexpected error\n`;
  return print({ exitCode: 0, json: { commands: rows }, text }, json, io);
}
