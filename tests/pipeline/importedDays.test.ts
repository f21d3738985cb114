import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fillRow, FILLS_HEADER as HEADER } from '../support/fillsFile.ts';
import { importDesk } from '../support/importDesk.ts';

const SESSION = '2026-03-02';
/** Bought and sold 1,000 at two prices: a net of 1,000 times the difference. */
const trip = (id: number, from: string, to: string, status = '', account = 'NET001') => [
  fillRow({ Account: account, Qty: '1000', Price: from, Comm: '', Status: status }, `${id}1`),
  fillRow({ Account: account, Qty: '1000', Price: to, Comm: '', Status: status, 'B/S': 'S' }, `${id}2`),
];
const net = async (desk: Awaited<ReturnType<typeof importDesk>>) =>
  (await desk.days()).map(({ trader, netPnl }) => `${trader} ${netPnl}`);

describe('fills that the source cancelled', () => {
  it('are stored and in no figure', async () => {
    const desk = await importDesk();
    const rows = [...trip(1, '10', '10.1', 'REGULAR'), ...trip(2, '10.9', '10.1', 'CXLD')];
    expect(await desk.importFile('a', [HEADER, ...rows])).toMatchObject({ inserted: 4, rejected: 0 });
    expect(await desk.days()).toEqual([{ trader: 'NET001', fills: 2, netPnl: 100 }]);
    expect(await desk.importFile('a', [HEADER, ...rows])).toMatchObject({ inserted: 0, duplicates: 4 });
  });

  it('leave the day when they are cancelled later, which is a correction', async () => {
    const desk = await importDesk();
    await desk.importFile('a', [HEADER, ...trip(1, '10', '10.1'), ...trip(2, '10', '11')]);
    expect(await net(desk)).toEqual(['NET001 1100']);
    const cancelled = trip(2, '10', '11', 'Cancelled');
    expect(await desk.importFile('b', [HEADER, ...cancelled])).toMatchObject({ changed: 2, inserted: 0 });
    expect(await net(desk)).toEqual(['NET001 100']);
    expect(await desk.stores.ledger.revisions(SESSION, SESSION)).toMatchObject([
      {
        trader: 'NET001',
        sessionDate: SESSION,
        netBefore: expect.closeTo(1100, 6),
        netAfter: expect.closeTo(100, 6),
        changed: 2,
      },
    ]);
    await desk.importFile('a', [HEADER, ...trip(1, '10', '10.1'), ...trip(2, '10', '11')]);
    expect(await net(desk)).toEqual(['NET001 100']);
  });

  it('are no day of trading where there are no others, and no lot', async () => {
    const desk = await importDesk();
    await desk.importFile('a', [HEADER, ...trip(1, '10', '11')]);
    await desk.importFile('b', [HEADER, ...trip(1, '10', '11', 'BUSTED')]);
    expect(await desk.days()).toEqual([]);
    expect(await desk.stores.ledger.openPositions(SESSION)).toEqual([]);
    expect(await desk.stores.ledger.stale()).toEqual([]);
  });

  it('need no total of the source', async () => {
    const desk = await importDesk();
    const rows = [...trip(1, '10', '11'), ...trip(2, '10', '11', 'CXLD', 'NET001B')];
    await desk.importFile('a', [HEADER, ...rows]);
    await desk.stores.roster.set({ trader: 'NET001', accounts: ['NET001', 'NET001B'] });
    const total = {
      account: 'NET001',
      sessionDate: SESSION,
      grossPnl: 1000,
      fees: 0,
      netPnl: 1000,
      fills: 2,
    };
    await desk.stores.reconciliation.saveTotals([total]);
    const missing = async () =>
      (await desk.stores.reconciliation.compared(SESSION, SESSION)).find(({ trader }) => trader === 'NET001')
        ?.missingAccounts;
    expect(await missing()).toEqual([]);
    await desk.importFile('b', [HEADER, ...trip(3, '10', '11', 'Pending', 'NET001B')]);
    expect(await missing()).toEqual(['NET001B']);
  });
});

describe('a day of which half the rows are rejected', () => {
  const day = (quantity: string) => [
    HEADER,
    ...trip(1, '10', '11'),
    fillRow({ Account: 'NET002', Comm: '' }, '21'),
    fillRow({ Account: 'NET002', Comm: '', 'B/S': 'S', Price: '9', Qty: quantity }, '22'),
  ];
  const incomplete = ({ stores }: Awaited<ReturnType<typeof importDesk>>) =>
    stores.fills.incompleteDays(SESSION, SESSION);

  it('is incomplete, with the trader, the rows, the file and the reason', async () => {
    const desk = await importDesk();
    await desk.importFile('a', day('"1,00"'));
    expect(await incomplete(desk)).toEqual([
      {
        trader: 'NET002',
        account: 'NET002',
        sessionDate: SESSION,
        rows: 1,
        where: 'a.csv',
        reason: expect.stringMatching(/^line 5: Qty “1,00”, not a plain number/),
      },
    ]);
  });

  it.each(['a', 'b'])('is complete after the corrected file %s', async (name) => {
    const desk = await importDesk();
    await desk.importFile('a', day('"1,00"'));
    expect(await desk.importFile(name, day('100'))).toMatchObject({ inserted: 1, rejected: 0 });
    expect(await incomplete(desk)).toEqual([]);
    expect(await net(desk)).toEqual(['NET001 1000', 'NET002 -100']);
  });
});

describe('columns of numbers that are not read', () => {
  it('are stored with the import', async () => {
    const { stores } = await importDesk();
    const record = {
      file: 'a.csv',
      key: 'a',
      format: 'propreports-fills',
      read: 1,
      inserted: 1,
      duplicates: 0,
      rejected: 0,
      rejectedFile: null,
      unreadColumns: ['Exotic', 'Other'],
      lastSession: SESSION,
      importedAt: new Date('2026-03-03T09:00:00Z'),
    };
    await stores.fills.recordImport(record);
    expect(await stores.fills.importsSince(SESSION)).toEqual([record]);
  });
});

describe('several fills under one id', () => {
  const rounded = '20261124170012300';
  const rows = ['f1', 'f2', 'f3', 'f4'].map((fillId, at) =>
    fillRow({
      'Fill Id': fillId,
      'B/S': at < 2 ? 'B' : 'S',
      'PropReports Id': rounded,
      'Order Id': 'o',
      Comm: '',
    }),
  );

  it('are each in the rejects, with the reason, and the day is incomplete', async () => {
    const desk = await importDesk();
    const file = await desk.importFile('a', [HEADER, ...rows]);
    expect(file).toMatchObject({ read: 4, inserted: 1, duplicates: 0, rejected: 3 });
    const rejects = readFileSync(String(file?.rejectedFile), 'utf8');
    expect(rejects.match(/ids rounded by a spreadsheet/g)).toHaveLength(3);
    expect(await desk.stores.fills.incompleteDays(SESSION, SESSION)).toMatchObject([
      { trader: 'NET001', rows: 3, reason: `several fills have the id P:${rounded}` },
    ]);
  });

  it('are all stored once the ids are right', async () => {
    const desk = await importDesk();
    await desk.importFile('a', [HEADER, ...rows]);
    const right = rows.map((row, at) => row.replace(rounded, `2026112417001234${at}`));
    expect(await desk.importFile('b', [HEADER, ...right])).toMatchObject({ inserted: 3, duplicates: 1 });
    expect(await desk.days()).toMatchObject([{ fills: 4 }]);
    expect(await desk.stores.fills.incompleteDays(SESSION, SESSION)).toEqual([]);
  });
});
