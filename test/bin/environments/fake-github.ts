import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One repository as its owner set it up; tests change it. */
export interface FakeRepository {
  fullName: string;
  id: number;
  ownerId: number;
  archived: boolean;
  movedFrom?: string;
  subject: Record<string, unknown> | undefined;
  environments: Record<string, { body: Record<string, unknown>; policies: { name: string; type: string }[] }>;
  branches: Record<string, { rules: Record<string, unknown>[]; classic: Record<string, unknown> | undefined }>;
  rulesets: Record<string, Record<string, unknown>>;
}

/** What is wrong with the answers themselves. */
export interface Trouble {
  status?: number;
  message?: string;
  headers?: Record<string, string>;
  /** Only for paths that hold this. */
  on?: string;
  /** Instead of JSON. */
  text?: string;
}

export const TOKEN = 'ghp_of-nobody';

/** GitHub's REST API on loopback, as far as the check asks it: https://docs.github.com/en/rest. Names are compared as GitHub does. */
export class FakeGitHub {
  public static async start(): Promise<FakeGitHub> {
    const fake = new FakeGitHub();
    await new Promise<void>((resolve) => { fake.server.listen(0, '127.0.0.1', resolve); });
    return fake;
  }

  public repositories: FakeRepository[] = [];
  public organizations: Record<string, Record<string, unknown>> = {};
  public trouble: Trouble | undefined;
  /** Paths as they were asked for, without queries. */
  public asked: string[] = [];
  private readonly server: Server = createServer((request, response) => this.serve(request, response));

  public get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => { this.server.close(() => resolve()); });
  }

  private serve({ url = '', headers }: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(url, this.address);
    this.asked.push(pathname);
    const send = (status: number, body: unknown, more: Record<string, string> = {}): void => void response.writeHead(status, { 'content-type': 'application/json', ...more }).end(JSON.stringify(body));
    const { trouble } = this;
    if (trouble !== undefined && pathname.includes(trouble.on ?? '')) {
      if (trouble.text !== undefined) return void response.writeHead(trouble.status ?? 200).end(trouble.text);
      return send(trouble.status!, { message: trouble.message }, trouble.headers);
    }
    if (headers.authorization !== `Bearer ${TOKEN}`) return send(401, { message: 'Bad credentials' });
    const answer = this.answer(pathname.slice(1).split('/').map(decodeURIComponent));
    if (answer === undefined) return send(404, { message: 'Not Found' });
    if (typeof answer === 'string') return send(301, { message: 'Moved Permanently' }, { location: `${this.address}${answer}` });
    send(200, paged(answer, searchParams));
  }

  /** The answer to a path, a path that it has moved to, or nothing. */
  private answer([kind, owner, name, ...rest]: string[]): object | string | undefined {
    if (kind === 'orgs') return this.organizations[owner!];
    const slug = `${owner}/${name}`.toLowerCase();
    const moved = this.repositories.find(({ movedFrom }) => movedFrom?.toLowerCase() === slug);
    if (moved !== undefined) return `/repositories/${moved.id}`;
    const repository = this.repositories.find(({ fullName }) => fullName.toLowerCase() === slug);
    return repository === undefined ? undefined : inRepository(repository, rest);
  }
}

function inRepository({ fullName, id, ownerId, archived, subject, environments, branches, rulesets }: FakeRepository, [kind, name, ...rest]: string[]): object | undefined {
  switch (kind) {
    case undefined: return { full_name: fullName, id, owner: { id: ownerId, login: fullName.split('/')[0] }, archived, default_branch: 'main' };
    case 'actions': return subject;
    case 'environments': return rest[0] === 'deployment-branch-policies' ? listOf(environments[name!]?.policies) : environments[name!]?.body;
    case 'rules': return { list: branches[rest[0]!]?.rules ?? [] };
    case 'rulesets': return rulesets[name!];
    case 'branches': return ofBranch(branches[name!], name!, rest[0]);
    default: return undefined;
  }
}

function ofBranch(branch: FakeRepository['branches'][string] | undefined, name: string, what: string | undefined): object | undefined {
  if (branch === undefined || what === 'protection') return branch?.classic;
  return { name, protected: branch.classic !== undefined || branch.rules.length > 0 };
}

function listOf(policies: readonly object[] | undefined): object | undefined {
  return policies === undefined ? undefined : { total_count: policies.length, branch_policies: policies };
}

/** Lists come in pages of at most 100, and of 30 where nobody asks. */
function paged(answer: object, query: URLSearchParams): unknown {
  const size = Math.min(Number(query.get('per_page') ?? 30), 100);
  const start = (Number(query.get('page') ?? 1) - 1) * size;
  const { list, branch_policies: policies } = answer as { list?: unknown[]; branch_policies?: unknown[] };
  if (list !== undefined) return list.slice(start, start + size);
  return policies === undefined ? answer : { ...answer, branch_policies: policies.slice(start, start + size) };
}
