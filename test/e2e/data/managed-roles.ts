import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { only } from './known';
import type { Data } from './kubernetes-environment';
import type { PostgresServer } from './postgres-server';

type Json = Record<string, any>;

/** A Secret by its name; a role without one keeps the password that it has. */
export type PasswordSecret = (name: string) => Data;

/** What the operator remembers in the object's status: whoever changes the role or the Secret is noticed by it. */
interface Applied {
  readonly version: string;
  readonly transaction: string;
}

interface Found {
  readonly options: string;
  readonly transaction: string;
  readonly inRoles: readonly string[];
}

const KNOWN = ['name', 'ensure', 'login', 'inherit', 'inRoles', 'passwordSecret', 'superuser', 'createdb', 'createrole', 'replication', 'bypassrls', 'connectionLimit'];

/**
 * The operator's work on `managed.roles`, with its own statements and in its order.
 * @see https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/internal/management/controller/roles/postgres.go
 */
export class ManagedRoles {
  private readonly applied = new Map<string, Applied>();

  constructor(private readonly server: PostgresServer) {}

  /** One change at a time, until there is none left; the statements without their passwords. */
  public reconcile(roles: readonly Json[], secretOf: PasswordSecret): string[] {
    return roles.flatMap((role) => {
      const done: string[] = [];
      for (let round = 0; round < 5; round++) {
        const next = this.next(only(role, KNOWN), secretOf);
        if (next === undefined) return done;
        done.push(next);
      }
      throw new Error(`${role.name} is never as it should be: ${done.join('; ')}`);
    });
  }

  /** The password goes before the memberships, which are looked at only when all else is settled. */
  private next(role: Json, secretOf: PasswordSecret): string | undefined {
    if (role.ensure !== 'present') throw new Error(`a role that is ${role.ensure} is not known here`);
    const name = role.name as string;
    const found = this.find(name);
    const password = passwordOf(role, secretOf);
    const version = createHash('sha256').update(password ?? '').digest('hex');
    const options = optionsOf(role);
    const before = this.applied.get(name);
    if (found === undefined || found.options !== options || before?.version !== version || before.transaction !== found.transaction) {
      const inRoles = found === undefined && role.inRoles !== undefined ? ` IN ROLE ${quoted(role.inRoles as string[])}` : '';
      const statement = `${found === undefined ? 'CREATE' : 'ALTER'} ROLE "${name}" ${options}${inRoles}`;
      this.unlogged(password === undefined ? statement : `${statement} PASSWORD '${verifier(password)}'`);
      this.applied.set(name, { version, transaction: this.find(name)!.transaction });
      return statement;
    }
    return this.nextMembership(name, found.inRoles, (role.inRoles ?? []) as string[]);
  }

  private nextMembership(name: string, found: readonly string[], wanted: readonly string[]): string | undefined {
    const statements = [
      ...wanted.filter((one) => !found.includes(one)).map((one) => `GRANT "${one}" TO "${name}"`),
      ...found.filter((one) => !wanted.includes(one)).map((one) => `REVOKE "${one}" FROM "${name}"`),
    ];
    if (statements.length === 0) return undefined;
    this.server.must(`BEGIN; ${statements.join('; ')}; COMMIT`);
    return statements.join('; ');
  }

  private find(name: string): Found | undefined {
    const columns = Object.entries(OPTIONS).map(([, { column, word }]) => `CASE WHEN ${column} THEN '${word}' ELSE 'NO${word}' END`);
    const out = this.server.must(`SELECT jsonb_build_object('options', concat_ws(' ', ${columns.join(', ')}, 'CONNECTION LIMIT ' || rolconnlimit), 'transaction', xmin::text,
      'inRoles', ARRAY(SELECT DISTINCT pg_get_userbyid(roleid)::text FROM pg_auth_members WHERE member = a.oid)) FROM pg_authid a WHERE rolname = '${name}'`);
    return out === '' ? undefined : JSON.parse(out) as Found;
  }

  /** Since 1.29.2 the operator keeps its own statements out of the server's log. */
  private unlogged(statement: string): void {
    this.server.must(`BEGIN; SET LOCAL log_statement = 'none'; SET LOCAL log_min_error_statement = 'PANIC';\n${statement};\nCOMMIT`);
  }
}

/** In the order of the operator, by the fields of the object; who inherits nothing must say so. */
const OPTIONS: Readonly<Record<string, { readonly column: string; readonly word: string; readonly otherwise?: boolean }>> = {
  bypassrls: { column: 'rolbypassrls', word: 'BYPASSRLS' },
  createdb: { column: 'rolcreatedb', word: 'CREATEDB' },
  createrole: { column: 'rolcreaterole', word: 'CREATEROLE' },
  inherit: { column: 'rolinherit', word: 'INHERIT', otherwise: true },
  login: { column: 'rolcanlogin', word: 'LOGIN' },
  replication: { column: 'rolreplication', word: 'REPLICATION' },
  superuser: { column: 'rolsuper', word: 'SUPERUSER' },
};

function optionsOf(role: Json): string {
  const words = Object.entries(OPTIONS).map(([field, { word, otherwise = false }]) => (role[field] ?? otherwise ? word : `NO${word}`));
  return `${words.join(' ')} CONNECTION LIMIT ${role.connectionLimit ?? -1}`;
}

/** A role that names no Secret keeps the password that it has. */
function passwordOf({ name, passwordSecret }: Json, secretOf: PasswordSecret): string | undefined {
  if (passwordSecret === undefined) return undefined;
  const { username, password } = secretOf(passwordSecret.name as string);
  if (username === undefined || password === undefined) throw new Error(`Secret ${passwordSecret.name} has no username or no password`);
  if (username.trim() !== name) throw new Error(`wrong username '${username}' in secret, expected '${name}'`);
  return password.trim();
}

function quoted(names: readonly string[]): string {
  return names.map((one) => `"${one}"`).join(',');
}

/** What PostgreSQL keeps of a password, made on the side of the operator, so that no statement has the password itself. @see RFC 5803 */
function verifier(password: string): string {
  const [salt, rounds] = [randomBytes(16), 4096];
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, rounds, 32, 'sha256');
  const hmac = (text: string): Buffer => createHmac('sha256', salted).update(text).digest();
  const stored = createHash('sha256').update(hmac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${rounds}:${salt.toString('base64')}$${stored}:${hmac('Server Key').toString('base64')}`;
}
