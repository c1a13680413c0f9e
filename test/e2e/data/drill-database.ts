/** What a service may have in its database, made by its own login; awkward names, awkward values, and 5,000 rows. */
export const CONTENT = `
  CREATE TYPE state AS ENUM ('new', 'it''s old');
  CREATE DOMAIN short AS text CHECK (length(VALUE) < 60);
  CREATE TABLE tags (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name short NOT NULL UNIQUE, state state DEFAULT 'new', made timestamptz DEFAULT now());
  CREATE TABLE items (id serial PRIMARY KEY, tag bigint REFERENCES tags ON DELETE CASCADE, body jsonb, raw bytea, list text[], price numeric(10, 2), ratio float8, small float4, gone int,
    twice numeric GENERATED ALWAYS AS (price * 2) STORED, CHECK (price >= 0));
  ALTER TABLE items DROP COLUMN gone;
  CREATE TABLE "It's ""Odd"" %I $1" ("a b" int, "C" text, x int, PRIMARY KEY ("a b"));
  CREATE TABLE x (x text);
  CREATE TABLE nothing ();
  CREATE TABLE parted (at date NOT NULL, n int) PARTITION BY RANGE (at);
  CREATE TABLE parted_2026 PARTITION OF parted FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
  CREATE UNLOGGED TABLE scratch (id int);
  CREATE SEQUENCE numbers INCREMENT BY -5 START 1000 MAXVALUE 1000;
  CREATE SEQUENCE untouched;
  CREATE INDEX new_tags ON tags (made) WHERE state = 'new';
  CREATE INDEX "Of Odd" ON "It's ""Odd"" %I $1" (lower("C"));
  CREATE VIEW cheap AS SELECT i.id, t.name FROM items i JOIN tags t ON t.id = i.tag WHERE i.price < 10;
  CREATE MATERIALIZED VIEW counted AS SELECT state, count(*) FROM tags GROUP BY state;
  CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN NEW.made = now(); RETURN NEW; END $body$;
  CREATE FUNCTION plus(a int, b int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
  CREATE AGGREGATE total (int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
  CREATE TRIGGER touch BEFORE UPDATE ON tags FOR EACH ROW EXECUTE FUNCTION touch();
  INSERT INTO tags (name) SELECT 'tag ' || n FROM generate_series(1, 500) n;
  INSERT INTO items (tag, body, raw, list, price, ratio, small) SELECT n % 500 + 1, jsonb_build_object('n', n, 'deep', ARRAY[n, NULL]), decode(md5(n::text), 'hex'),
    ARRAY['a"b', NULL, 'ü{},' || n], n / 7.0, CASE n % 5 WHEN 0 THEN 'NaN' WHEN 1 THEN '-0' WHEN 2 THEN 'Infinity' WHEN 3 THEN 1 / n::float8 END, n / 3.0 FROM generate_series(1, 4500) n;
  INSERT INTO "It's ""Odd"" %I $1" SELECT n, CASE WHEN n % 2 = 0 THEN E'two\\nlines \\\\ and a\\ttab' END, n FROM generate_series(1, 50) n;
  INSERT INTO x VALUES (NULL), (''), ('NULL'), ('(,)'), ('密码 🔑');
  INSERT INTO nothing DEFAULT VALUES;
  INSERT INTO parted SELECT '2026-01-01'::date + n, n FROM generate_series(0, 99) n;
  SELECT nextval('numbers'), nextval('numbers');
  SELECT lo_from_bytea(0, 'large');
`;

export interface Tampering {
  readonly what: string;
  readonly sql: string;
  /** The lines that the drill lists, in order. */
  readonly lists: readonly string[];
}

/** What somebody does to the restored database, and every line that is said about it. */
export const TAMPERINGS: readonly Tampering[] = [
  { what: 'one row is changed', sql: "UPDATE items SET list[2] = '' WHERE id = 7", lists: ['table public.items: as many rows, but other values in them'] },
  { what: 'a negative zero loses its sign', sql: 'UPDATE items SET ratio = 0 WHERE id = 1', lists: ['table public.items: as many rows, but other values in them'] },
  { what: 'one row is missing', sql: 'DELETE FROM x WHERE x IS NULL', lists: ['table public.x: 1 row more in the source (5 in the source, 4 in the restored database)'] },
  { what: 'two rows are too many', sql: 'INSERT INTO nothing DEFAULT VALUES; INSERT INTO nothing DEFAULT VALUES', lists: ['table public.nothing: 2 rows more in the restored database (1 in the source, 3 in the restored database)'] },
  { what: 'a row of an awkward table is changed', sql: 'UPDATE "It\'s ""Odd"" %I $1" SET "C" = \'other\' WHERE "a b" = 1', lists: ['table public."It\'s ""Odd"" %I $1": as many rows, but other values in them'] },
  { what: 'a row of a partition is missing', sql: 'DELETE FROM parted WHERE n = 5', lists: ['table public.parted_2026: 1 row more in the source (100 in the source, 99 in the restored database)'] },
  { what: 'a sequence is set back', sql: "SELECT setval('items_id_seq', 10)", lists: ['sequence public.items_id_seq: stands at 4500 in the source, at 10 in the restored database'] },
  { what: 'a sequence is called once', sql: "SELECT nextval('untouched')", lists: ['sequence public.untouched: stands at 0 in the source, at 1 in the restored database'] },
  { what: 'a sequence has other steps', sql: 'ALTER SEQUENCE untouched INCREMENT BY 2', lists: ['sequence public.untouched: definition in the source: bigint, from 1, by 1, within 1 and 9223372036854775807, cache 1; in the restored database: bigint, from 1, by 2, within 1 and 9223372036854775807, cache 1', 'sequence public.untouched: stands at 0 in the source, at -1 in the restored database'] },
  { what: 'an index is dropped', sql: 'DROP INDEX new_tags', lists: ['index public.new_tags: is missing in the restored database'] },
  { what: 'an index has lost its condition', sql: 'DROP INDEX new_tags; CREATE INDEX new_tags ON tags (made)', lists: ["index public.new_tags: definition in the source: CREATE INDEX new_tags ON public.tags USING btree (made) WHERE (state = 'new'::public.state); in the restored database: CREATE INDEX new_tags ON public.tags USING btree (made)"] },
  { what: "a column's type is changed", sql: 'ALTER TABLE items ALTER small TYPE float8', lists: ['column public.items.small: definition in the source: number 8, real; in the restored database: number 8, double precision', 'table public.items: as many rows, but other values in them'] },
  { what: 'a column may be empty', sql: 'ALTER TABLE tags ALTER name DROP NOT NULL', lists: ['column public.tags.name: definition in the source: number 2, public.short not null; in the restored database: number 2, public.short'] },
  { what: 'a default is dropped', sql: 'ALTER TABLE tags ALTER made DROP DEFAULT', lists: ['column public.tags.made: definition in the source: number 4, timestamp with time zone default now(); in the restored database: number 4, timestamp with time zone'] },
  { what: 'a foreign key is dropped', sql: 'ALTER TABLE items DROP CONSTRAINT items_tag_fkey', lists: ['constraint items_tag_fkey of public.items: is missing in the restored database'] },
  { what: "a function's body is changed", sql: "CREATE OR REPLACE FUNCTION plus(a int, b int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a - b'", lists: ['function public.plus(integer,integer): another definition in the restored database'] },
  { what: 'a view has another condition', sql: 'CREATE OR REPLACE VIEW cheap AS SELECT i.id, t.name FROM items i JOIN tags t ON t.id = i.tag WHERE i.price < 11', lists: ['view public.cheap: another definition in the restored database'] },
  { what: 'a trigger sleeps', sql: 'ALTER TABLE tags DISABLE TRIGGER touch', lists: ['trigger touch of public.tags: definition in the source: CREATE TRIGGER touch BEFORE UPDATE ON public.tags FOR EACH ROW EXECUTE FUNCTION public.touch(); in the restored database: CREATE TRIGGER touch BEFORE UPDATE ON public.tags FOR EACH ROW EXECUTE FUNCTION public.touch(), enabled D'] },
  { what: 'a type has a value more', sql: "ALTER TYPE state ADD VALUE 'more'", lists: ["type public.state: definition in the source: 'new', 'it''s old'; in the restored database: 'new', 'it''s old', 'more'"] },
  { what: 'a table is missing', sql: 'DROP TABLE tags CASCADE', lists: ['constraint items_tag_fkey of public.items: is missing in the restored database', 'materialized view public.counted: is missing in the restored database', 'table public.tags: is missing in the restored database', 'view public.cheap: is missing in the restored database'] },
  { what: 'a table is too many', sql: 'CREATE TABLE extra (id serial PRIMARY KEY)', lists: ['table public.extra: is only in the restored database'] },
  { what: 'everybody may read a table', sql: 'GRANT SELECT ON x TO PUBLIC', lists: ['table public.x: rights in the source: owner_catalog=arwdDxt/owner_catalog; in the restored database: =r/owner_catalog, owner_catalog=arwdDxt/owner_catalog'] },
  { what: 'a large object is missing', sql: 'SELECT lo_unlink(oid) FROM pg_largeobject_metadata', lists: ['large objects of the database: definition in the source: there are 1; in the restored database: there are 0'] },
];
