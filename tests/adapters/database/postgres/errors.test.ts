import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { shownAddress } from '../../../../src/adapters/database/postgres/address.ts';
import { openPostgres } from '../../../../src/adapters/database/postgres/open.ts';
import { postgresErrorOf } from '../../../../src/adapters/database/postgres/postgresError.ts';
import { eventually } from '../../../support/eventually.ts';
import { asSuperuser, hasPostgres, temporaryPostgres } from '../../../support/postgres.ts';

async function failureOf(work: Promise<unknown>): Promise<Error> {
  return work.then(
    () => expect.fail('it did not fail'),
    (error: unknown) => error as Error,
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('the address of a Postgres database', () => {
  it.each([
    [
      'postgres://desk:secret@db.example.com/risk?sslmode=verify-full',
      'postgres://desk@db.example.com:5432/risk',
    ],
    ['postgres://desk:secret@localhost/risk', 'postgres://desk@localhost:5432/risk'],
    ['postgresql://desk:s%40cret@10.0.0.1:6432/risk?sslmode=disable', 'postgres://desk@10.0.0.1:6432/risk'],
    ['postgres://desk@/risk?host=/run/postgresql', 'postgres://desk@/run/postgresql/risk'],
    ['postgres:///risk?user=desk&host=/run/postgresql', 'postgres://desk@/run/postgresql/risk'],
  ])('%s is shown as %s', (url, shown) => {
    expect(shownAddress(url)).toBe(shown);
  });

  it.each([
    'secret',
    'mysql://desk:secret@db/risk',
    'postgres://desk:secret@db:port/risk',
    'postgres://desk:se#cret@db/risk',
    'postgres://desk:secret@db.example.com/risk',
    'postgres://desk:secret@db.example.com/risk?sslmode=require',
    'postgres://desk:secret@db.example.com/risk?sslmode=verify-full&sslrootcert=/nowhere/ca.pem',
  ])('an unreadable one is refused without showing it: %s', (url) => {
    expect(() => shownAddress(url)).toThrow(expect.objectContaining({ code: 'bad_settings' }));
    expect(() => shownAddress(url)).not.toThrow(/secret|cret@/);
  });
});

describe.skipIf(!hasPostgres)('trouble with the server', () => {
  it('is database_unreachable where no server listens, and the password is not shown', async () => {
    const error = await failureOf(openPostgres(`postgres://desk:secret@127.0.0.1:${await freePort()}/risk`));
    expect(error).toMatchObject({ code: 'database_unreachable', retryable: true });
    expect(`${error.message} ${String(error.cause)} ${error.stack}`).not.toContain('secret');
  });

  it('is database_refused for a wrong password, and for a database that does not exist', async () => {
    const url = new URL(await temporaryPostgres());
    const password = url.password;
    url.password = 'mistyped';
    const wrong = await failureOf(openPostgres(url.href));
    expect(wrong).toMatchObject({ code: 'database_refused', retryable: false });
    expect(wrong.message).not.toContain('mistyped');
    url.password = password;
    url.pathname = '/nowhere';
    expect(await failureOf(openPostgres(url.href))).toMatchObject({ code: 'database_refused' });
  });

  it('is database_cut where the connection ends, and the next statement opens another', async () => {
    const url = await temporaryPostgres();
    const store = await openPostgres(url);
    onTestFinished(() => store.close());
    const cut = async () => {
      const name = new URL(url).pathname.slice(1);
      await asSuperuser(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
    };
    const idle = await store.connection.value('SELECT 1');
    expect(idle).toBe(1);
    await cut();
    const during = failureOf(store.connection.value('SELECT pg_sleep(20)'));
    const sleeping =
      "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT pg_sleep%'";
    await eventually(async () => expect(await asSuperuser(sleeping)).toHaveLength(1));
    await cut();
    expect(await during).toMatchObject({ code: 'database_cut', retryable: true });
    const transaction = store.transaction(async ({ connection }) => {
      await connection.run("INSERT INTO multiplier (pattern, multiplier) VALUES ('ES', 50)");
      await cut();
      await connection.run("INSERT INTO multiplier (pattern, multiplier) VALUES ('NQ', 20)");
    });
    expect(await failureOf(transaction)).toMatchObject({ code: 'database_cut' });
    expect(
      await store.transaction(({ connection }) => connection.value('SELECT count(*) FROM multiplier')),
    ).toBe(0);
  });

  it('is database_read_only on a server that accepts only reads', async () => {
    const url = await temporaryPostgres();
    await asSuperuser(
      `ALTER DATABASE ${new URL(url).pathname.slice(1)} SET default_transaction_read_only = on`,
    );
    const store = await openPostgres(url);
    onTestFinished(() => store.close());
    expect(
      await failureOf(store.transaction(({ connection }) => connection.run('DELETE FROM multiplier'))),
    ).toMatchObject({
      code: 'database_read_only',
    });
  });

  it('is database_unusable for another encoding', async () => {
    const url = new URL(await temporaryPostgres());
    await asSuperuser(
      "CREATE DATABASE latin OWNER daybreak TEMPLATE template0 ENCODING 'LATIN1' LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C'",
    );
    onTestFinished(async () => void (await asSuperuser('DROP DATABASE latin WITH (FORCE)')));
    url.pathname = '/latin';
    expect(await failureOf(openPostgres(url.href))).toMatchObject({ code: 'database_unusable' });
  });
});

describe('an error of the driver', () => {
  it.each([
    ['53100', 'database_full'],
    ['28P01', 'database_refused'],
    ['53300', 'database_unreachable'],
    ['57P03', 'database_unreachable'],
    ['57P01', 'database_cut'],
    ['25P03', 'database_cut'],
    ['08006', 'database_cut'],
    ['ECONNRESET', 'database_cut'],
    ['XX001', 'database_damaged'],
    ['58030', 'database_io'],
    ['40P01', 'database_locked'],
  ])('with code %s is %s', (code, expected) => {
    const error = Object.assign(new Error('of the driver'), { code });
    expect(postgresErrorOf(error, 'postgres://desk@db:5432/risk')).toMatchObject({
      code: expected,
      cause: error,
    });
  });

  it('that is a fault of a statement stays as it is', () => {
    const error = Object.assign(new Error('syntax error'), { code: '42601' });
    expect(postgresErrorOf(error, 'x')).toBe(error);
  });
});
