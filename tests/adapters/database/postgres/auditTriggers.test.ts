import { describe, expect, it, onTestFinished } from 'vitest';
import { type AuditRow, firstFault } from '../../../../src/adapters/database/auditChain.ts';
import { auditedChanges } from '../../../../src/adapters/database/auditedChanges.ts';
import { canonicalJson } from '../../../../src/adapters/database/canonicalJson.ts';
import { auditTriggers } from '../../../../src/adapters/database/postgres/auditTriggers.ts';
import { openPostgres } from '../../../../src/adapters/database/postgres/open.ts';
import { openDatabase } from '../../../../src/adapters/database/sqlite/open.ts';
import { systemUser } from '../../../../src/shared/systemUser.ts';
import { asSuperuser, hasPostgres, temporaryPostgres } from '../../../support/postgres.ts';

const decide = `INSERT INTO decision (session_date, trader, engine, action, tier, base_limit, new_limit,
    reduction_pct, confidence, detail, decided_at)
  VALUES (:date, :trader, 'rules', 'cut', 'high', :base, :limit, :pct, 'high', '{}', :at)`;
const queue = `INSERT INTO outbox (session_date, kind, recipient, message_id, bytes, status, expires_at, queued_at)
  VALUES ('2026-03-02', 'morning', 'a@b.example', '<1@b>', :bytes, 'pending', '2026-03-03', '2026-03-02T10:00:00.000Z')`;
const settle = `UPDATE outbox SET status = 'sent', attempts = 1, response = :response, settled_at = '2026-03-02T10:00:01.000Z'
  WHERE id = 1`;
const event = `INSERT INTO limit_event (kind, trader, session_date, recorded_at, dollars, recorded_by, through)
  VALUES ('set', NULL, '2026-03-02', '2026-03-02T10:00:02.000Z', :dollars, 'risk', 'command')`;
const key = `INSERT INTO access_key (id, owner, scope, secret_hash, created_at, created_by)
  VALUES ('k1', 'quant', 'read', 'é', '2026-03-02T10:00:03.000Z', 'risk')`;

const awkward = 'Zoë "Q" \\ / \u0001\u001f\b\f\n\r\t \u2028 😀 </script>';
const decision = {
  date: '2026-03-02',
  trader: awkward,
  base: 0.1 + 0.2,
  limit: 1e-7,
  pct: 1e21,
  at: '2026-03-02T10:00:00.000Z',
};
const bytes = Buffer.from([0, 255, 10]);

async function temporaryStore(url: string) {
  const store = await openPostgres(url);
  onTestFinished(() => store.close());
  return store;
}

describe.skipIf(!hasPostgres)('the audit trail on Postgres', () => {
  it('has the same entries and hashes as on SQLite', async () => {
    const store = await temporaryStore(await temporaryPostgres());
    await store.transaction(async ({ connection }) => {
      await connection.run(decide, decision);
      await connection.run(queue, { bytes });
      await connection.run(settle, { response: '250 ok' });
      await connection.run(event, { dollars: 1234.5 });
      await connection.run(key);
    });
    const { driver, close } = await openDatabase(':memory:');
    driver.prepare(decide).run(decision);
    driver.prepare(queue).run({ bytes });
    driver.prepare(settle).run({ response: '250 ok' });
    driver.prepare(event).run({ dollars: 1234.5 });
    driver.prepare(key).run();
    const expected = driver.prepare('SELECT * FROM audit_entry ORDER BY sequence').all();
    await close();
    const entries = await store.connection.all<AuditRow>('SELECT * FROM audit_entry ORDER BY sequence');
    expect(entries).toEqual(expected);
    expect(entries).toHaveLength(5);
    expect(firstFault(entries)).toBeNull();
  });

  it('writes every number as JavaScript does', async () => {
    const { connection } = await temporaryStore(await temporaryPostgres());
    const numbers = [
      ...[
        0,
        -0,
        1,
        -1,
        100,
        1e15,
        1e20,
        1e21,
        1.5e21,
        123456789012345680000,
        2 ** 53,
        0.1,
        1 / 3,
        1e-5,
        1e-6,
      ],
      ...[
        1.5e-6, 1e-7, 1.25e-7, -2.5e-10, 1e100, 1.7976931348623157e308, 5e-324, 1050.35, 99999.99, 0.00001234,
      ],
      ...Array.from({ length: 2_000 }, (_, index) => Math.sin(index + 1) * 10 ** ((index % 40) - 20)),
    ];
    const digits = numbers.map((number) => (Object.is(number, -0) ? '-0' : String(number)));
    const written = await connection.values<string>(
      `SELECT daybreak_json(value) FROM unnest(CAST(? AS double precision[])) WITH ORDINALITY AS list(value, place)
        ORDER BY place`,
      `{${digits.join(',')}}`,
    );
    expect(written).toEqual(numbers.map(canonicalJson));
    await expect(
      connection.value('SELECT daybreak_json(CAST(? AS double precision))', Number.POSITIVE_INFINITY),
    ).rejects.toThrow('a number that JSON has');
  });

  it.each([
    ['UPDATE', "UPDATE audit_entry SET body = '{}'"],
    ['DELETE', 'DELETE FROM audit_entry'],
    ['TRUNCATE', 'TRUNCATE audit_entry'],
    ['a fork', `INSERT INTO audit_entry VALUES (2, '', '', '', '{}', repeat('0', 64), 'x')`],
    ['a gap', `INSERT INTO audit_entry SELECT 3, '', '', '', '{}', hash, 'x' FROM audit_entry`],
  ])('refuses %s, from the superuser too', async (_, statement) => {
    const url = await temporaryPostgres();
    const store = await temporaryStore(url);
    await store.connection.run(key);
    await expect(asSuperuser(statement, url)).rejects.toThrow('the audit trail only grows');
    expect(await store.connection.value('SELECT count(*) FROM audit_entry')).toBe(1);
  });

  it('stays one chain where several programs write without the lock of the store', async () => {
    const url = await temporaryPostgres();
    const store = await temporaryStore(url);
    const rows = Array.from({ length: 60 }, (_, index) => `T${index}`);
    await Promise.all(rows.map((trader) => store.connection.run(decide, { ...decision, trader })));
    const entries = await store.connection.all<AuditRow>('SELECT * FROM audit_entry ORDER BY sequence');
    expect(entries).toHaveLength(60);
    expect(firstFault(entries)).toBeNull();
  });

  it('names the author of an import: the user of the process, else that of the connection', async () => {
    const store = await temporaryStore(await temporaryPostgres());
    const add = `INSERT INTO import_file (file, key, format, read, inserted, duplicates, rejected, imported_at)
      VALUES ('a.csv', 'k', 'csv', 1, 1, 0, 0, '2026-03-02T10:00:00.000Z')`;
    await store.connection.run(add);
    const body = await store.connection.value<string>('SELECT body FROM audit_entry');
    expect(JSON.parse(body ?? '')).toMatchObject({ by: systemUser() });
    await store.withConnection(async (connection) => {
      await connection.value("SELECT set_config('daybreak.author', '', false)");
      expect(await connection.value('SELECT daybreak_author()')).toBe('daybreak');
    });
  });

  it('is recorded by triggers that follow the list of audited changes', async () => {
    const url = await temporaryPostgres();
    const names = await asSuperuser<{ n: number }>(
      "SELECT count(*)::int AS n FROM pg_trigger WHERE tgname LIKE 'daybreak_audited%'",
      url,
    );
    expect(names).toEqual([{ n: auditedChanges.length }]);
    expect(auditTriggers([]).digest).not.toBe(auditTriggers().digest);
    // A database with the triggers of another version gets those of this one.
    await asSuperuser("COMMENT ON FUNCTION daybreak_record(text, text, text, text) IS 'other'", url);
    await asSuperuser('DROP TRIGGER daybreak_audited_0 ON decision', url);
    const store = await temporaryStore(url);
    await store.connection.run(decide, decision);
    expect(await store.connection.value('SELECT count(*) FROM audit_entry')).toBe(1);
  });
});
