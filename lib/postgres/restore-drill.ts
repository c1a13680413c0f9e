import { PRINTS } from './picture-sql';
import { HELPERS } from './scripts';

/**
 * Proves that a PostgreSQL database can be restored. psql orchestrates: one transaction of the source exports its snapshot, sends its
 * facts down a pipe to the target's psql, and meanwhile runs the dump, so that writes during the drill are in neither.
 *
 * The source is what `PGHOST PGPORT PGDATABASE PGUSER PGPASSWORD PGSSLMODE PGSSLROOTCERT` say, as in a service's container. The target
 * is `DRILL_HOST DRILL_PORT DRILL_USER DRILL_PASSWORD` and, if it has another authority, `DRILL_SSLROOTCERT`; `DRILL_RESTORED` names
 * a database there that is only compared, for which the service's own login will do.
 */
export const RESTORE_DRILL: string = `#!/bin/sh
# Shows that a database can be restored: takes a dump of the source, restores it into a new database on the target, compares the
# two and drops that database again. Or compares a database that somebody else has restored: DRILL_RESTORED is its name there.
# Nothing but sh, psql, pg_dump and pg_restore is needed, and no room: the dump goes through a pipe. The source is only read.
# Restoring runs what the service has put into its tables' checks and indexes, with the rights of DRILL_USER: give that role
# CREATEDB and nothing else.
program=restore-drill.sh
: "\${PGHOST:?is not set}" "\${PGPORT:?is not set}" "\${PGDATABASE:?is not set}" "\${PGUSER:?is not set}" "\${PGPASSWORD:?is not set}"
: "\${DRILL_HOST:?is not set}" "\${DRILL_PORT:?is not set}" "\${DRILL_USER:?is not set}" "\${DRILL_PASSWORD:?is not set}"
set -eu
# The programs' own words in English, since some are looked at; names in UTF-8 whatever the locale of the image.
export LC_ALL=C PGCLIENTENCODING=UTF8 PGSSLMODE="\${PGSSLMODE:-verify-full}" PGCONNECT_TIMEOUT="\${PGCONNECT_TIMEOUT:-10}" PGAPPNAME=$program
unset PGSERVICE
restored=\${DRILL_RESTORED:-} target='' drill='' worker='' owners=false
newline='
'

${HELPERS}
# Whatever leads to the source, such as PGHOSTADDR, does not lead to the target. No password is ever an argument.
on_target() {
  PGHOST=$DRILL_HOST PGHOSTADDR='' PGPORT=$DRILL_PORT PGUSER=$DRILL_USER PGPASSWORD=$DRILL_PASSWORD PGDATABASE=\${target:-postgres} PGOPTIONS='' \\
    PGSSLROOTCERT=\${DRILL_SSLROOTCERT:-\${PGSSLROOTCERT:-}} "$@"
}

run_psql() {
  side=$1
  shift
  set -- psql --no-psqlrc --no-password --quiet --no-align --tuples-only --set ON_ERROR_STOP=1 "$@"
  if [ "$side" = target ]; then on_target "$@"; else "$@"; fi
}

# One statement and its answer, or the end of the program.
ask() {
  if ! answer=$(run_psql "$1" --command 'SET search_path = pg_catalog' --command "$3" 2>&1 </dev/null); then
    answer=$(in_one_line "$answer")
    if is_about_trust "$answer"; then answer="check the file of authorities, and that the host is a name in the server's certificate: $answer"; fi
    fail "$2: $answer"
  fi
  # Warnings come before the answer.
  answer=\${answer##*"$newline"}
}

# A program must not be older than what it reads.
major_of() {
  version=$("$1" --version 2>/dev/null) || fail "the image has no $1: take one with the client programs of PostgreSQL $2 or newer"
  version=\${version#*) }
  version=\${version%%[!0-9]*}
  [ "$version" -ge "$2" ] || fail "$1 is of PostgreSQL $version, $3 of $2: take an image with the client programs of $2 or newer"
}

# Runs below psql, while that holds the snapshot. Says "true" or what is wrong.
restore() {
  target=$DRILL_NAME
  said=$(
    {
      {
        pg_dump --no-password --format=custom --compress=0 --snapshot="$DRILL_SNAPSHOT" --lock-wait-timeout=60s --no-publications --no-subscriptions \\
          --no-security-labels --no-tablespaces </dev/null || printf 'ended: pg_dump %s\\n' "$?" >&2
      } | on_target pg_restore --no-password --dbname="$target" --no-owner --no-privileges || printf 'ended: pg_restore\\n' >&2
    } 2>&1 >/dev/null
  )
  ended='' limit=known tolerated=no piped=no dumping='' restoring=''
  while IFS= read -r line; do
    case $line in
      # pg_restore of 17 and newer sets a limit that older servers do not know; it says so, goes on and ends with this count.
      *'unrecognized configuration parameter "transaction_timeout"'*) limit=unknown ;;
      'pg_restore: warning: errors ignored on restore: 1') [ "$limit" = known ] || tolerated=yes ;;
      # What one of the two says because the other is gone.
      'ended: pg_dump 141' | *'Broken pipe'*) piped=yes ;;
      *'end of file'* | *'input file is too short'*) ;;
      'ended: '*) ended="$ended $line" ;;
      'pg_dump: error: '*) dumping=\${dumping:-\${line#*: error: }} ;;
      'pg_restore: error: '*) restoring=\${restoring:-\${line#*: error: }} ;;
    esac
  done <<SAID
$said
SAID
  if [ -n "$dumping" ]; then
    printf 'the dump of the source failed: %s' "\${dumping##*ERROR:  }"
  elif [ -n "$restoring" ]; then
    printf 'restoring failed: %s' "\${restoring##*ERROR:  }"
  else
    case $piped$ended in
      no*pg_dump*) printf 'the dump of the source failed: pg_dump ended without a word' ;;
      *pg_restore*) [ "$tolerated" = no ] || { printf true; return; }; printf 'restoring failed: pg_restore ended without a word' ;;
      *) printf true ;;
    esac
  fi
}

${PRINTS}

# One transaction: the dump is of the very state whose picture is taken.
print_reading() {
  print_settings
  printf '%s\\n' "\\\\set open 'COPY ('" "\\\\set close ') TO STDOUT'" "\\\\set aspect 'last value'" 'BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY;'
  print_sequences
  print_picture
  [ -n "$restored" ] || emit <<'SQL'
SELECT pg_export_snapshot() AS snapshot \\gset
\\setenv DRILL_SNAPSHOT :snapshot
\\set outcome \`sh "$DRILL_SCRIPT" restore </dev/null\`
SELECT set_config('drill.outcome', :'outcome', true) AS outcome \\gset
DO $$ BEGIN IF current_setting('drill.outcome') <> 'true' THEN RAISE EXCEPTION '%', current_setting('drill.outcome'); END IF; END $$;
SQL
  printf '%s\\n' "\\\\set aspect 'last value, later'"
  print_sequences
  printf '%s\\n' 'COMMIT;'
}

# What psql has said, without where in its input that was.
reason_in() {
  reason=$(in_one_line "\${1##*ERROR:  }")
}

read_source() {
  if ! said=$(print_reading | run_psql source --set "owners=$owners" 2>&1 >&3); then
    reason_in "$said"
    case $reason in
      'the dump of the source failed: '* | 'restoring failed: '*) say "$reason" ;;
      # It had nobody to write to: the target says why.
      '' | *'Broken pipe'*) ;;
      *) say "reading the source failed: $reason" ;;
    esac
    return 1
  fi
}

# The session of the target first takes the facts of the source, then its own, then compares.
print_comparing() {
  print_settings
  emit <<'SQL'
CREATE TEMP TABLE source (kind text, name text, parent text, aspect text, value text);
CREATE TEMP TABLE restored (LIKE source);
COPY pg_temp.source FROM STDIN;
SQL
  if read_source; then
    printf '%s\\n' '\\.' "\\\\set open 'INSERT INTO pg_temp.restored'" "\\\\set close ''" "\\\\set aspect 'last value'"
    print_sequences
    print_picture
    print_comparison
  else
    printf '%s\\n' '\\.'
  fi
}

compare() {
  same='restored and compared' other='restored, but not the same'
  [ -z "$restored" ] || same='compared' other='not the same'
  if ! report=$(print_comparing 3>&1 | run_psql target --set "owners=$owners" --set "same=$same" --set "other=$other" --set "began=$began" 2>&1); then
    reason_in "$report"
    fail "comparing in the target failed: $reason"
  fi
  [ -n "$report" ] || return 1
  [ -n "$restored" ] || printf 'without owners and rights, which the role job gives to a database\\n'
  printf '%s\\n' "$report"
  case \${report##*"$newline"} in "$same: "*) return 0 ;; *) return 1 ;; esac
}

# The target's database of the drill goes, whatever has happened; with it end the sessions that still fill it.
finish() {
  code=$?
  trap '' INT TERM HUP
  trap - EXIT
  [ -z "$worker" ] || kill "$worker" 2>/dev/null || true
  target=''
  if [ -n "$drill" ] && ! said=$(run_psql target --command 'SET client_min_messages = error' --command "DROP DATABASE IF EXISTS $drill WITH (FORCE)" 2>&1 </dev/null); then
    say "the database $drill is left at $DRILL_HOST, drop it by hand: $(in_one_line "$said")"
    code=1
  fi
  exit "$code"
}

if [ "\${1:-}" = restore ]; then
  restore
  exit
fi
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# A server is known by the moment of its start: copies have the same identifier, and one server may have several names.
about="SELECT current_setting('server_version_num')::int / 10000 || ' ' || extract(epoch FROM pg_postmaster_start_time()) || ' ' || current_database()"
ask source "cannot read the source $PGHOST:$PGPORT/$PGDATABASE" "$about"
of_source=$answer major=\${answer%% *}
[ "$major" -ge 15 ] || fail "the source is PostgreSQL $major: the drill knows 15 and newer"
target=$restored
ask target "cannot work in the target $DRILL_HOST:$DRILL_PORT/\${target:-postgres}" "$about"
[ "\${answer%% *}" = "$major" ] || fail "the source is PostgreSQL $major, the target \${answer%% *}: take a target of $major, for versions print definitions differently"
about_target=$answer
ask target 'asking the target for the time' 'SELECT extract(epoch FROM clock_timestamp())'
began=$answer
if [ -n "$restored" ]; then
  [ "$about_target" != "$of_source" ] || fail "the target is the source: DRILL_RESTORED names the database that was restored"
  owners=true
else
  major_of pg_dump "$major" "the source"
  major_of pg_restore "$version" pg_dump
  ask target 'asking the target for a name' "SELECT 'drill_' || to_char(now() AT TIME ZONE 'UTC', 'YYYYMMDD') || '_' || left(gen_random_uuid()::text, 8)"
  name=$answer
  ask source 'asking the source for its locale' "SELECT format('CREATE DATABASE $name TEMPLATE template0 ENCODING %L LC_COLLATE %L LC_CTYPE %L', pg_encoding_to_char(encoding), datcollate, datctype)
    || CASE datlocprovider WHEN 'i' THEN format(' LOCALE_PROVIDER icu ICU_LOCALE %L', coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale'))
    WHEN 'b' THEN format(' LOCALE_PROVIDER builtin BUILTIN_LOCALE %L', to_jsonb(d) ->> 'datlocale') ELSE ' LOCALE_PROVIDER libc' END
    FROM pg_database d WHERE datname = current_database()"
  create=$answer drill=$name
  ask target 'creating the database of the drill' "$create"
  # Until it is dropped, this is a copy of real data: nobody else comes in.
  ask target "closing the database of the drill" "REVOKE ALL ON DATABASE $drill FROM PUBLIC"
  target=$drill
  export DRILL_NAME="$drill" DRILL_SCRIPT="$0"
fi
# In the background, for a shell hears of a signal only while it waits.
compare &
worker=$!
code=0
wait "$worker" || code=$?
worker=''
[ "$code" = 0 ]
`;
