import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Driver from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import {
  legacyAccounts,
  readLegacyFills,
  requireLegacyDatabase,
} from '../../../src/adapters/sources/legacyDatabase.ts';
import type { Fill } from '../../../src/domain/ledger/fill.ts';
import type { RejectedRow } from '../../../src/ports/source.ts';
import { InputError } from '../../../src/shared/errors.ts';
import { type LegacyDatabase, legacyRow, OLDER_COLUMNS, writeLegacyDatabase } from '../../support/legacy.ts';
import { temporaryFolder } from '../../support/stores.ts';
import { csv, fillOfRow, readAll as readCsv, row } from './csvText.ts';

const somewhere = () => join(temporaryFolder(), 'risk_tool.db');

async function readAll(database: LegacyDatabase) {
  const path = writeLegacyDatabase(somewhere(), database);
  requireLegacyDatabase(path, 'risk_tool.db');
  const fills: Fill[] = [];
  const rejected: RejectedRow[] = [];
  for await (const batch of readLegacyFills(path, 'risk_tool.db', '2026-11-28')) {
    fills.push(...batch.fills);
    rejected.push(...batch.rejected);
  }
  return { fills, rejected };
}

function refusal(path: string): InputError {
  try {
    requireLegacyDatabase(path, 'risk_tool.db');
  } catch (error) {
    if (error instanceof InputError) return error;
  }
  throw new Error('expected an InputError');
}

describe('the fills of a legacy database', () => {
  it('equal the fills of a CSV with the same rows', async () => {
    const { fills } = await readAll({ fills: [legacyRow()] });
    expect(fills).toEqual((await readCsv(csv(row()))).fills);
  });

  it.each([
    ['text', { qty: '100', price: '10.2500', comm: '0.20', prop_reports_id: '1' }],
    ['whole numbers', { qty: 100n, prop_reports_id: 1n }],
    ['reals', { qty: 100.0, prop_reports_id: '1.0' }],
    ['text with a point', { qty: '100.0', prop_reports_id: '1.0', fill_id: 'F1' }],
  ])('are the same when the cells are %s', async (_, values) => {
    const { fills, rejected } = await readAll({ fills: [legacyRow(values)] });
    expect([fills, rejected]).toEqual([[fillOfRow()], []]);
  });

  it('are read from an older version with other names and types', async () => {
    const older = legacyRow({ datetime: '10/31/2025 09:30:05', order_id: 7, fill_id: 9, prop_reports_id: 0 });
    const { fills, rejected } = await readAll({ fills: [older], columns: OLDER_COLUMNS });
    expect(rejected).toEqual([]);
    expect(fills).toEqual([
      fillOfRow({ orderId: '7', identity: 'F:2025-10-31:9', currency: '', idDigest: 0 }),
    ]);
  });

  it('keep ids of nineteen digits, and are rejected when a float has lost digits', async () => {
    const { fills, rejected } = await readAll({
      columns:
        'fill_datetime, account, side, qty, symbol, price, prop_reports_id, comm, ecn_fee, order_id, fill_id, currency',
      fills: [
        legacyRow({ prop_reports_id: 1234567890123456789n }),
        legacyRow({ prop_reports_id: 1.2345678901234568e18 }),
      ],
    });
    expect(fills.map(({ identity }) => identity)).toEqual(['P:1234567890123456789']);
    expect(rejected.map(({ line, column }) => [line, column])).toEqual([[2, 'prop_reports_id']]);
  });

  it('get different identities when they are identical and have no ids', async () => {
    const bare = legacyRow({ fill_id: null, prop_reports_id: null });
    const { fills } = await readAll({ fills: [bare, bare, bare] });
    expect(new Set(fills.map(({ identity }) => identity)).size).toBe(3);
  });

  it('take the account name from the accounts table when the fills table has only its id', async () => {
    const columns = 'fill_datetime, account_id, side, qty, symbol, price, prop_reports_id';
    const fill = { fill_datetime: '10/31/2025 09:30:05', side: 'B', qty: 1, symbol: 'A', price: 1 };
    const { fills, rejected } = await readAll({
      columns,
      fills: [
        { ...fill, account_id: 17, prop_reports_id: 1 },
        { ...fill, account_id: 99, prop_reports_id: 2 },
      ],
      accounts: [{ account_id: 17, account_name: 'NET001' }],
    });
    expect(fills.map(({ account }) => account)).toEqual(['NET001']);
    expect(rejected.map(({ column, reason }) => [column, reason])).toEqual([['account_id', 'empty']]);
  });

  it.each([
    ['fill_datetime', '02/30/2025 09:30:00', '02/30/2025 09:30:00', 'not a calendar date'],
    ['fill_datetime', '2025-10-31 09:30:05', '2025-10-31 09:30:05', 'not a calendar date'],
    ['fill_datetime', null, '', 'not a calendar date'],
    ['fill_datetime', '10/31/2025', '10/31/2025', 'not a time of day'],
    ['account', null, '', 'empty'],
    ['account', Buffer.from('NET'), '\uFFFD', 'not UTF-8'],
    ['side', 'X', 'X', 'unknown side'],
    ['qty', 0, '0', 'not a plain number'],
    ['qty', -5, '-5', 'not a plain number'],
    ['qty', null, '', 'not a plain number'],
    ['qty', Number.POSITIVE_INFINITY, 'Infinity', 'not a plain number'],
    ['qty', 'many', 'many', 'not a plain number'],
    ['price', 'cheap', 'cheap', 'not a plain number'],
    ['symbol', ' ', '', 'empty'],
    ['ecn_fee', 'free', 'free', 'not a plain number'],
  ])('with %s %j are rejected under the column name of the table', async (column, cell, value, reason) => {
    const { fills, rejected } = await readAll({
      fills: [legacyRow(), legacyRow({ [column]: cell }), legacyRow({ prop_reports_id: '2' })],
    });
    expect(fills).toHaveLength(2);
    expect(rejected).toEqual([
      {
        where: 'risk_tool.db',
        line: 2,
        column,
        value,
        reason: expect.stringContaining(reason),
        raw: expect.stringContaining('"side"'),
        account: column === 'account' ? null : 'NET001',
        sessionDate: reason.startsWith('not a calendar') ? null : '2025-10-31',
      },
    ]);
  });
});

describe('the accounts of a legacy database', () => {
  it('are read with their dates and whether they are active', async () => {
    const path = writeLegacyDatabase(somewhere(), {
      fills: [],
      accounts: [
        {
          account_id: '17',
          account_name: 'NET001',
          first_traded: '01/02/2024',
          last_traded: '2025-10-31',
          is_active: 1,
        },
        { account_id: 18, account_name: 'NET002', first_traded: '', last_traded: null, is_active: 0 },
        { account_id: 19, account_name: 'NET003', is_active: null },
        { account_id: 20, account_name: '' },
      ],
    });
    expect(await legacyAccounts(path, 'risk_tool.db')).toEqual([
      { id: '17', name: 'NET001', firstTraded: '2024-01-02', lastTraded: '2025-10-31', active: true },
      { id: '18', name: 'NET002', firstTraded: null, lastTraded: null, active: false },
      { id: '19', name: 'NET003', firstTraded: null, lastTraded: null, active: true },
    ]);
  });

  it('are an empty list when the table does not exist', async () => {
    expect(await legacyAccounts(writeLegacyDatabase(somewhere(), { fills: [] }), 'x')).toEqual([]);
  });
});

describe('a database that cannot be imported', () => {
  it('is refused with a list of its tables when it has no fills table', () => {
    const path = somewhere();
    new Driver(path).exec('CREATE TABLE orders (id)').close();
    expect(refusal(path)).toMatchObject({
      code: 'legacy_without_fills',
      message: 'risk_tool.db · found tables orders · expected a table fills',
    });
  });

  it.each([
    ['account TEXT, side TEXT, qty REAL, symbol TEXT, price REAL', 'fill_datetime or datetime'],
    ['datetime TEXT, account TEXT, side TEXT, symbol TEXT', 'qty, price'],
    ['datetime TEXT, account_id TEXT, side TEXT, qty, symbol TEXT, price', 'account'],
  ])('with the fills columns (%s) is refused because it lacks %s', (columns, missing) => {
    const path = writeLegacyDatabase(somewhere(), { fills: [], columns });
    expect(refusal(path)).toMatchObject({
      code: 'legacy_columns',
      message: expect.stringContaining(`without ${missing} ·`),
    });
  });

  it('is refused when it is damaged, even if only pages in the middle are', () => {
    const path = writeLegacyDatabase(somewhere(), {
      fills: Array.from({ length: 500 }, (_, n) => legacyRow({ prop_reports_id: String(n) })),
    });
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xaa, 3 * 4096, 5 * 4096));
    expect(refusal(path).code).toBe('legacy_unreadable');
    writeFileSync(path, bytes.subarray(0, 2 * 4096 + 100));
    expect(refusal(path).code).toBe('legacy_unreadable');
  });
});

describe('the fee columns of a legacy database', () => {
  const columns =
    'fill_datetime TEXT, account TEXT, side TEXT, qty REAL, symbol TEXT, price REAL, commission REAL, ecn REAL, nfa REAL, pqr REAL, route TEXT, prop_reports_id TEXT, updated_at TEXT';
  const fill = {
    fill_datetime: '10/31/2025 09:30:05',
    account: 'NET001',
    side: 'B',
    qty: 1,
    symbol: 'A',
    price: -1,
    commission: 1,
    ecn: 0.5,
    nfa: 0.25,
    pqr: 8,
    route: '12',
    prop_reports_id: '1',
    updated_at: '2025-11-01 10:00:00',
  };

  it('are read under other names, and an unknown one with numbers is named', async () => {
    const path = writeLegacyDatabase(somewhere(), { columns, fills: [fill] });
    const batches = [];
    for await (const batch of readLegacyFills(path, 'risk_tool.db', null)) batches.push(batch);
    expect(batches.map(({ unreadColumns }) => unreadColumns)).toEqual([['pqr']]);
    expect(batches[0]?.fills[0]).toMatchObject({ fees: 1.75, price: -1, identity: 'P:1' });
  });

  it('are refused where two are names of one fee', () => {
    const path = writeLegacyDatabase(somewhere(), { columns: `${columns}, ecn_fee REAL`, fills: [] });
    expect(refusal(path)).toMatchObject({
      code: 'repeated_column',
      message: expect.stringContaining('which are names of the same fee'),
    });
  });
});
