import { SERVER_VERSIONS } from '../../tools/postgres';

/** The newest server; every one that there is with `DUST_SERVERS=all`, as in `npm run e2e:full`, for it takes minutes. */
export const NEWEST_OR_ALL = process.env.DUST_SERVERS === 'all' ? SERVER_VERSIONS : SERVER_VERSIONS.slice(-1);
