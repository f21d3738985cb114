import type { SimulatedFill } from '../../src/adapters/demo/simulation/execution.ts';
import { drawTraders, KnownMoods, type KnownTruth } from '../../src/adapters/demo/simulation/knownTruth.ts';
import { createMarket } from '../../src/adapters/demo/simulation/market.ts';
import { obeyLimit } from '../../src/adapters/demo/simulation/obeyLimit.ts';
import { createRandom } from '../../src/adapters/demo/simulation/random.ts';
import { simulateTraderDay } from '../../src/adapters/demo/simulation/traderDay.ts';
import type { DemoTrader } from '../../src/adapters/demo/simulation/traders.ts';
import { DeskHistory } from '../../src/domain/engines/model/deskHistory.ts';
import { cutBy } from '../../src/domain/engines/model/proposedCuts.ts';
import type { SessionForecast } from '../../src/domain/engines/model/sessionForecast.ts';
import { WalkForwardModel } from '../../src/domain/engines/model/walkForwardModel.ts';
import { closeTraderDay } from '../../src/domain/ledger/traderDay.ts';
import type { TraderDayFacts } from '../../src/domain/ledger/traderDayFacts.ts';
import { BASE_LIMIT } from '../../src/domain/outcome/classifiedDay.ts';
import { type LimitOutcome, LimitOutcomes } from '../../src/domain/outcome/limitOutcomes.ts';
import { limitAfter } from '../../src/domain/outcome/reduction.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { asLedgerFill } from './ledgeredDay.ts';
import { dollars } from './runLedger.ts';
import { sessionsAfter, walkOptions } from './walkedDesk.ts';

export interface TwinPlan {
  readonly truth: KnownTruth;
  readonly seed: number;
  readonly traders: number;
  readonly sessions: number;
}

/** A trader-day of the desk under base limits; it can be ended earlier at a lower limit. */
export interface TwinDay {
  readonly trader: DemoTrader;
  readonly fills: readonly SimulatedFill[];
  readonly facts: TraderDayFacts;
}

export interface TwinSession {
  readonly sessionDate: string;
  readonly days: readonly TwinDay[];
}

const LAST_DATE = '2026-06-30';
const BASIS = 'total';
const calendar = createCalendar('nyse');

/**
 * A desk that obeys its base limits. Each trader and session has a random stream of its own, and the mood of
 * a trader follows the days of this desk: a lower limit ends a day and changes no other. No position is held
 * overnight, so that a stop changes one day only.
 */
export function baseDesk({ truth, seed, traders: count, sessions }: TwinPlan) {
  const market = createMarket(seed, sessions);
  const dates = datesBack(sessions);
  const days = new Map(dates.map((date): [string, TwinDay[]] => [date, []]));
  const traders = drawTraders(seed, count).map(withoutNights);
  for (const trader of traders) {
    const moods = new KnownMoods(trader, market, createRandom(seed, `${trader.account}/moods`), {
      truth,
      sessions,
    });
    for (let session = sessions - 1; session >= 0; session--) {
      const mood = moods.nextMood(session);
      if (mood === null) continue;
      const random = createRandom(seed, `${trader.account}/${session}`);
      const free = simulateTraderDay({ ...mood, session, market, random, held: [], mayHoldOvernight: false });
      const { fills, netPnl } = obeyLimit(free.fills, trader.baseLimit, BASIS) ?? free;
      const date = dates[session] ?? '';
      days.get(date)?.push({ trader, fills, facts: factsOf(trader, date, fills) });
      moods.recordResult(netPnl);
    }
  }
  return {
    traders,
    sessions: dates
      .toReversed()
      .map((sessionDate): TwinSession => ({ sessionDate, days: days.get(sessionDate) ?? [] })),
  };
}

export type BaseDesk = ReturnType<typeof baseDesk>;

/** Which cut each trader has on a session, percent. */
export type Cuts = (forecast: SessionForecast) => ReadonlyMap<string, number>;

/** The cuts of the engine in force. */
export const engineCuts: Cuts = ({ engine, traders }) =>
  new Map(traders.map((trader) => [trader.member.trader, cutBy(engine, trader)]));

export const noCuts: Cuts = () => new Map();

export interface WalkedTwin {
  readonly forecast: SessionForecast;
  readonly outcomes: readonly LimitOutcome[];
}

/**
 * Walks a desk on which every cut is obeyed.
 * @param isRaw learns stopped days as seen, to show what that does
 * @returns each session, and what is known of the limits at the end
 */
export function walkTwin(desk: BaseDesk, cuts: Cuts, isRaw = false) {
  const roster = desk.traders.map(({ trader, baseLimit }) => ({
    trader,
    baseLimit,
    riskCapital: 20 * baseLimit,
  }));
  const walk = new WalkForwardModel(walkOptions);
  const history = new DeskHistory(roster, sessionsAfter);
  const limits = new LimitOutcomes();
  const walked = desk.sessions.map(({ sessionDate, days }): WalkedTwin => {
    const members = history.members(calendar.previousSession(sessionDate));
    const forecast = walk.forecast(sessionDate, members);
    const scales = new Map(members.map(({ trader, past }) => [trader, past.series.scale]));
    const cutOf = cuts(forecast);
    const outcomes = limits.add(
      sessionDate,
      days.map((day) =>
        limited(day, cutOf.get(day.trader.trader) ?? 0, scales.get(day.trader.trader) ?? null),
      ),
    );
    const judged = outcomes.map((outcome) => (isRaw ? { ...outcome, drawn: null } : outcome));
    const record = walk.observe(
      forecast,
      new Map(judged.map((outcome) => [outcome.summary.trader, outcome])),
    );
    history.push(
      judged.map(({ summary }) => summary),
      ({ trader, netPnl }) => record.drawnCloses.get(trader) ?? netPnl,
    );
    return { forecast, outcomes };
  });
  return { walked, limits };
}

function limited({ trader, fills, facts }: TwinDay, cutPct: number, scale: number | null) {
  const { baseLimit } = trader;
  if (cutPct === 0) return { summary: facts, marks: facts.lowWaterMarks[BASIS], limit: BASE_LIMIT, scale };
  const dollarLimit = limitAfter(baseLimit, cutPct, walkOptions.stop.limitRoundTo);
  const obeyed = obeyLimit(fills, dollarLimit, BASIS);
  const summary = obeyed === null ? facts : factsOf(trader, facts.sessionDate, obeyed.fills);
  const limit = { dollars: dollarLimit, source: 'answered', baseLimit } as const;
  return { summary, marks: summary.lowWaterMarks[BASIS], limit, scale };
}

function factsOf(
  { trader }: DemoTrader,
  sessionDate: string,
  fills: readonly SimulatedFill[],
): TraderDayFacts {
  const ledgerFills = fills.map((fill) => asLedgerFill(fill, sessionDate));
  return closeTraderDay({ trader, sessionDate, openingLots: [], fills: ledgerFills, ...dollars() }).facts;
}

function withoutNights(trader: DemoTrader): DemoTrader {
  return { ...trader, style: { ...trader.style, overnightPerDay: 0 } };
}

/** Newest first, so that the index is the number of the session. */
function datesBack(count: number): string[] {
  const dates = [LAST_DATE];
  while (dates.length < count) dates.push(calendar.previousSession(dates.at(-1) ?? LAST_DATE));
  return dates;
}
