import type { SessionForecast } from '../domain/engines/model/sessionForecast.ts';
import type { SessionOutcome } from '../domain/engines/model/sessionOutcome.ts';
import type { RosterTrader } from '../domain/engines/model/traderRecord.ts';
import type { LimitBasis, TraderDaySummary } from '../domain/ledger/traderDayFacts.ts';
import { classifyDay } from '../domain/outcome/classifiedDay.ts';
import { DONOR_SESSIONS, type LimitedDay, LimitOutcomes } from '../domain/outcome/limitOutcomes.ts';
import type { DrawnCloses } from '../ports/learningStore.ts';
import type { SessionMarks } from '../ports/ledgerStore.ts';
import { type LimitedDayPorts, limitedSessions, sessionsBefore } from './limitedSessions.ts';
import type { LimitsInForce } from './limitsInForce.ts';

export interface WalkedLimitsOptions {
  readonly basis: LimitBasis;
  readonly roster: readonly RosterTrader[];
  /** The drawn closes of the sessions before `from`. */
  readonly drawn: DrawnCloses;
}

/**
 * What became of the limits in force, for a walk. On a desk on which no trader was stopped it reads nothing.
 * At the first stopped day it reads the sessions before it; from then on the walk adds each session.
 */
export class WalkedLimits {
  readonly #ports: LimitedDayPorts;
  readonly #options: WalkedLimitsOptions;
  readonly #inForce: LimitsInForce;
  #outcomes: LimitOutcomes | null = null;

  constructor(ports: LimitedDayPorts, options: WalkedLimitsOptions, inForce: LimitsInForce) {
    this.#ports = ports;
    this.#options = options;
    this.#inForce = inForce;
  }

  /** Adds to the outcomes of the next session how the stopped days would have gone on. */
  async judged(
    { sessionDate, traders }: Pick<SessionForecast, 'sessionDate' | 'traders'>,
    outcomes: ReadonlyMap<string, SessionOutcome>,
  ): Promise<ReadonlyMap<string, SessionOutcome>> {
    if (this.#outcomes === null && !this.#inForce.hasCut([sessionDate])) return outcomes;
    const scales = new Map(traders.map(({ member }) => [member.trader, member.past.scale]));
    const days = [...outcomes.values()].map(({ summary, marks }) => ({
      summary,
      marks,
      limit: this.#inForce.during(summary.trader, sessionDate),
      scale: scales.get(summary.trader) ?? null,
    }));
    if (this.#outcomes === null && !days.some(isStopped)) return outcomes;
    this.#outcomes ??= await this.#outcomesBefore(sessionDate);
    const stopped = this.#outcomes.add(sessionDate, days).filter(({ kind }) => kind === 'stopped');
    if (stopped.length === 0) return outcomes;
    const changed = new Map(outcomes);
    for (const { summary, marks, drawn } of stopped)
      changed.set(summary.trader, { summary, marks, drawn, isCutShort: drawn === null });
    return changed;
  }

  /** Traders who may be found stopped on one of these sessions, however the walk goes. */
  stoppedTraders(
    sessions: readonly string[],
    days: readonly TraderDaySummary[],
    marks: ReadonlyMap<string, SessionMarks['marks']>,
  ): ReadonlySet<string> {
    if (!this.#inForce.hasCut(sessions)) return new Set();
    const stopped = days.filter((summary) => {
      const { trader, sessionDate } = summary;
      const ofDay = marks.get(sessionDate)?.get(trader) ?? [];
      return classifyDay(summary, ofDay, this.#inForce.during(trader, sessionDate)).kind === 'stopped';
    });
    return new Set(stopped.map(({ trader }) => trader));
  }

  async #outcomesBefore(sessionDate: string): Promise<LimitOutcomes> {
    const outcomes = new LimitOutcomes();
    const sessions = sessionsBefore(this.#ports.calendar, sessionDate, DONOR_SESSIONS);
    const before = limitedSessions(this.#ports, { ...this.#options, sessions, inForce: this.#inForce });
    for await (const { sessionDate: session, days } of before) outcomes.add(session, days);
    return outcomes;
  }
}

function isStopped({ summary, marks, limit }: LimitedDay): boolean {
  return classifyDay(summary, marks, limit).kind === 'stopped';
}
