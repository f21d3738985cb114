import type { SizedSymbol, SizingDesk } from '../../domain/risk/sizing/sizingDesk.ts';
import type { SessionPrices } from '../../domain/risk/sizing/symbolPrices.ts';
import {
  cautiousVolatility,
  SYMBOL_SESSIONS,
  type SymbolDay,
  symbolVolatility,
} from '../../domain/risk/sizing/symbolVolatility.ts';
import type { Calendar } from '../../domain/session/calendar.ts';
import { median } from '../../domain/statistics/descriptive.ts';
import type { DateRange } from '../../ports/ledgerStore.ts';
import type { SymbolPrices } from '../../ports/symbolPrices.ts';
import { sessionsBefore } from '../limitedSessions.ts';

export interface SizedSymbolPorts {
  readonly calendar: Calendar;
  readonly symbolPrices: SymbolPrices;
  /** Lets other requests of the process be answered. */
  pause(): Promise<void>;
}

export interface SymbolRequest {
  readonly dataThrough: string;
  readonly baseCurrency: string;
}

/** Sessions of what is a usual order of a trader in a symbol. */
const ORDER_SESSIONS = 20;

/**
 * Every symbol that the desk traded in the 60 sessions through `dataThrough`, with its last price and its
 * volatility. Sessions that no morning has summarised yet are read from their fills.
 */
export async function readSizedSymbols(
  ports: SizedSymbolPorts,
  { dataThrough, baseCurrency }: SymbolRequest,
): Promise<Pick<SizingDesk, 'symbols' | 'cautiousVolatility'>> {
  const range = rangeThrough(ports, dataThrough, SYMBOL_SESSIONS);
  const prices = await readPrices(ports, range);
  await ports.pause();
  const days = daysBySymbol(prices);
  await ports.pause();
  const actions = await ports.symbolPrices.actions(range);
  const rates = await ports.symbolPrices.rates(dataThrough);
  const symbols = new Map<string, SizedSymbol>();
  for (const [symbol, { own, currency }] of days) {
    const last = own.at(-1);
    if (last === undefined) continue;
    const rate = currency === '' || currency === baseCurrency ? 1 : (rates.get(currency) ?? null);
    symbols.set(symbol, {
      price: rate === null ? null : last.close * rate,
      priceSession: last.sessionDate,
      volatility: symbolVolatility(own, actions.get(symbol)),
    });
  }
  const known = [...symbols.values()].flatMap(({ volatility }) => volatility ?? []);
  return { symbols, cautiousVolatility: cautiousVolatility(known) };
}

/** The median order of a trader in each symbol over the last 20 sessions, units. */
export async function readUsualOrders(
  ports: SizedSymbolPorts,
  trader: string,
  dataThrough: string,
): Promise<ReadonlyMap<string, number>> {
  const range = rangeThrough(ports, dataThrough, ORDER_SESSIONS);
  const sizes = await ports.symbolPrices.orderSizes(trader, range);
  return new Map(
    [...sizes].flatMap(([symbol, quantities]) => {
      const usual = median(quantities);
      return usual === null ? [] : [[symbol, usual] as const];
    }),
  );
}

function rangeThrough({ calendar }: SizedSymbolPorts, through: string, sessions: number): DateRange {
  const [from = through] = sessionsBefore(calendar, calendar.nextSession(through), sessions);
  return { from, to: through };
}

async function readPrices(
  { symbolPrices }: SizedSymbolPorts,
  range: DateRange,
): Promise<readonly SessionPrices[]> {
  const stored = await symbolPrices.stored(range);
  const others: SessionPrices[] = [];
  for (const session of await symbolPrices.missing(range)) others.push(await symbolPrices.fromFills(session));
  if (others.length === 0) return stored;
  return [...stored, ...others].sort((a, b) => (a.sessionDate < b.sessionDate ? -1 : 1));
}

interface SymbolDays {
  /** Oldest first. */
  readonly own: SymbolDay[];
  /** Of the last session. */
  currency: string;
}

function daysBySymbol(sessions: readonly SessionPrices[]): ReadonlyMap<string, SymbolDays> {
  const days = new Map<string, SymbolDays>();
  for (const { sessionDate, prices } of sessions) {
    for (const { symbol, high, low, close, currency } of prices) {
      const known = days.get(symbol) ?? { own: [], currency };
      days.set(symbol, known);
      known.own.push({ sessionDate, high, low, close });
      known.currency = currency;
    }
  }
  return days;
}
