/** What a judgement came to. Whatever could not be read is `unproved`, never `good`. */
export type Severity = 'wrong' | 'unproved' | 'good';

/** One thing that the trust rests on, and how it stands. */
export interface Finding {
  readonly severity: Severity;
  /** The place of the setting. */
  readonly where: string;
  readonly what: string;
  /** What follows from it, in a sentence; nothing needs to follow from what is good. */
  readonly why?: string;
  /** A command or a setting. */
  readonly fix?: string;
}

/** A thing that was read, or why it could not be. */
export type Read<T> = { readonly known: T } | { readonly unread: string };

/** A judgement of what is in one place. */
export class Findings {
  private readonly found: Finding[] = [];

  public constructor(private readonly where: string) {}

  public get all(): readonly Finding[] {
    return this.found;
  }

  /** Good, or wrong for this reason and mended so. */
  public expect(holds: boolean, good: string, wrong: { readonly what: string; readonly why: string; readonly fix: string }): void {
    if (holds) this.good(good);
    else this.wrong(wrong.what, wrong.why, wrong.fix);
  }

  public good(what: string): void {
    this.found.push({ severity: 'good', where: this.where, what });
  }

  public wrong(what: string, why: string, fix: string): void {
    this.found.push({ severity: 'wrong', where: this.where, what, why, fix });
  }

  /** Whether there is something to judge; what was not read is told. */
  public has<T>(read: Read<T>, what: string, why: string): read is { readonly known: T } {
    if ('known' in read) return true;
    this.found.push({ severity: 'unproved', where: this.where, what: `${what}: ${read.unread}`, why });
    return false;
  }
}
