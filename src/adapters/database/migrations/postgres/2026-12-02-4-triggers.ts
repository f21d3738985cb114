import type { Kysely } from 'kysely';
import { executeAll } from './executeAll.ts';

/**
 * The audit trail, which only grows, and rules that no program can forget: numbers of rows without gaps, and
 * what a changed fact deletes.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await executeAll(database, statements);
}

const numbered = [
  'trader',
  'account',
  'import_file',
  'outbox',
  'limit_event',
  'limit_override',
  'unconfirmed_answer',
];

const statements = [
  // A sequence would skip the numbers of rolled-back rows. Both stores give the same rows the same numbers:
  // the audit trail contains them. One transaction writes at a time, so no number is given twice.
  `CREATE FUNCTION daybreak_next_id() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     EXECUTE format('SELECT coalesce(max(id), 0) + 1 FROM %I.%I', TG_TABLE_SCHEMA, TG_TABLE_NAME) INTO NEW.id;
     RETURN NEW;
   END $$`,
  ...numbered.map(
    (table) => `CREATE TRIGGER ${table}_next_id BEFORE INSERT ON ${table}
      FOR EACH ROW WHEN (NEW.id IS NULL) EXECUTE FUNCTION daybreak_next_id()`,
  ),

  // A changed fact deletes what was learned of its session and of all later ones, so that they are learned
  // again.
  `CREATE FUNCTION daybreak_unlearn() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF TG_OP = 'DELETE' THEN
       DELETE FROM learned_session WHERE session_date >= OLD.session_date;
     ELSE
       DELETE FROM learned_session WHERE session_date >= NEW.session_date;
     END IF;
     RETURN NULL;
   END $$`,
  ...['trader_day', 'low_water_marks'].map(
    (table) => `CREATE TRIGGER unlearn_after_${table} AFTER INSERT OR UPDATE OR DELETE ON ${table}
      FOR EACH ROW EXECUTE FUNCTION daybreak_unlearn()`,
  ),
  `CREATE TRIGGER unlearn_after_limit_event AFTER INSERT ON limit_event
    FOR EACH ROW EXECUTE FUNCTION daybreak_unlearn()`,
  `CREATE FUNCTION daybreak_forget_drawn_closes() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     DELETE FROM drawn_close WHERE session_date = OLD.session_date;
     RETURN NULL;
   END $$`,
  `CREATE TRIGGER forget_drawn_closes AFTER DELETE ON learned_session
    FOR EACH ROW EXECUTE FUNCTION daybreak_forget_drawn_closes()`,

  `CREATE TABLE audit_entry (
    sequence bigint PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    previous_hash TEXT NOT NULL UNIQUE,
    hash TEXT NOT NULL UNIQUE
  )`,
  `CREATE FUNCTION daybreak_refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     RAISE EXCEPTION 'the audit trail only grows: no entry is changed or deleted';
   END $$`,
  `CREATE TRIGGER audit_entry_never_changes BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION daybreak_refuse_audit_change()`,
  `CREATE TRIGGER audit_entry_never_goes BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION daybreak_refuse_audit_change()`,
  // A forked chain has two entries after one. The lock ends with the transaction. The next
  // transaction that takes the lock sees the entries of the one before.
  `CREATE FUNCTION daybreak_follow_the_last() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE
     last audit_entry%ROWTYPE;
   BEGIN
     PERFORM pg_advisory_xact_lock(1145133378, 2);
     SELECT * INTO last FROM audit_entry ORDER BY sequence DESC LIMIT 1;
     IF NEW.sequence IS DISTINCT FROM coalesce(last.sequence, 0) + 1
       OR NEW.previous_hash IS DISTINCT FROM coalesce(last.hash, repeat('0', 64)) THEN
       RAISE EXCEPTION 'the audit trail only grows: an entry follows the last one';
     END IF;
     RETURN NEW;
   END $$`,
  `CREATE TRIGGER audit_entry_follows_the_last BEFORE INSERT ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION daybreak_follow_the_last()`,
];
