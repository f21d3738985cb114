import { createHash } from 'node:crypto';
import { type AuditedChange, auditedChanges } from '../auditedChanges.ts';
import { AUDIT_LOCK } from './locks.ts';

/** SQL that makes a database record the audited changes, and a digest of it. */
export interface AuditTriggers {
  readonly digest: string;
  readonly statements: readonly string[];
}

/**
 * Functions that write JSON and hashes as `canonicalJson` and `entryHash` do, so that the trail of either
 * store is verified by the same code. A double is written with the fewest digits that give it back, and with
 * an exponent from 1e21 on and below 1e-6, as in JavaScript. Example: 0.1 + 0.2 is 0.30000000000000004.
 */
const functions: readonly string[] = [
  `CREATE OR REPLACE FUNCTION daybreak_json(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
     SELECT coalesce(to_json(value)::text, 'null') $$`,
  `CREATE OR REPLACE FUNCTION daybreak_json(value bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
     SELECT coalesce(value::text, 'null') $$`,
  `CREATE OR REPLACE FUNCTION daybreak_json(value double precision) RETURNS text
     LANGUAGE plpgsql IMMUTABLE SET extra_float_digits = 1 AS $$
   DECLARE
     size double precision := abs(value);
     digits text;
   BEGIN
     IF value IS NULL THEN RETURN 'null'; END IF;
     IF value IN ('NaN', 'Infinity', '-Infinity') THEN
       RAISE EXCEPTION 'audit entry: found %, expected a number that JSON has', value;
     END IF;
     IF value = 0 THEN RETURN '0'; END IF;
     IF size < 1e-6 THEN RETURN regexp_replace(value::text, 'e-0*', 'e-'); END IF;
     IF size < 9007199254740992 THEN RETURN trim_scale(value::text::numeric)::text; END IF;
     -- From 2^53 on, a text halfway between two doubles may be the shortest. Postgres does not write such a text.
     FOR place IN 1..17 LOOP
       digits := round(size::text::numeric, place - length(trunc(size::text::numeric)::text))::text;
       EXIT WHEN digits::numeric <= 1.7976931348623157e308 AND digits::double precision = size;
     END LOOP;
     IF size >= 1e21 THEN
       digits := regexp_replace(digits, '^(.)(.*?)0*$', '\\1.\\2e+') || (length(digits) - 1);
     END IF;
     RETURN CASE WHEN value < 0 THEN '-' ELSE '' END || replace(digits, '.e', 'e');
   END $$`,
  `CREATE OR REPLACE FUNCTION daybreak_sha256(value bytea) RETURNS text LANGUAGE sql IMMUTABLE AS $$
     SELECT encode(sha256(value), 'hex') $$`,
  `CREATE OR REPLACE FUNCTION daybreak_sha256(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
     SELECT encode(sha256(convert_to(value, 'UTF8')), 'hex') $$`,
  `CREATE OR REPLACE FUNCTION daybreak_now() RETURNS text LANGUAGE sql VOLATILE AS $$
     SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$`,
  `CREATE OR REPLACE FUNCTION daybreak_author() RETURNS text LANGUAGE sql STABLE AS $$
     SELECT coalesce(nullif(current_setting('daybreak.author', true), ''), session_user::text) $$`,
  `CREATE OR REPLACE FUNCTION daybreak_record(at text, kind text, subject text, body text) RETURNS void
     LANGUAGE plpgsql AS $$
   DECLARE
     last_sequence bigint;
     last_hash text;
   BEGIN
     PERFORM pg_advisory_xact_lock(${AUDIT_LOCK});
     SELECT audit_entry.sequence, audit_entry.hash INTO last_sequence, last_hash
       FROM audit_entry ORDER BY audit_entry.sequence DESC LIMIT 1;
     last_sequence := coalesce(last_sequence, 0);
     last_hash := coalesce(last_hash, repeat('0', 64));
     INSERT INTO audit_entry VALUES (last_sequence + 1, at, kind, subject, body, last_hash,
       daybreak_sha256(last_hash || '{"at":' || daybreak_json(at) || ',"body":' || body || ',"kind":' ||
         daybreak_json(kind) || ',"sequence":' || (last_sequence + 1) || ',"subject":' || daybreak_json(subject) ||
         '}'));
   END $$`,
];

/** The triggers of this version. They stay in the database and so record changes by another program too. */
export function auditTriggers(changes: readonly AuditedChange[] = auditedChanges): AuditTriggers {
  const statements = [...functions, ...changes.flatMap((change, index) => triggerOf(change, index))];
  const digest = createHash('sha256').update(statements.join('\n')).digest('hex');
  return { digest, statements };
}

function triggerOf({ when, kind, at, subject, body }: AuditedChange, index: number): readonly string[] {
  const name = `daybreak_audited_${index}`;
  const [event = '', condition] = inPostgres(when).split(/\sWHEN\s/);
  const pairs = Object.keys(body)
    .sort()
    .map((key) => `"${key}":' || ${jsonOf(inPostgres(body[key] ?? ''))}`);
  return [
    `CREATE OR REPLACE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       PERFORM daybreak_record(${inPostgres(at)}, '${kind}', ${inPostgres(subject)}, '{${pairs.join(" || ',")} || '}');
       RETURN NULL;
     END $$`,
    `CREATE OR REPLACE TRIGGER ${name} ${event} FOR EACH ROW
       ${condition === undefined ? '' : `WHEN (${condition})`} EXECUTE FUNCTION ${name}()`,
  ];
}

/** A constant has no type of its own, by which a function could be chosen. */
function jsonOf(expression: string): string {
  return expression.startsWith("'") ? `daybreak_json(${expression}::text)` : `daybreak_json(${expression})`;
}

/** The few words of SQLite that the audited changes use. */
function inPostgres(sql: string): string {
  return sql
    .replaceAll("strftime('%Y-%m-%dT%H:%M:%fZ', 'now')", 'daybreak_now()')
    .replaceAll('system_user()', 'daybreak_author()')
    .replaceAll('sha256(', 'daybreak_sha256(')
    .replaceAll(' IS NOT OLD.', ' IS DISTINCT FROM OLD.');
}
