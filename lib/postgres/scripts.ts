/** How every script speaks, and which errors no waiting mends; $program is the script's name. */
export const HELPERS = `say() { printf '%s: %s\\n' "$program" "$1" >&2; }
fail() { say "$1"; exit 1; }

# Several lines as one.
in_one_line() {
  set -f
  # shellcheck disable=SC2086
  set -- $1
  set +f
  printf '%s' "$*"
}

# Errors that no waiting mends, whoever logs in: what is trusted, and what was configured. FATAL is the server's own word, so
# there the connection was trusted.
is_about_trust() {
  case $1 in
    *FATAL:* | *'unexpected eof'*) return 1 ;;
    *'SSL error: '* | *'server certificate '* | *'root certificate file '* | *'does not support SSL'*) return 0 ;;
    *'sslmode value'* | *'invalid port'* | *'invalid integer'*) return 0 ;;
    *) return 1 ;;
  esac
}`;

/** What both scripts need. Nothing but sh, psql, sleep and date; no password is ever an argument or part of a statement. */
const COMMON = `set -eu
# psql's own words in English, since some are looked at; names in UTF-8 whatever the locale of the image.
export LC_ALL=C PGCLIENTENCODING=UTF8 PGSSLMODE="\${PGSSLMODE:-verify-full}" PGCONNECT_TIMEOUT="\${PGCONNECT_TIMEOUT:-10}"
wait_seconds=\${WAIT_SECONDS:-600}

${HELPERS}

# Connects with PGUSER and PGPASSWORD; what went wrong is in $reason afterwards.
is_admitted() {
  if reason=$(psql --no-psqlrc --no-password --quiet --command 'SELECT 1' 2>&1 >/dev/null </dev/null); then return 0; fi
  reason=$(in_one_line "$reason")
  return 1
}

server="$PGHOST:$PGPORT"
case $wait_seconds in '' | *[!0-9]*) fail "WAIT_SECONDS is \\"$wait_seconds\\": give a number of seconds" ;; esac
end=$(($(date +%s) + wait_seconds))
told='' hint=''
# One line for each new reason, and a pause; the end of the patience is the end of the program.
wait_because() {
  if is_about_trust "$1"; then
    fail "no trusted connection to $server: check PGSSLROOTCERT, and that PGHOST is a name in the server's certificate: $1"
  fi
  [ "$(date +%s)" -lt "$end" ] || fail "gave up after $wait_seconds seconds$hint: $1"
  [ "$1" = "$told" ] || say "waiting: $1"
  told=$1
  sleep 2
}
`;

export const ROLES_SH = `#!/bin/sh
# Makes the application's roles in its database, as the server's master; roles.sql beside it says which. It may run at any
# time and as often as one likes. Without a terminal, psql reads the new password from standard input.
program=roles.sh
: "\${PGHOST:?is not set}" "\${PGPORT:?is not set}" "\${PGDATABASE:?is not set}" "\${PGUSER:?is not set}" "\${PGPASSWORD:?is not set}"
: "\${APPLICATION_OWNER:?is not set}" "\${APPLICATION_USER:?is not set}" "\${APPLICATION_PASSWORD:?is not set}"
${COMMON}
newline='
'
carriage_return=$(printf '\\r')
case $APPLICATION_PASSWORD in
  *"$newline"* | *"$carriage_return"*) fail 'APPLICATION_PASSWORD has a line break, which psql cannot read: give a password of one line' ;;
esac
export APPLICATION_CLONE="\${APPLICATION_CLONE:-}"

# Whether the server has spoken its last word on the master. Until it is up, it refuses everybody.
is_final() {
  case $1 in
    *'starting up'* | *'shutting down'* | *'recovery mode'* | *'not yet accepting'* | *'too many'* | *'connection slots'*) return 1 ;;
    *FATAL:*) return 0 ;;
    *) return 1 ;;
  esac
}

# Whether the application's login is admitted with the given password and acts as the owner.
is_settled() {
  if ! reason=$(PGUSER=$APPLICATION_USER PGPASSWORD=$APPLICATION_PASSWORD psql --no-psqlrc --no-password --quiet --no-align --tuples-only \\
    --command 'SELECT current_user' 2>&1 </dev/null); then
    reason=$(in_one_line "$reason")
    return 1
  fi
  # Warnings come before the answer.
  reason=\${reason##*"$newline"}
}

until is_admitted; do
  if is_final "$reason"; then
    fail "$server refuses the master \\"$PGUSER\\": compare its secret, and PGDATABASE, with the server: $reason"
  fi
  wait_because "$reason"
done

# A password that is admitted is not set again: it would get another hash.
SET_PASSWORD=on
if is_settled; then SET_PASSWORD=off; fi
export SET_PASSWORD

folder=\${0%/*}
[ "$folder" != "$0" ] || folder=.
if ! said=$(psql --no-psqlrc --no-password --quiet --file "$folder/roles.sql" 2>&1 >/dev/null <<PASSWORD
$APPLICATION_PASSWORD
$APPLICATION_PASSWORD
PASSWORD
); then
  said=\${said##*Enter it again: }
  fail "nothing is half done: $(in_one_line "\${said##*ERROR:  }")"
fi

is_settled || fail "the roles are made, but \\"$APPLICATION_USER\\" is not admitted; run the job again, or look for limits of that role: $reason"
remedy="as the master, ALTER ROLE \\"$APPLICATION_USER\\" IN DATABASE \\"$PGDATABASE\\" RESET role"
[ "$reason" = "$APPLICATION_OWNER" ] ||
  fail "the roles are made, but \\"$APPLICATION_USER\\" acts as \\"$reason\\": $remedy"
printf '%s: "%s" is admitted to %s and acts as "%s"\\n' "$program" "$APPLICATION_USER" "$PGDATABASE" "$APPLICATION_OWNER"
`;

export const WAIT_SH = `#!/bin/sh
# Waits until the application's own login is admitted: an init container of jobs that need the database.
program=wait.sh
: "\${PGHOST:?is not set}" "\${PGPORT:?is not set}" "\${PGDATABASE:?is not set}" "\${PGUSER:?is not set}" "\${PGPASSWORD:?is not set}"
${COMMON}
hint=' (the role job makes this login: read its log)'
# A refused login is waited for as well: the role job makes it, in one transaction with all its rights.
until is_admitted; do wait_because "$reason"; done
printf '%s: "%s" is admitted to %s\\n' "$program" "$PGUSER" "$PGDATABASE"
`;
