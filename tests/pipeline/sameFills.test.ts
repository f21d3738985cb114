import { describe, expect, it } from 'vitest';
import { importDesk } from '../support/importDesk.ts';

const FEES = 'Comm,Ecn Fee,SEC,ORF,CAT,TAF,FTT,NSCC,Acc,Clr,Misc';
const HEADER = `Date/Time,Account,B/S,Qty,Symbol,Price,Route,Liq,${FEES},Order Id`;
const TRADES = [
  '09:45:00,DESK01,B,300,KLMN,10.0',
  '10:15:00,DESK01,S,300,KLMN,10.2',
  '14:45:00,DESK01,B,300,KLMN,10.0',
  '15:15:00,DESK01,S,300,KLMN,10.3',
];

interface Kind {
  readonly columns: readonly string[];
  readonly ids: (at: number) => readonly string[];
  readonly fee?: string;
  readonly rows?: number;
}

const plain = (at: number) => [`o${at + 1}`];
const withFillId = (at: number) => [`o${at + 1}`, `f${at + 1}`];
const KINDS: Readonly<Record<string, Kind>> = {
  'noon-fillids': { columns: ['Fill Id'], ids: withFillId, rows: 2 },
  'full-fillids': { columns: ['Fill Id'], ids: withFillId },
  'full-propids': {
    columns: ['Fill Id', 'PropReports Id'],
    ids: (at) => [...withFillId(at), `${70_001 + at}`],
  },
  'full-propids-alone': { columns: ['PropReports Id'], ids: (at) => [...plain(at), `${70_001 + at}`] },
  'full-noids': { columns: [], ids: plain },
  'some-ids': { columns: ['Fill Id'], ids: (at) => [`o${at + 1}`, at % 2 === 0 ? `f${at + 1}` : ''] },
  'full-noids-fees': { columns: [], ids: plain, fee: '1.50' },
};

function fileOf({ columns, ids, fee = '', rows = TRADES.length }: Kind): readonly string[] {
  return [
    [HEADER, ...columns].join(','),
    ...TRADES.slice(0, rows).map((trade, at) =>
      [`11/24/2026 ${trade}`, 'ARCA', 'R', fee, ...Array(10).fill(''), ...ids(at)].join(','),
    ),
  ];
}

const files = Object.fromEntries(Object.entries(KINDS).map(([name, kind]) => [name, fileOf(kind)]));

/** Every order of two of the files, and a third one after them. */
const names = Object.keys(files);
const orders = names.flatMap((first, at) =>
  names.map((second, then) => [first, second, names[(at + then) % names.length] ?? '']),
);

describe('the same fills in files with other ids', () => {
  it('count once: 4 fills and net 150.00, or 144.00 once fees came, in whatever order', async () => {
    for (const order of orders) {
      const desk = await importDesk();
      for (const name of order) await desk.importFile(name, files[name] ?? []);
      const withFees = order.includes('full-noids-fees');
      const isFull = order.some((name) => name !== 'noon-fillids');
      expect([order, await desk.days()]).toEqual([
        order,
        [{ trader: 'DESK01', fills: isFull ? 4 : 2, netPnl: isFull ? (withFees ? 144 : 150) : 60 }],
      ]);
    }
  });

  it.each([
    [['partials-2', 'partials-3']],
    [['partials-3', 'partials-2']],
    [['partials-2', 'partials-3', 'partials-2']],
  ])('of partial fills without ids count as often as the fullest file has them: %s', async (order) => {
    const desk = await importDesk();
    for (const name of order) await desk.importFile(name, partials(name === 'partials-2' ? 2 : 3));
    expect(await desk.days()).toEqual([{ trader: 'DESK02', fills: 6, netPnl: 30 }]);
  });
});

function partials(count: number): readonly string[] {
  const row = (trade: string, order: string) =>
    [`11/24/2026 ${trade}`, 'ARCA', 'R', ...Array(11).fill(''), order].join(',');
  return [
    HEADER,
    ...Array<string>(count).fill(row('11:00:00,DESK02,B,100,KLMN,10.0', 'same')),
    ...Array<string>(count).fill(row('11:30:00,DESK02,S,100,KLMN,10.1', 'same2')),
  ];
}
