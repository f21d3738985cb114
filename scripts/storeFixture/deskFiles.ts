import { createRandom } from '../../src/adapters/demo/simulation/random.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';

export const FIRST_SESSION = '2025-09-02';
/** Last session of the first fills file. */
export const MAILED_SESSION_BEFORE = '2025-12-10';
/** Session whose morning is mailed. Its own fills are the second fills file. */
export const MAILED_SESSION = '2025-12-11';
/** Session whose morning is a dry run. */
export const DRY_SESSION = '2025-12-12';

const HEADER =
  'Date/Time,Account,B/S,Qty,Symbol,Price,Route,Liq,Comm,Ecn Fee,SEC,ORF,CAT,TAF,FTT,NSCC,Acc,Clr,Misc,NFA,Order Id,Fill Id,Currency,ISIN,CUSIP,Status,PropReports Id';

/** Accounts of plain share traders. MEAN_01B belongs to the trader of MEAN_01. */
const SHARE_ACCOUNTS = ['STEADY_01', 'SWING_01', 'TILT_01', 'MEAN_01', 'MEAN_01B'] as const;
const TRIPS = 4;

export const ROSTER = [
  'trader,desk,base_limit,risk_capital,active,accounts',
  'STEADY,equities,3000,40000,yes,STEADY_01',
  'SWING,equities,2500,30000,yes,SWING_01',
  'TILT,equities,2000,25000,yes,TILT_01',
  'MEAN,equities,1500,20000,yes,MEAN_01 MEAN_01B',
  'OPTIONS,derivatives,1200,15000,yes,OPT_01',
  'CANADA,equities,1000,12000,yes,CAN_01',
];

interface Fill {
  readonly at: string;
  readonly account: string;
  readonly side: 'B' | 'S' | 'T' | 'C';
  readonly quantity: number;
  readonly symbol: string;
  readonly price: number;
  readonly nfa?: number;
  readonly currency?: string;
  readonly status?: string;
}

const random = createRandom(20251211, 'store fixture');
let identity = 500_000;

/** The fills of every session from FIRST_SESSION through MAILED_SESSION, by session. */
export function fillsBySession(): ReadonlyMap<string, readonly string[]> {
  const calendar = createCalendar('nyse');
  const sessions = new Map<string, readonly string[]>();
  for (let session = FIRST_SESSION; session <= MAILED_SESSION; session = calendar.nextSession(session))
    sessions.set(
      session,
      [...shareFills(session, sessions.size), ...specialFills(session, sessions.size)].map(line),
    );
  return sessions;
}

/** A fills file as PropReports exports it. */
export function fillsFile(lines: readonly string[]): string {
  return `${[HEADER, ...lines].join('\n')}\n`;
}

/** Round trips that are flat at the end of the day. TILT loses more towards the end of the year. */
function shareFills(session: string, day: number): readonly Fill[] {
  return SHARE_ACCOUNTS.flatMap((account) =>
    Array.from({ length: TRIPS }, (_, trip) => {
      const drift = account === 'TILT_01' && day > 50 ? -0.25 : 0.02;
      const price = Math.round((40 + 10 * random.normal()) * 100) / 100;
      const quantity = 100 * random.whole(1, 9);
      const exit = Math.max(1, Math.round((price + drift + 0.35 * random.normal()) * 100) / 100);
      const isShort = random.whole(0, 3) === 0;
      const symbol = `Q${String.fromCharCode(65 + random.whole(0, 7))}${account.charAt(0)}`;
      const common = { account, quantity, symbol };
      return [
        { ...common, at: `${session} ${time(9, 35 + trip * 80)}`, side: isShort ? 'T' : 'B', price },
        { ...common, at: `${session} ${time(9, 60 + trip * 80)}`, side: isShort ? 'C' : 'S', price: exit },
      ] satisfies Fill[];
    }).flat(),
  );
}

/** What 0.2.0 did not know: statuses, options, currencies, the fee column NFA, a price below zero. */
function specialFills(session: string, day: number): readonly Fill[] {
  const option = { account: 'OPT_01', symbol: '+KLMN251120C100' };
  const series = { account: 'OPT_01', symbol: 'KLMN  251219P00090000' };
  const canada = { account: 'CAN_01', quantity: 300 };
  const status = { account: 'STATUS_01', quantity: 500, symbol: 'KLMN' };
  const at = (hour: number, minute: number) => `${session} ${time(hour, minute)}`;
  const rows: Fill[] = [
    { ...canada, at: at(10, 0), side: 'B', symbol: 'QRST', price: 20, currency: '' },
    { ...canada, at: at(10, 30), side: 'S', symbol: 'QRST', price: 20.1, currency: '' },
  ];
  if (day % 5 === 0)
    rows.push(
      { ...canada, at: at(11, 0), side: 'B', symbol: 'QRST.TO', price: 30, currency: 'CAD' },
      { ...canada, at: at(11, 30), side: 'S', symbol: 'QRST.TO', price: 29.5, currency: 'CAD' },
    );
  if (day % 3 === 0)
    rows.push(
      { ...status, at: at(9, 45), side: 'B', price: 10, status: 'REGULAR', nfa: 0.02 },
      { ...status, at: at(10, 15), side: 'S', price: 10.1, status: 'REGULAR', nfa: 0.02 },
    );
  if (day % 6 === 0)
    rows.push(
      { ...status, at: at(10, 20), side: 'B', price: 10.9, status: 'CXLD' },
      { ...status, at: at(10, 21), side: 'S', price: 10.1, status: 'CXLD' },
    );
  if (session === '2025-11-03') rows.push({ ...option, at: at(9, 45), side: 'B', quantity: 10, price: 1.5 });
  if (session === '2025-11-05') rows.push({ ...option, at: at(10, 15), side: 'S', quantity: 4, price: 2 });
  // The rest expires worthless.
  if (session === '2025-11-20') rows.push({ ...option, at: at(16, 0), side: 'S', quantity: 6, price: 0 });
  if (session >= '2025-11-24' && day % 2 === 0)
    rows.push(
      { ...series, at: at(9, 50), side: 'T', quantity: 5, price: 1 },
      { ...series, at: at(11, 45), side: 'C', quantity: 5, price: 1.4 },
    );
  if (session === '2025-10-15')
    rows.push({ ...status, at: at(12, 0), side: 'B', symbol: 'SPRD', quantity: 1, price: -0.4 });
  return rows;
}

function line({ at, account, side, quantity, symbol, price, nfa, currency, status }: Fill): string {
  identity += 1;
  const [year, month, rest] = [at.slice(0, 4), at.slice(5, 7), at.slice(8)];
  const [day, clock] = rest.split(' ');
  const fees = ['0.5', (quantity * 0.002).toFixed(2), '0', '0', '0', '0', '0', '0', '0', '0', '0'];
  const money = [...fees, nfa ?? 0];
  const ids = [`o${identity}`, `f${identity}`, currency ?? 'USD', '', '', status ?? '', identity];
  return [
    `${month}/${day}/${year} ${clock}`,
    account,
    side,
    quantity,
    symbol,
    price,
    'ARCA',
    'R',
    ...money,
    ...ids,
  ].join(',');
}

function time(hour: number, minute: number): string {
  const total = hour * 60 + minute;
  return `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}:00`;
}
