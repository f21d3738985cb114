import { describe, expect, it } from 'vitest';
import { dataQualityNotes, type InputQuality } from '../../../src/domain/report/dataQuality.ts';

const spotless: InputQuality = {
  rejectedRows: 0,
  rejectedFiles: [],
  unreadColumns: [],
  unknownTimeFills: 0,
  repeatedRows: 0,
  knownRows: 0,
  revisions: [],
  prints: { strangePrices: 0, examples: [], unknownStatuses: [], cancelledFills: 0 },
  closedDayFills: 0,
  idleTraders: [],
  shortHistory: [],
  carriedPositions: [],
  blockedDays: [],
  retired: [],
  newAccounts: [],
  renamedAccounts: [],
  goneAccounts: [],
  notProven: new Map(),
  notes: new Map(),
  converted: { fills: 0, traders: [] },
  assumedMultipliers: [],
  hasUnknownCurrency: false,
  holes: [],
  holesAreFetched: true,
  notRefetched: null,
  notReconciledBecause: null,
  notCompared: [],
};
const texts = (override: Partial<InputQuality>) =>
  dataQualityNotes({ ...spotless, ...override }).map(({ code, count, text }) => [code, count, text]);

describe('data quality', () => {
  it('has no note for input without findings', () => {
    expect(dataQualityNotes(spotless)).toEqual([]);
  });

  it.each<[Partial<InputQuality>, string, number, string]>([
    [{ repeatedRows: 3 }, 'repeated_rows', 3, '3 rows sent more than once by the source, each taken once'],
    [
      { unreadColumns: ['Foo of fills.csv', 'Bar of fills.csv'] },
      'unread_columns',
      2,
      '2 columns of numbers that Daybreak does not know, so fees may be missing: Foo of fills.csv, Bar of fills.csv',
    ],
    [
      { prints: { ...spotless.prints, cancelledFills: 2 } },
      'cancelled',
      2,
      '2 fills cancelled or rejected at the source, not in the P&L',
    ],
    [
      {
        carriedPositions: [
          { trader: 'NET001', dollars: 1299.6 },
          { trader: 'NET002', dollars: null },
          { trader: 'NET003', dollars: 48_000 },
        ],
      },
      'carried_positions',
      3,
      '3 traders carrying positions overnight: NET003 ($48,000), NET001 ($1,300), NET002 (amount not known)',
    ],
    [{ knownRows: 1 }, 'known_rows', 1, '1 row of imported files known already, each taken once'],
    [
      { goneAccounts: ['NET009'] },
      'gone_accounts',
      1,
      '1 account no longer listed by the source, the fills kept as they were: NET009',
    ],
    [
      { renamedAccounts: [{ from: 'NET009', to: 'NET009_OLD' }] },
      'renamed_accounts',
      1,
      '1 account called otherwise by the source, with the same trader: NET009 is now NET009_OLD',
    ],
    [
      { notCompared: ['2026-02-26', '2026-02-27'] },
      'not_compared',
      2,
      '2 earlier sessions without totals of the source to compare with: Thu 26 Feb, Fri 27 Feb',
    ],
    [
      { notProven: new Map([['untied', ['NET001', 'NET002']]]) },
      'unreconciled',
      2,
      '2 traders do not tie out with the source: NET001, NET002',
    ],
    [{ closedDayFills: 2 }, 'closed_day_fills', 2, '2 fills dated on a day that the calendar calls closed'],
  ])('reports %o as %s', (override, code, count, text) => {
    expect(texts(override)).toEqual([[code, count, text]]);
  });

  it('adds up absolute moves of corrections, and their balance', () => {
    const revision = { sessionDate: '2026-02-26', added: 1, changed: 0, removed: 2 };
    const revisions = [
      { ...revision, trader: 'NET001', netBefore: 100, netAfter: 40 },
      { ...revision, trader: 'NET002', netBefore: null, netAfter: 50 },
      { ...revision, trader: 'NET003', netBefore: 5, netAfter: 5.01 },
    ];
    expect(texts({ revisions })).toEqual([
      ['corrected_fills', 9, '9 fills of earlier sessions corrected: 3 added, 6 taken back'],
      [
        'corrected_days',
        2,
        'net of 2 earlier trader-days of 2 traders moved by $110 in all, −$10 on balance',
      ],
    ]);
  });
});
