/** What a psql session of the restore drill starts with, on either side. */
const SETTINGS = `\\set ON_ERROR_STOP on
\\set VERBOSITY terse
-- Names are printed with their schemas, and the service's own functions are never found by a bare name.
SET search_path = pg_catalog, pg_temp;
SET client_min_messages = error;
-- Values in the same words on both sides, whatever the servers, databases and roles are set to.
SET extra_float_digits = 1;
SET DateStyle = 'ISO, YMD';
SET IntervalStyle = 'postgres';
SET TimeZone = 'UTC';
SET bytea_output = 'hex';
SET lc_monetary = 'C';
-- A row that this login may not see is an error, not a row less.
SET row_security = off;
-- The session waits for hours while others work for it, perhaps behind a load balancer that forgets silent connections.
SET statement_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET idle_session_timeout = 0;
SELECT CASE WHEN current_setting('transaction_timeout', true) IS NOT NULL THEN set_config('transaction_timeout', '0', false) END AS since_17 \\gset
SET tcp_keepalives_idle = 60;
-- Whoever changes a table just now holds it; the drill does not queue behind him for ever.
SET lock_timeout = '60s';`;

const SEQUENCES = `-- Where each sequence stands: the last number that was given out. Sequences are in no snapshot.
SELECT format('%s SELECT %L, %L, %L, %L, (CASE WHEN is_called THEN last_value ELSE last_value - %s END)::text FROM %s %s', :'open', 'sequence', c.oid::regclass, '', :'aspect', s.seqincrement::numeric, c.oid::regclass, :'close')
FROM pg_class c JOIN pg_sequence s ON s.seqrelid = c.oid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname !~ '^pg_' AND c.relpersistence <> 't' AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'e') \\gexec`;

/**
 * Every fact about a database that a restored one must have, too. Definitions are printed by the server, so they are compared between
 * servers of one major version only. Comments, publications, settings of the database and the values of materialized views are left out.
 */
const PICTURE = `-- One row for each fact: kind of object, its name, the table it belongs to, which aspect of it, and what it is. Every object has
-- the aspect "definition". What belongs to an extension is that extension's.
:open
WITH
member AS MATERIALIZED (SELECT classid, objid FROM pg_depend WHERE deptype = 'e'),
space AS MATERIALIZED (SELECT * FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'),
relation AS MATERIALIZED (
  SELECT c.*, c.oid::regclass::text AS name, CASE relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence'
    WHEN 'f' THEN 'foreign table' WHEN 'c' THEN 'type' ELSE 'table' END AS kind
  FROM pg_class c WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c') AND relpersistence <> 't' AND relnamespace IN (SELECT oid FROM space)
  AND NOT EXISTS (SELECT FROM member WHERE classid = 'pg_class'::regclass AND objid = c.oid)
),
routine AS MATERIALIZED (
  SELECT p.*, p.oid::regprocedure::text AS name FROM pg_proc p WHERE pronamespace IN (SELECT oid FROM space)
  AND NOT EXISTS (SELECT FROM member WHERE classid = 'pg_proc'::regclass AND objid = p.oid)
),
-- Who owns what and may do what, of things that have both.
owned AS (
  SELECT 'schema' AS kind, quote_ident(nspname) AS name, '' AS parent, nspowner AS owner, coalesce(nspacl, acldefault('n', nspowner)) AS acl FROM space
  UNION ALL SELECT 'function', name, '', proowner, coalesce(proacl, acldefault('f', proowner)) FROM routine
  UNION ALL SELECT kind, name, '', relowner, coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner)) FROM relation WHERE relkind <> 'c'
)
SELECT 'database' AS kind, 'itself' AS name, '' AS parent, 'definition' AS aspect,
  concat_ws(' ', pg_encoding_to_char(encoding), datcollate, datctype, datlocprovider, coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale')) AS value
FROM pg_database d WHERE datname = current_database()
UNION ALL SELECT 'large objects', 'of the database', '', 'definition', 'there are ' || count(*) FROM pg_largeobject_metadata
UNION ALL SELECT 'extension', quote_ident(extname), '', 'definition', format('%s in %I', extversion, nspname) FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace
-- The schema public is in every new database, even if somebody has dropped it in the source.
UNION ALL SELECT 'schema', quote_ident(nspname), '', 'definition', '' FROM space
WHERE nspname <> 'public' AND NOT EXISTS (SELECT FROM member WHERE classid = 'pg_namespace'::regclass AND objid = space.oid)
UNION ALL SELECT kind, name, '', 'definition', concat_ws(', ',
  CASE WHEN relpersistence = 'u' THEN 'unlogged' END,
  'partitioned by ' || CASE WHEN relkind = 'p' THEN pg_get_partkeydef(oid) END,
  'below ' || (SELECT string_agg(inhparent::regclass::text, ', ' ORDER BY inhseqno) FROM pg_inherits WHERE inhrelid = relation.oid),
  pg_get_expr(relpartbound, oid),
  CASE WHEN relrowsecurity THEN 'row security' END, CASE WHEN relforcerowsecurity THEN 'of the owner, too' END,
  CASE WHEN relreplident <> 'd' THEN 'replica identity ' || relreplident::text END,
  'with ' || array_to_string(reloptions, ', '),
  CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(oid) END, CASE WHEN relkind = 'm' AND NOT relispopulated THEN 'not populated' END,
  (SELECT format('server %I %s', srvname, ftoptions) FROM pg_foreign_table JOIN pg_foreign_server f ON f.oid = ftserver WHERE ftrelid = relation.oid))
FROM relation WHERE relkind <> 'S'
UNION ALL SELECT 'sequence', r.name, coalesce(a.attrelid::regclass::text, ''), 'definition', concat_ws(', ', s.seqtypid::regtype, 'from ' || seqstart, 'by ' || seqincrement,
  'within ' || seqmin || ' and ' || seqmax, 'cache ' || seqcache, CASE WHEN seqcycle THEN 'cycle' END, 'of ' || a.attrelid::regclass || '.' || quote_ident(a.attname))
FROM relation r JOIN pg_sequence s ON s.seqrelid = r.oid
LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
-- By their order, for numbers have gaps where a column was dropped. NOT NULL is told here; since 18 it is a constraint as well.
UNION ALL SELECT 'column', format('%s.%I', r.name, attname), r.name, 'definition', concat_ws(' ',
  'number ' || row_number() OVER (PARTITION BY attrelid ORDER BY attnum) || ',', format_type(atttypid, atttypmod),
  CASE WHEN attcollation <> typcollation THEN 'collate ' || attcollation::regcollation END, CASE WHEN attnotnull THEN 'not null' END,
  CASE attidentity WHEN 'a' THEN 'always identity' WHEN 'd' THEN 'by default identity' END,
  CASE attgenerated WHEN '' THEN 'default' WHEN 's' THEN 'stored' ELSE 'virtual' END || ' ' || pg_get_expr(adbin, adrelid))
FROM relation r JOIN pg_attribute a ON attrelid = r.oid JOIN pg_type t ON t.oid = atttypid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE relkind IN ('r', 'p', 'f', 'c') AND attnum > 0 AND NOT attisdropped
UNION ALL SELECT 'constraint', format('%I of %s', conname, coalesce(r.name, contypid::regtype::text)), coalesce(r.name, ''), 'definition', pg_get_constraintdef(c.oid)
FROM pg_constraint c LEFT JOIN relation r ON r.oid = conrelid
WHERE contype NOT IN ('n', 't') AND (r.oid IS NOT NULL OR contypid IN (SELECT oid FROM pg_type WHERE typnamespace IN (SELECT oid FROM space)))
-- An index that could not be built is in no dump, and one of a constraint is the constraint's.
UNION ALL SELECT 'index', indexrelid::regclass::text, r.name, 'definition', concat_ws(', ', pg_get_indexdef(indexrelid), CASE WHEN indisclustered THEN 'clustered' END,
  CASE WHEN indisreplident THEN 'replica identity' END)
FROM relation r JOIN pg_index i ON indrelid = r.oid
WHERE indisvalid AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
UNION ALL SELECT 'trigger', format('%I of %s', tgname, r.name), r.name, 'definition', pg_get_triggerdef(t.oid) || CASE tgenabled WHEN 'O' THEN '' ELSE ', enabled ' || tgenabled::text END
FROM relation r JOIN pg_trigger t ON tgrelid = r.oid WHERE NOT tgisinternal
UNION ALL SELECT 'rule', format('%I of %s', rulename, r.name), r.name, 'definition', pg_get_ruledef(w.oid) FROM relation r JOIN pg_rewrite w ON ev_class = r.oid WHERE rulename <> '_RETURN'
UNION ALL SELECT 'policy', format('%I of %s', polname, r.name), r.name, 'definition', concat_ws(' ', polcmd, polpermissive, polroles::regrole[], pg_get_expr(polqual, polrelid), 'check',
  pg_get_expr(polwithcheck, polrelid)) FROM relation r JOIN pg_policy p ON polrelid = r.oid
UNION ALL SELECT 'function', name, '', 'definition', CASE prokind WHEN 'a' THEN (SELECT to_jsonb(a)::text FROM (SELECT aggkind, aggtransfn, aggfinalfn, aggcombinefn, aggtranstype::regtype,
  agginitval) a) ELSE pg_get_functiondef(routine.oid) END FROM routine LEFT JOIN pg_aggregate ON aggfnoid = routine.oid
UNION ALL SELECT 'type', t.oid::regtype::text, '', 'definition', CASE typtype WHEN 'e' THEN (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid)
  WHEN 'r' THEN (SELECT rngsubtype::regtype::text FROM pg_range WHERE rngtypid = t.oid) ELSE concat_ws(' ', format_type(typbasetype, typtypmod), CASE WHEN typnotnull THEN 'not null' END, typdefault) END
FROM pg_type t WHERE typtype IN ('e', 'd', 'r') AND typnamespace IN (SELECT oid FROM space) AND NOT EXISTS (SELECT FROM member WHERE classid = 'pg_type'::regclass AND objid = t.oid)
UNION ALL SELECT kind, name, parent, 'owner', pg_get_userbyid(owner) FROM owned WHERE :owners
UNION ALL SELECT kind, name, parent, 'rights', (SELECT coalesce(string_agg(one::text, ', ' ORDER BY one::text), 'none') FROM unnest(acl) one) FROM owned WHERE :owners
:close;

-- Rows, and a sum of their hashes that does not depend on their order. ROW(x.*) is the row even if a column is called x, and
-- record_out is no cast, which the service could have made for its tables.
SELECT format('%s SELECT %L, %L, %L, aspect, value FROM (SELECT count(*)::text AS rows, coalesce(sum(hashtextextended(textin(record_out(ROW(x.*))), 0)::numeric), 0)::text AS content FROM ONLY %s x) sums, LATERAL (VALUES (%L, rows), (%L, content)) facts (aspect, value) %s',
  :'open', 'table', c.oid::regclass, '', c.oid::regclass, 'rows', 'content', :'close')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE relkind = 'r' AND relpersistence <> 't' AND nspname !~ '^pg_' AND nspname <> 'information_schema'
AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'e') \\gexec`;

/** The tables "source" and "restored" hold the facts; prints a line for each difference, and the verdict. */
const COMPARISON = `CREATE TEMP TABLE pair AS
SELECT kind, name, aspect, coalesce(s.parent, r.parent) AS parent, s.value AS source, r.value AS restored
FROM pg_temp.source s FULL JOIN pg_temp.restored r USING (kind, name, aspect);
CREATE TEMP TABLE lonely AS SELECT kind, name FROM pg_temp.pair WHERE aspect = 'definition' AND (source IS NULL OR restored IS NULL);

CREATE TEMP TABLE difference AS
SELECT kind, name, aspect, CASE
  WHEN restored IS NULL THEN 'is missing in the restored database'
  WHEN source IS NULL THEN 'is only in the restored database'
  WHEN aspect = 'rows' THEN format('%s row%s more in the %s (%s in the source, %s in the restored database)', abs(source::numeric - restored::numeric),
    CASE abs(source::numeric - restored::numeric) WHEN 1 THEN '' ELSE 's' END, CASE WHEN source::numeric > restored::numeric THEN 'source' ELSE 'restored database' END, source, restored)
  WHEN aspect = 'content' THEN 'as many rows, but other values in them'
  WHEN aspect = 'last value' THEN format('stands at %s in the source, at %s in the restored database', source, restored)
  WHEN length(source || restored) < 200 THEN format('%s in the source: %s; in the restored database: %s', aspect, source, restored)
  ELSE format('another %s in the restored database', aspect) END AS words
FROM pg_temp.pair p
WHERE source IS DISTINCT FROM restored
-- What only one side has is told once, and not again for each of its aspects, columns, indexes and constraints.
AND (aspect = 'definition' OR source IS NOT NULL AND restored IS NOT NULL)
AND NOT EXISTS (SELECT FROM pg_temp.lonely WHERE name = p.parent AND kind IN ('table', 'foreign table', 'view', 'materialized view', 'type'))
AND NOT (aspect = 'content' AND EXISTS (SELECT FROM pg_temp.pair o WHERE o.kind = p.kind AND o.name = p.name AND o.aspect = 'rows' AND o.source <> o.restored))
-- A sequence of a busy source is restored as it stood at some moment of the dump.
AND CASE WHEN aspect = 'last value' AND source IS NOT NULL AND restored IS NOT NULL THEN restored::numeric NOT BETWEEN
  (SELECT min(value::numeric) FROM pg_temp.source o WHERE o.kind = p.kind AND o.name = p.name AND o.aspect LIKE 'last value%')
  AND (SELECT max(value::numeric) FROM pg_temp.source o WHERE o.kind = p.kind AND o.name = p.name AND o.aspect LIKE 'last value%') ELSE true END;

SELECT translate(format('%s %s: %s', kind, name, words), E'\\n\\r', '  ') FROM pg_temp.difference ORDER BY kind, name, aspect;
-- The last line is the verdict.
SELECT format('%s: %s tables, %s rows, %s differences, %s s', CASE (SELECT count(*) FROM pg_temp.difference) WHEN 0 THEN :'same' ELSE :'other' END,
  (SELECT count(*) FROM pg_temp.source WHERE kind = 'table' AND aspect = 'definition'),
  (SELECT coalesce(sum(CASE aspect WHEN 'rows' THEN value::numeric END), 0) FROM pg_temp.source),
  (SELECT count(*) FROM pg_temp.difference), round(extract(epoch FROM clock_timestamp()) - :began));`;

/** Functions of sh that print that SQL for psql. */
export const PRINTS: string = `emit() { while IFS= read -r line; do printf '%s\\n' "$line"; done; }

print_settings() {
  emit <<'SQL'
${SETTINGS}
SQL
}

# :aspect is what this is called, for the source is asked twice.
print_sequences() {
  emit <<'SQL'
${SEQUENCES}
SQL
}

# The facts about a database, each as a row of :open … :close, which is COPY of the source and INSERT in the target.
print_picture() {
  emit <<'SQL'
${PICTURE}
SQL
}

print_comparison() {
  emit <<'SQL'
${COMPARISON}
SQL
}`;
