import { type ClassifiedDay, isKnownCut, type LimitDuring } from '../../domain/outcome/classifiedDay.ts';
import { judgedDay, type Slippage } from '../../domain/outcome/counterfactual.ts';
import { DONOR_SESSIONS } from '../../domain/outcome/limitOutcomes.ts';
import { savedByStops } from '../../domain/outcome/savedByStops.ts';
import { type SessionLow, STOP_SESSIONS } from '../../domain/outcome/wouldHaveStopped.ts';
import { deskPnl, deskPnlFrom } from '../../domain/report/deskPnl.ts';
import type { DeskPnl, Yesterday } from '../../domain/report/report.ts';
import { type TraderYesterday, yesterday } from '../../domain/report/yesterday.ts';
import type { LedgerStore, SessionMarks } from '../../ports/ledgerStore.ts';
import type { DecisionStore } from '../../ports/outbox.ts';
import { readLimitsInForce } from '../limitsInForce.ts';
import {
  type ClassifiedDayPorts,
  type ClassifiedDays,
  type ClassifiedDaysRequest,
  readClassifiedDays,
} from './classifiedDays.ts';
import type { Desk, DeskTrader } from './indicators.ts';
import { sessionsThrough } from './proof.ts';

export interface YesterdayPorts extends ClassifiedDayPorts {
  readonly ledger: LedgerStore;
  readonly decisions: DecisionStore;
}

/** What became of the limits in force, as far as the next morning shows it. */
export interface PastLimits {
  readonly deskPnl: DeskPnl;
  readonly yesterday: Yesterday;
  /** Each trader's lows of the last active sessions, oldest first. */
  readonly lows: ReadonlyMap<string, readonly SessionLow[]>;
  /** What the limits in force did to the last session, by trader. */
  readonly lastDays: ReadonlyMap<string, ClassifiedDay>;
  /** The limit in force during a session, dollars; null: unknown. */
  during(trader: DeskTrader, sessionDate: string): number | null;
}

/**
 * Reads the last session and the last 60 active ones of every trader, at most 250 sessions back. Nothing of a
 * session after `dataThrough` is read. Call it after learning, which draws the closes of stopped days.
 */
export async function readPastLimits(
  ports: YesterdayPorts,
  desk: Desk,
  request: ClassifiedDaysRequest & { readonly stop: Slippage },
): Promise<PastLimits> {
  const { dataThrough, traders } = desk;
  const sessions = sessionsThrough(ports.calendar, dataThrough, DONOR_SESSIONS);
  const [from = dataThrough] = sessions;
  const classified = await readClassifiedDays(ports, from, dataThrough, request);
  const inForce = await readLimitsInForce(ports, traders, sessions, request.limitLifetime);
  const lows = await readLows(ports, desk, request, classified);
  const overrides = await readOverrides(ports, dataThrough);
  const { slippageBasisPoints } = request.stop;
  const facts = traders.map((trader): TraderYesterday => {
    const limit = inForce.during(trader.trader, dataThrough);
    return {
      trader: trader.trader,
      limit: dollarsOf(limit, trader),
      isCut: isKnownCut(limit),
      ...factsOf(trader, dataThrough, classified, lows.lastMarks),
      override: overrides.get(trader.trader) ?? null,
    };
  });
  const last = classified.days.filter(({ sessionDate }) => sessionDate === dataThrough);
  return {
    deskPnl: deskPnl(await ports.ledger.days(deskPnlFrom(dataThrough), dataThrough), dataThrough),
    yesterday: {
      ...yesterday(facts, savedByStops(last, [dataThrough]), { slippageBasisPoints }),
      assumedNotApplied: classified.assumedNotApplied.filter((trader) =>
        traders.some((each) => each.trader === trader),
      ),
    },
    lows: lows.byTrader,
    lastDays: new Map(last.map((day) => [day.trader, day])),
    during: (trader, session) => dollarsOf(inForce.during(trader.trader, session), trader),
  };
}

/** Without an event the platform has the base limit. */
function dollarsOf({ dollars, source }: LimitDuring, { baseLimit }: DeskTrader): number | null {
  return source === 'base' ? (dollars ?? baseLimit) : dollars;
}

function factsOf(
  { trader, days }: DeskTrader,
  dataThrough: string,
  classified: ClassifiedDays,
  lastMarks: SessionMarks['marks'],
): Pick<TraderYesterday, 'day' | 'lowestPnl' | 'judged'> {
  const summary = days.findLast(({ sessionDate }) => sessionDate === dataThrough);
  if (summary === undefined) return { day: null, lowestPnl: null, judged: null };
  const marks = lastMarks.get(trader) ?? [];
  const day = classified.days.find((each) => each.trader === trader && each.sessionDate === dataThrough);
  const judged = judgedDay(summary, marks);
  const isKnown = summary.bestRunningPnl !== null;
  return { day: day ?? null, lowestPnl: isKnown ? (marks.at(-1)?.runningPnl ?? 0) : null, judged };
}

interface Lows {
  readonly byTrader: ReadonlyMap<string, readonly SessionLow[]>;
  /** The low-water marks of the last session. */
  readonly lastMarks: SessionMarks['marks'];
}

/** A session without any known time has no path: it is left out. */
async function readLows(
  { ledger, calendar }: YesterdayPorts,
  { traders, dataThrough }: Desk,
  { limitBasis }: ClassifiedDaysRequest,
  { days: classified }: ClassifiedDays,
): Promise<Lows> {
  const [oldest = dataThrough] = sessionsThrough(calendar, dataThrough, DONOR_SESSIONS);
  const wanted = new Map(traders.map(({ trader, days }) => [trader, activeDates(days, oldest)]));
  const from = [...wanted.values()].flatMap((dates) => dates[0] ?? []).toSorted()[0] ?? dataThrough;
  const stopped = new Set(classified.filter(({ kind }) => kind === 'stopped').map(keyOf));
  const byTrader = new Map<string, SessionLow[]>();
  let lastMarks: SessionMarks['marks'] = new Map();
  for await (const { sessionDate, marks } of ledger.lowWaterMarks(from, dataThrough, limitBasis)) {
    if (sessionDate === dataThrough) lastMarks = marks;
    for (const [trader, dates] of wanted) {
      if (!dates.includes(sessionDate)) continue;
      const lowestPnl = marks.get(trader)?.at(-1)?.runningPnl ?? 0;
      const low = { sessionDate, lowestPnl, wasStopped: stopped.has(keyOf({ trader, sessionDate })) };
      byTrader.set(trader, [...(byTrader.get(trader) ?? []), low]);
    }
  }
  return { byTrader, lastMarks };
}

function activeDates(days: DeskTrader['days'], oldest: string): readonly string[] {
  return days
    .filter(({ sessionDate, bestRunningPnl }) => sessionDate >= oldest && bestRunningPnl !== null)
    .slice(-STOP_SESSIONS)
    .map(({ sessionDate }) => sessionDate);
}

/** The overrides of a session's decisions, with what Daybreak recommended instead. */
async function readOverrides(
  { decisions }: Pick<YesterdayPorts, 'decisions'>,
  sessionDate: string,
): Promise<ReadonlyMap<string, NonNullable<TraderYesterday['override']>>> {
  const decided = await decisions.decisions(sessionDate, sessionDate);
  return new Map(
    decided.flatMap(({ trader, limit }) =>
      limit?.override ? [[trader, { ...limit.override, recommended: limit.recommendedLimit }] as const] : [],
    ),
  );
}

function keyOf({ trader, sessionDate }: { readonly trader: string; readonly sessionDate: string }): string {
  return `${sessionDate} ${trader}`;
}
