import { Unresolved, isObject } from './json';
import type { Hole } from './json';

/** How many characters IAM counts, and whether some of them are a guess. */
export interface Size {
  readonly characters: number;
  readonly isEstimate: boolean;
}

/** An ARN of a resource without a literal name: that of a key has 75 to 85 characters. */
const ARN_CHARACTERS = 90;
/** The longest name of a role, and of most resources. */
const NAME_CHARACTERS = 64;

/**
 * The size of a policy as IAM counts it: its JSON without white space. What only CloudFormation knows counts as long as it
 * usually is. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function sizeOf(document: unknown): Size {
  const counter = new Counter();
  const characters = counter.characters(document);
  return { characters, isEstimate: counter.guessed };
}

class Counter {
  public guessed = false;

  public characters(value: unknown): number {
    if (value instanceof Unresolved) return this.unresolved(value);
    if (Array.isArray(value)) return 2 + commas(value.length) + sum(value.map((item) => this.characters(item)));
    if (!isObject(value)) return (JSON.stringify(value) ?? 'null').length;
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return 2 + commas(entries.length) + sum(entries.map(([key, item]) => JSON.stringify(key).length + 1 + this.characters(item)));
  }

  private unresolved({ parts }: Unresolved): number {
    this.guessed = true;
    return 2 + sum(parts.map((part) => (typeof part === 'string' ? JSON.stringify(part).length - 2 : this.hole(part))));
  }

  private hole({ name, alternatives }: Hole): number {
    // Without the quotes that are counted around the whole.
    if (alternatives !== undefined) return this.longest(alternatives) - 2;
    return /(?:^|\.)\w*Arn$/.test(name) ? ARN_CHARACTERS : NAME_CHARACTERS;
  }

  private longest(alternatives: readonly unknown[]): number {
    return Math.max(...alternatives.map((one) => this.characters(one)));
  }
}

function commas(count: number): number {
  return Math.max(0, count - 1);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** `9,300/2,048`, and what of it is a guess. */
export function measured({ characters, isEstimate }: Size, limit: number): string {
  const text = `${thousands(characters)}/${thousands(limit)} characters`;
  return isEstimate ? `${text}, with an estimate of what only CloudFormation knows` : text;
}

function thousands(number: number): string {
  return String(number).replace(/\B(?=(?:[0-9]{3})+$)/g, ',');
}
