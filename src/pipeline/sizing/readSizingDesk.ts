import type { WalkOptions } from '../../domain/engines/model/walkForwardModel.ts';
import type { LimitBasis, TraderDaySummary } from '../../domain/ledger/traderDayFacts.ts';
import type { LimitLifetime } from '../../domain/limits/limitEvent.ts';
import type { SizedTrader, SizingDesk } from '../../domain/risk/sizing/sizingDesk.ts';
import { type SizingForecast, sizingForecast } from '../../domain/risk/sizing/sizingForecast.ts';
import { contractLookup } from '../../domain/roster/contracts.ts';
import { type RosterEntry, riskCapitalOf } from '../../domain/roster/roster.ts';
import { median } from '../../domain/statistics/descriptive.ts';
import { InputError } from '../../shared/errors.ts';
import { type LearnPorts, learnThrough } from '../learn.ts';
import { loadDesk, SESSIONS_TO_LEARN } from '../steps/indicators.ts';
import { readSizedSymbols, type SizedSymbolPorts } from './sizedSymbols.ts';

export interface SizingPorts extends LearnPorts, SizedSymbolPorts {}

export interface SizingRequest {
  /** The session that the sizes are for. */
  readonly sessionDate: string;
  readonly defaultLimit: number;
  readonly limitBasis: LimitBasis;
  readonly limitLifetime: LimitLifetime;
  readonly walk: WalkOptions;
  /** BASE_CURRENCY. */
  readonly baseCurrency: string;
  /** MAX_POSITION_PCT; null: no cap. */
  readonly maxPositionPct: number | null;
  /** Sessions that may be learned in memory; left out: any number. */
  readonly mostToLearn?: number;
}

/** Active sessions of what is usual for a trader. */
const USUAL_SESSIONS = 60;

/**
 * Loads everything that sizes of a session are made from: the forecast of its morning, risk capital, and
 * prices of symbols. Without a morning the forecast is made now: what is not learned yet is learned in
 * memory. Nothing is stored.
 * @throws InputError `no_sessions` where no session before is stored; `not_learned`
 */
export async function readSizingDesk(ports: SizingPorts, request: SizingRequest): Promise<SizingDesk> {
  const { sessionDate } = request;
  const { calendar, ledger, roster, pause } = ports;
  const before = calendar.previousSession(sessionDate);
  const dataThrough = await lastStoredBefore(ports, sessionDate);
  const forecast = (await ports.sizingForecasts.of(sessionDate)) ?? (await forecastNow(ports, request));
  await pause();
  const days = await ledger.recentDays(before, USUAL_SESSIONS);
  await pause();
  const symbols = await readSizedSymbols(ports, { dataThrough, baseCurrency: request.baseCurrency });
  return {
    ...symbols,
    sessionDate,
    dataThrough,
    isStale: dataThrough < before,
    traders: sizedTraders(forecast, await roster.all(), days, request.defaultLimit),
    tailMultiple: forecast.tailMultiple,
    contractOf: contractLookup(await roster.multipliers()),
    maxPositionPct: request.maxPositionPct,
  };
}

async function forecastNow(ports: SizingPorts, request: SizingRequest): Promise<SizingForecast> {
  const { sessionDate } = request;
  await requireLearned(ports, request);
  const before = ports.calendar.previousSession(sessionDate);
  const recent = await loadDesk(ports, before);
  await ports.pause();
  const terms = { ...request, recent, recentSessions: SESSIONS_TO_LEARN };
  const learned = await learnThrough(withoutStoring(ports), terms);
  if (learned === null) throw nothingBefore(sessionDate, null);
  await ports.pause();
  return sizingForecast(learned.walk.forecast(sessionDate, learned.history.members(before)));
}

/** Active traders who have traded, by name. */
function sizedTraders(
  forecast: SizingForecast,
  roster: readonly RosterEntry[],
  days: ReadonlyMap<string, readonly TraderDaySummary[]>,
  defaultLimit: number,
): ReadonlyMap<string, SizedTrader> {
  const entries = new Map(roster.filter(({ active }) => active).map((entry) => [entry.trader, entry]));
  return new Map(
    forecast.traders.flatMap((risk) => {
      const entry = entries.get(risk.trader);
      if (entry === undefined) return [];
      const sized: SizedTrader = {
        ...risk,
        riskCapital: entry.riskCapital,
        positionCapital: riskCapitalOf(entry, defaultLimit),
        usualValue: usualOrderValue(days.get(risk.trader) ?? []),
      };
      return [[risk.trader, sized] as const];
    }),
  );
}

/**
 * The median over the last 60 active sessions of the notional per order, dollars.
 *
 * Example: $120,000 in 40 orders, $50,000 in 25 and $90,000 in 30: the median of $3,000, $2,000 and $3,000.
 */
function usualOrderValue(days: readonly TraderDaySummary[]): number | null {
  const orders = days.filter(({ orders, notional }) => orders > 0 && notional > 0);
  return median(orders.map(({ orders: count, notional }) => notional / count));
}

async function lastStoredBefore({ fills, calendar }: SizingPorts, sessionDate: string): Promise<string> {
  const range = await fills.sessionRange();
  if (range === null || range.first >= sessionDate) throw nothingBefore(sessionDate, range);
  const before = calendar.previousSession(sessionDate);
  return range.last < before ? range.last : before;
}

/** @throws InputError `not_learned` where more sessions than allowed would be learned in memory. */
async function requireLearned(
  { learning, fills, calendar }: SizingPorts,
  { sessionDate, mostToLearn = Number.POSITIVE_INFINITY }: SizingRequest,
): Promise<void> {
  const first = (await learning.learnedThrough(sessionDate)) ?? (await fills.sessionRange())?.first ?? '';
  const waiting = calendar.sessionsBetween(
    calendar.nextSession(first),
    calendar.previousSession(sessionDate),
  );
  if (waiting.length <= mostToLearn) return;
  throw new InputError(
    'not_learned',
    `Size for ${sessionDate} · found ${waiting.length} sessions that the model has not learned · expected at most ${mostToLearn}`,
    { hint: 'The next morning learns them. npm run size learns them in memory.' },
  );
}

function nothingBefore(
  sessionDate: string,
  range: { readonly first: string; readonly last: string } | null,
): InputError {
  const stored = range === null ? 'nothing stored' : `the stored sessions ${range.first} to ${range.last}`;
  return new InputError(
    'no_sessions',
    `Size for ${sessionDate} · found ${stored} · expected at least one session before it`,
    { hint: 'Import fills (npm run import), fetch them (npm run backfill), or give a later session.' },
  );
}

/** The same ports, but what is learned stays in memory. */
function withoutStoring<Ports extends SizingPorts>(ports: Ports): Ports {
  const nothing = async () => undefined;
  return {
    ...ports,
    learning: { ...ports.learning, save: nothing, keep: nothing },
    shadows: { decided: async () => [], saveScores: nothing },
  };
}
