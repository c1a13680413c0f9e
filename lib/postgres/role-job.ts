import { ROLES_SQL } from './roles-sql';
import { ROLES_SH, WAIT_SH } from './scripts';

/**
 * The files of the role job's ConfigMap: `roles.sh` runs `roles.sql` beside it as the server's master, so that a database has
 * an owner that cannot log in and the application's logins as its members; `wait.sh` stands alone and waits for such a login.
 * Their variables are `PGHOST PGPORT PGDATABASE PGUSER PGPASSWORD PGSSLMODE PGSSLROOTCERT` and optionally `WAIT_SECONDS`;
 * `roles.sh` also wants `APPLICATION_OWNER APPLICATION_USER APPLICATION_PASSWORD` and knows `APPLICATION_CLONE`, the second
 * login of a rotation that alternates between two.
 */
export const ROLE_FILES: Readonly<Record<string, string>> = { 'roles.sh': ROLES_SH, 'roles.sql': ROLES_SQL, 'wait.sh': WAIT_SH };
