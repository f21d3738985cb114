import type { DemoDesk } from './demoDesk.ts';
import type { FillFees } from './simulation/execution.ts';
import type { AccountDay, DatedFill } from './tradedMonth.ts';

/** An answer as lines: its header, and blocks of rows that are divided into pages. */
export interface Answer {
  /** Sent on every page. */
  readonly header: readonly string[];
  /** The lines of one block are always on one page. */
  readonly blocks: readonly (readonly string[])[];
}

const FEES: readonly (readonly [column: string, fee: keyof FillFees | null])[] = [
  ['Comm', 'comm'],
  ['Ecn Fee', 'ecn'],
  ['SEC', 'sec'],
  ['ORF', null],
  ['CAT', 'cat'],
  ['TAF', 'taf'],
  ['FTT', null],
  ['NSCC', 'nscc'],
  ['Acc', null],
  ['Clr', 'clr'],
  ['Misc', null],
];
const FEE_NAMES = FEES.map(([column]) => column).join(',');
const FILLS_HEADER = `Date/Time,Account,B/S,Qty,Symbol,Price,Route,Liq,${FEE_NAMES},Order Id,Fill Id,Currency,ISIN,CUSIP,Status,PropReports Id`;
const TOTALS_HEADER = `Symbol,Orders,Fills,Qty,Gross,${FEE_NAMES},Net,Unrealized δ,Total δ,Unrealized`;

/** All accounts, including retired ones, with a title before the header and dates as M/D/YYYY. */
export function accountsAnswer(desk: DemoDesk): Answer {
  const rows = [...desk.attendance].map(([trader, days]) => {
    // Nothing is held past the end of a month, so the last month is enough.
    const { symbols } = desk.days.findLast((day) => day.trader === trader) ?? { symbols: [] };
    const marked = symbols.reduce((sum, each) => sum + each.unrealized, 0);
    const [first, last] = [vendorDay(days[0] ?? ''), vendorDay(days.at(-1) ?? '')];
    return [
      `${trader.accountId},${trader.account},${first},${last},USD,${(20 * trader.baseLimit).toFixed(2)},${marked.toFixed(2)}`,
    ];
  });
  const title = `Accounts of the demo desk: ${rows.length}`;
  return {
    header: [title, 'Account Id,Account Name,First Traded,Last Traded,Currency,Cash,Unrealized'],
    blocks: rows,
  };
}

/** One line per fill, in the columns of PropReports. */
export function fillsAnswer(fills: readonly DatedFill[], accountIdOf: (account: string) => number): Answer {
  return {
    header: [FILLS_HEADER],
    blocks: fills.map((fill) => [fillLine(fill, accountIdOf(fill.execution.account))]),
  };
}

/** One block per day. With `named`, a line with the account's name is above each day. */
export function totalsAnswer(days: readonly AccountDay[], naming: 'named' | 'unnamed'): Answer {
  const blocks = days.map((day) => [
    ...(naming === 'named' ? [day.trader.account] : []),
    ...totalsBlock(day),
  ]);
  return { header: [], blocks };
}

function fillLine(fill: DatedFill, accountId: number): string {
  const digits = fill.sessionDate.replaceAll('-', '');
  const fees = FEES.map(([, fee]) => (fee === null ? '' : decimal(fill.execution.fees[fee])));
  const id = `${digits}${accountId}${String(fill.number).padStart(4, '0')}`;
  const { account, side, quantity, symbol, price, route, liquidity, order } = fill.execution;
  const when = `${vendorDate(fill.sessionDate)} ${clock(fill.secondOfDay)}`;
  const ids = [`${accountId}-${digits}-${order}`, `${accountId}${String(fill.number).padStart(5, '0')}`];
  return [
    when,
    account,
    side,
    quantity,
    symbol,
    price.toFixed(2),
    route,
    liquidity,
    ...fees,
    ...ids,
    'USD',
    '',
    '',
    '',
    id,
  ].join(',');
}

function totalsBlock(day: AccountDay): string[] {
  const rows = day.symbols.map((symbol) => {
    const delta = symbol.unrealized - symbol.unrealizedBefore;
    return [
      symbol.symbol,
      symbol.orders,
      symbol.fills,
      symbol.quantity,
      ...[
        symbol.gross,
        ...feeValues(symbol.fees),
        symbol.net,
        delta,
        symbol.net + delta,
        symbol.unrealized,
      ].map(decimal),
    ];
  });
  const total = TOTALS_HEADER.split(',').map((_, column) =>
    rows.reduce((sum, row) => sum + Number(row[column]), 0),
  );
  const summed = total
    .slice(1)
    .map((value, column) => (column < 3 ? String(value) : decimal(value)))
    .join(',');
  // A line of the report that belongs to no fill.
  const marketData = day.paysMarketData ? ['Fee: Market data,35.00'] : [];
  const charged = marketData.length > 0 ? '35.00' : '0.00';
  return [
    shortDate(day.sessionDate),
    TOTALS_HEADER,
    ...rows.map((row) => row.join(',')),
    ...marketData,
    `Daily Total,${summed}`,
    `Equities,${summed}`,
    `Fees,${charged}`,
    `Cash: ${(20 * day.trader.baseLimit).toFixed(2)}`,
    '',
  ];
}

function feeValues(fees: FillFees): number[] {
  return FEES.map(([, fee]) => (fee === null ? 0 : fees[fee]));
}

function decimal(dollars: number): string {
  const text = dollars.toFixed(4);
  return text === '-0.0000' ? '0.0000' : text;
}

/** Converts 2024-09-01 to 09/01/2024. */
function vendorDate(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${month}/${day}/${year}`;
}

/** Converts 2024-09-01 to 9/1/2024. */
function shortDate(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${Number(month)}/${Number(day)}/${year}`;
}

function vendorDay(date: string): string {
  return date === '' ? '' : shortDate(date);
}

function clock(second: number): string {
  const parts = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
