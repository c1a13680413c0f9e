import { GITHUB_ISSUER } from '../../lib/trust/issuer';
import { CommandError } from '../command';
import type { Io } from '../command';
import { runProgram } from '../spawn';

/** What GitHub answered to one question; an error of the whole run, such as a bad token, is thrown instead. */
export type Answer = { readonly body: unknown } | { readonly status: 'missing' | 'moved' } | { readonly status: 'refused'; readonly message: string };

const API = 'https://api.github.com';
const PATIENCE_MS = 20_000;
const PAGE = 100;
const MAX_PAGES = 50;

/** GitHub's REST API, asked with the person's own token. */
export class GitHub {
  /** The token comes from where `gh` takes it, or from `gh` itself. */
  public static async connect(io: Io, issuer: string): Promise<GitHub> {
    return new GitHub(addressOf(io, issuer), await tokenOf(io));
  }

  private constructor(private readonly address: string, private readonly token: string) {}

  /** @param path steps of the path, each of which may hold any character */
  public async ask(path: readonly string[], query = ''): Promise<Answer> {
    const url = `${this.address}/${path.map(encodeURIComponent).join('/')}${query}`;
    const response = await this.fetch(url);
    const { status } = response;
    if (status === 200) return { body: await bodyOf(response, url) };
    if (status === 404) return { status: 'missing' };
    if (status >= 300 && status < 400) return { status: 'moved' };
    const message = await messageOf(response);
    if (status === 401) throw new CommandError(`GitHub refuses the token: ${message}`, 'log in: gh auth login, or set GH_TOKEN');
    if (isLimit(response, message)) throw new CommandError(`GitHub answers no more questions for now: ${message}`, `try again ${laterOf(response)}`);
    if (status === 403) return { status: 'refused', message: `${message}; the token may not read it` };
    return { status: 'refused', message: `GitHub answered ${status}: ${message}` };
  }

  /** All pages of a list; `field` is where an answer keeps it, where it is not the answer itself. */
  public async list(path: readonly string[], field?: string): Promise<Answer> {
    const all: unknown[] = [];
    for (let page = 1; page <= MAX_PAGES; page += 1) {
      const answer = await this.ask(path, `?per_page=${PAGE}&page=${page}`);
      if (!('body' in answer)) return answer;
      const items = field === undefined ? answer.body : (answer.body as Record<string, unknown> | null)?.[field];
      if (!Array.isArray(items)) return { status: 'refused', message: 'GitHub answered no list' };
      all.push(...(items as unknown[]));
      if (items.length < PAGE) return { body: all };
    }
    return { status: 'refused', message: `there are more than ${MAX_PAGES * PAGE}` };
  }

  /** No redirect is followed: it would take the token elsewhere, and that a repository has moved is what we want to know. */
  private async fetch(url: string): Promise<Response> {
    const headers = { 'Accept': 'application/vnd.github+json', 'Authorization': `Bearer ${this.token}`, 'User-Agent': 'dust-service', 'X-GitHub-Api-Version': '2022-11-28' };
    try {
      return await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) });
    } catch (error) {
      const { message, cause } = error as Error & { cause?: Error };
      throw new CommandError(`GitHub cannot be reached at ${this.address}: ${cause?.message ?? message}`, 'check the network, and GITHUB_API_URL where it is set');
    }
  }
}

function addressOf({ environment }: Io, issuer: string): string {
  const given = environment.GITHUB_API_URL;
  if (given === undefined || given === '') {
    if (issuer === GITHUB_ISSUER) return API;
    throw new CommandError(`${issuer} is the issuer of another server than github.com`, 'set GITHUB_API_URL to its API, such as https://github.example.com/api/v3');
  }
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const isPrivate = url?.protocol === 'https:' || (url?.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname));
  if (isPrivate) return given.replace(/\/+$/, '');
  throw new CommandError('GITHUB_API_URL is no address that a token may be sent to', 'write https:// and the address of the API');
}

async function tokenOf(io: Io): Promise<string> {
  const { GH_TOKEN, GITHUB_TOKEN } = io.environment;
  const given = GH_TOKEN || GITHUB_TOKEN;
  const token = given ? given.trim() : await runProgram(io, 'gh', ['auth', 'token']).then(({ exitCode, out }) => (exitCode === 0 ? out.trim() : ''), () => '');
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new CommandError('there is no token of GitHub here', 'log in: gh auth login, or set GH_TOKEN');
}

async function bodyOf(response: Response, url: string): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw new CommandError(`what answers at ${url} is not GitHub's API`, 'check GITHUB_API_URL');
  }
}

/** What GitHub says is wrong; proxies say it in pages of their own. */
async function messageOf(response: Response): Promise<string> {
  const text = await response.text().catch(() => '');
  try {
    return String((JSON.parse(text) as { message?: unknown }).message ?? response.statusText);
  } catch {
    return response.statusText;
  }
}

/** @see https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
function isLimit({ status, headers }: Response, message: string): boolean {
  return status === 429 || (status === 403 && (headers.get('x-ratelimit-remaining') === '0' || headers.has('retry-after') || /rate limit/i.test(message)));
}

function laterOf({ headers }: Response): string {
  const seconds = headers.get('retry-after');
  if (seconds !== null) return `in ${seconds} seconds`;
  const reset = Number(headers.get('x-ratelimit-reset'));
  return reset > 0 ? `after ${new Date(reset * 1000).toISOString()}` : 'in an hour';
}
