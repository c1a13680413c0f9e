/** Where the application's database is, as far as it is known at synthesis. */
export interface PostgresUrl {
  readonly port: number;
  readonly database: string;
  /** Path in the container of the certificates that the server's one is checked against. */
  readonly caFile: string;
  /** Where they are known at synthesis; otherwise the keys `username` and `host` hold them. */
  readonly username?: string;
  readonly host?: string;
}

/**
 * What External Secrets makes the URL of a PostgreSQL database from, over the keys `username`, `password` and `host`.
 * @see https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
 */
export function postgresUrlTemplate({ port, database, caFile, username, host }: PostgresUrl): string {
  const query = `sslmode=verify-full&sslrootcert=${caFile.split('/').map(encodeURIComponent).join('/')}`;
  const user = username === undefined ? encoded('username') : encodeURIComponent(username);
  return `postgresql://${user}:${encoded('password')}@${host ?? verbatim('host')}:${port}/${encodeURIComponent(database)}?${query}`;
}

/**
 * What External Secrets makes the URL of a cache from, over the keys `password` and `host`; the port is known, or itself a
 * template, and so may the host be known. Without a user, which every client takes for the user `default`: the clients that
 * are given one send another form of AUTH.
 * @see https://www.iana.org/assignments/uri-schemes/prov/rediss
 */
export function redisUrlTemplate(port: string, host = verbatim('host')): string {
  return `rediss://:${encoded('password')}@${host}:${port}/0`;
}

/**
 * Percent-encodes a value, whatever it holds. `urlquery` of Go's templates encodes all but letters, digits and `-_.~`, but for
 * the query of a URL, where a space becomes `+`; before the `@` a plus sign stands for itself. A plus sign of the value was
 * encoded as `%2B`, so that each one that is left was a space. All names are also there in External Secrets 2.9, whose engine
 * has its own copy of the functions.
 */
function encoded(key: string): string {
  return `{{ .${key} | urlquery | replace "+" "%20" }}`;
}

/** The name of a host has nothing to encode. */
function verbatim(key: string): string {
  return `{{ .${key} }}`;
}
