/** Percent-encodes a value of a template; `urlquery` alone writes a space as a plus, which no URL parser takes back. */
const encoded = (key: string): string => `{{ .${key} | urlquery | replace "+" "%20" }}`;

/** The URL of a database, of the keys `username`, `password` and `host`. */
export function postgresUrlTemplate(port: number, database: string, caFile: string): string {
  return `postgresql://${encoded('username')}:${encoded('password')}@{{ .host }}:${port}/${database}?sslmode=verify-full&sslrootcert=${caFile}`;
}

/** The URL of a cache, of the keys `password` and `host`. */
export function redisUrlTemplate(port: number): string {
  return `rediss://:${encoded('password')}@{{ .host }}:${port}/0`;
}
