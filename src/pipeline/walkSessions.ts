import type { DeskHistory } from '../domain/engines/model/deskHistory.ts';
import type { PastBlock } from '../domain/engines/model/pastBlock.ts';
import type { SessionForecast } from '../domain/engines/model/sessionForecast.ts';
import type { SessionOutcome } from '../domain/engines/model/sessionOutcome.ts';
import type { SessionRecord } from '../domain/engines/model/sessionRecord.ts';
import type { RosterTrader } from '../domain/engines/model/traderRecord.ts';
import type { WalkForwardModel } from '../domain/engines/model/walkForwardModel.ts';
import type { LimitBasis, LowWaterMark, TraderDaySummary } from '../domain/ledger/traderDayFacts.ts';
import type { LimitLifetime } from '../domain/limits/limitEvent.ts';
import { DONOR_SESSIONS } from '../domain/outcome/limitOutcomes.ts';
import type { Calendar } from '../domain/session/calendar.ts';
import type { StoredHistories } from '../ports/historyJobs.ts';
import type { DrawnCloses } from '../ports/learningStore.ts';
import type { LedgerStore, SessionMarks } from '../ports/ledgerStore.ts';
import type { Progress } from '../ports/runtime.ts';
import { uncensoredBy } from './deskHistories.ts';
import type { HolePorts } from './holes.ts';
import { sessionsBefore } from './limitedSessions.ts';
import { type LimitPorts, readLimitsInForce } from './limitsInForce.ts';
import { sessionBlocks } from './sessionBlocks.ts';
import { WalkedLimits } from './walkedLimits.ts';

export interface WalkPorts extends HolePorts, LimitPorts {
  readonly ledger: LedgerStore;
  readonly calendar: Calendar;
  readonly progress: Progress;
}

export interface WalkedSession {
  readonly forecast: SessionForecast;
  readonly outcomes: ReadonlyMap<string, SessionOutcome>;
  readonly record: SessionRecord;
}

export interface WalkRange {
  /** The first session to walk, YYYY-MM-DD. */
  readonly from: string;
  /** The last session whose outcome is known. */
  readonly through: string;
  readonly basis: LimitBasis;
  readonly lifetime: LimitLifetime;
  readonly roster: readonly RosterTrader[];
  /** The drawn closes of the sessions before `from`. */
  readonly drawn: DrawnCloses;
}

interface BlockTerms {
  readonly basis: LimitBasis;
  readonly limits: WalkedLimits;
  /** Histories of these sessions that were computed before. */
  readonly known: readonly PastBlock[];
}

/**
 * Walks through the stored sessions of a range in order. For each session it forecasts, then observes the
 * outcome. Learning and backtest share this code. Yields each session with its forecast and outcomes.
 * Afterwards `history` contains all days through the last session, but for traders with stored histories.
 * @param stored histories that were computed before
 */
export async function* walkSessions(
  ports: WalkPorts,
  walk: WalkForwardModel,
  history: DeskHistory,
  range: WalkRange,
  stored: Pick<StoredHistories, 'block'> | null = null,
): AsyncGenerator<WalkedSession> {
  const sessions = ports.calendar.sessionsBetween(range.from, range.through);
  const withDonors = [...sessionsBefore(ports.calendar, range.from, DONOR_SESSIONS), ...sessions];
  const inForce = await readLimitsInForce(ports, range.roster, withDonors, range.lifetime);
  const limits = new WalkedLimits(ports, range, inForce);
  for (const [number, block] of sessionBlocks(ports, range).entries()) {
    const known = (await stored?.block(number)) ?? [];
    yield* walkBlock(ports, walk, history, block, { basis: range.basis, limits, known });
  }
}

async function* walkBlock(
  { ledger, calendar, progress }: WalkPorts,
  walk: WalkForwardModel,
  history: DeskHistory,
  sessions: readonly string[],
  { basis, limits, known }: BlockTerms,
): AsyncGenerator<WalkedSession> {
  const [from, through] = [sessions[0], sessions.at(-1)];
  if (from === undefined || through === undefined) return;
  // A closed day counts from the next session on, as in a morning. Include the closed days before the first
  // session of this read, so that the size of a read does not change the result.
  const before = calendar.previousSession(from);
  const days = (await ledger.days(before, through)).filter((day) => day.sessionDate > before);
  const marksBySession = new Map<string, SessionMarks['marks']>();
  for await (const { sessionDate, marks } of ledger.lowWaterMarks(from, through, basis))
    marksBySession.set(sessionDate, marks);
  const isOne = sessions.length === 1 && known.length === 0;
  // One session computed ahead would be one more copy of its figures.
  const mornings = isOne
    ? history
    : history.ahead(days, limits.stoppedTraders(sessions, days, marksBySession), known);
  let pushed = 0;
  for (const sessionDate of sessions) {
    const forecast = walk.forecast(sessionDate, mornings.members(calendar.previousSession(sessionDate)));
    const upTo = countThrough(days, sessionDate);
    const seen = outcomesOn(days.slice(pushed, upTo), sessionDate, marksBySession.get(sessionDate));
    const outcomes = await limits.judged(forecast, seen);
    const record = walk.observe(forecast, outcomes);
    mornings.push(days.slice(pushed, upTo), uncensoredBy(new Map([[sessionDate, record.drawnCloses]])));
    pushed = upTo;
    progress.advance(1);
    yield { forecast, outcomes, record };
  }
}

function outcomesOn(
  days: readonly TraderDaySummary[],
  sessionDate: string,
  marks: ReadonlyMap<string, readonly LowWaterMark[]> | undefined,
): ReadonlyMap<string, SessionOutcome> {
  return new Map(
    days
      .filter((day) => day.sessionDate === sessionDate)
      .map((summary) => [summary.trader, { summary, marks: marks?.get(summary.trader) ?? [] }]),
  );
}

/** The number of days on or before a session. The days are in ascending order. */
function countThrough(days: readonly TraderDaySummary[], sessionDate: string): number {
  const after = days.findIndex((day) => day.sessionDate > sessionDate);
  return after < 0 ? days.length : after;
}
