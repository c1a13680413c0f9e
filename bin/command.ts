/** What a command is handed: the place it runs in, and nothing global. */
export interface Io {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** A value that nobody may see, from standard input; a person is asked for it by these words. */
  readonly secret: (prompt: string) => Promise<string>;
}

/** What a command was given. */
export interface Arguments {
  readonly names: readonly string[];
  readonly json: boolean;
  /** Those of its own options that were given. */
  readonly options: ReadonlySet<string>;
}

/** What a command found: one value for machines, one text for people, and the exit code of the process. */
export interface Result {
  readonly exitCode: number;
  readonly json: unknown;
  /** Goes to standard output; on failure to standard error. */
  readonly text: string;
}

/** One verb. A new one is a file in `commands/` and a row in `commands.ts`. */
export interface Command {
  readonly name: string;
  /** How its arguments are written, such as `[service…]`. */
  readonly synopsis: string;
  readonly summary: string;
  /** Names that it takes at most. */
  readonly maxNames: number;
  /** Options without a value that only it takes. */
  readonly options?: readonly string[];
  run(args: Arguments, io: Io): Promise<Result>;
}

/** An error that a person can mend; it is shown without a stack, and its last line is what to do. */
export class CommandError extends Error {
  public constructor(problem: string, public readonly next: string) {
    super(problem);
    this.name = 'CommandError';
  }
}
