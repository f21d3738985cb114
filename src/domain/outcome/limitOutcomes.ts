import type { LowWaterMark, TraderDaySummary } from '../ledger/traderDayFacts.ts';
import { mean } from '../statistics/descriptive.ts';
import { AssumedLimits } from './assumedLimits.ts';
import {
  type ClassifiedDay,
  classifyDay,
  type DayKind,
  isBaseLimit,
  type LimitDuring,
} from './classifiedDay.ts';
import { type JudgedDay, judgedDay } from './counterfactual.ts';
import { continuationOf, type DonorDay, DonorPool } from './donors.ts';
import { drawDonor, drawnDay } from './drawnDay.ts';

/** Sessions whose days can be donors, and over which the effect of limits is estimated. */
export const DONOR_SESSIONS = 250;

/** A trader-day with the limit in force during it. */
export interface LimitedDay {
  readonly summary: TraderDaySummary;
  /** On the basis of the limit. */
  readonly marks: readonly LowWaterMark[];
  readonly limit: LimitDuring;
  /** S through the session before, dollars; null while the history is too short. */
  readonly scale: number | null;
}

/** What became of the limit on a trader-day. */
export interface LimitOutcome extends LimitedDay {
  readonly kind: DayKind;
  /** The mark at which the limit was reached; null: it was not. */
  readonly stop: LowWaterMark | null;
  readonly isAssumedNotApplied: boolean;
  /**
   * A stopped day as it would have gone on under the base limit; null where it was not stopped, or where S or
   * a donor is missing: such a day counts as seen.
   */
  readonly drawn: JudgedDay | null;
}

/**
 * What became of the limits in force, session by session. Each session is judged with what was known through
 * it, and a stopped day draws its close from days before it: no figure of a past session ever changes.
 */
export class LimitOutcomes {
  readonly #donors = new DonorPool();
  readonly #assumed = new AssumedLimits();
  /** The last sessions added, ascending. */
  readonly #sessions: string[] = [];
  #ordinal = 0;

  /** Adds the next session, and returns its days in the given order. */
  add(sessionDate: string, days: readonly LimitedDay[]): readonly LimitOutcome[] {
    this.#ordinal++;
    const outcomes = days.map((day) => this.#judge(day));
    this.#sessions.push(sessionDate);
    if (this.#sessions.length > DONOR_SESSIONS) this.#sessions.shift();
    this.#donors.removeBefore(this.#sessions[0] ?? sessionDate);
    this.#donors.add(days.flatMap((day) => donorDay(day) ?? []));
    return outcomes;
  }

  /**
   * What a stopped day may have become after its stop: one continuation in dollars for each donor among the
   * last 250 sessions added. Those may be later than the day: use them to estimate what a stop did, never to
   * forecast.
   */
  continuations({
    kind,
    scale,
    summary,
    limit,
  }: LimitOutcome): Pick<ClassifiedDay, 'continuations' | 'donorSessions' | 'meanContinuation'> {
    const isKnown = kind === 'stopped' && scale !== null && limit.dollars !== null;
    const donors = isKnown ? this.#donors.matching(summary.trader, limit.dollars / scale) : [];
    const continuations = donors.map((donor) => continuationOf(donor) * (scale ?? 0));
    return {
      continuations,
      donorSessions: donors.map(({ day }) => day.sessionDate),
      meanContinuation: mean(continuations),
    };
  }

  /** Traders whose assumed limits count as not applied after the last session added. */
  areNotApplied(trader: string): boolean {
    return this.#assumed.areNotApplied(trader, this.#ordinal);
  }

  #judge(day: LimitedDay): LimitOutcome {
    const { summary, marks, limit } = day;
    const { kind, stop } = classifyDay(summary, marks, limit);
    this.#assumed.add(summary.trader, this.#ordinal, kind);
    const isAssumedNotApplied =
      kind === 'stopped' && limit.source === 'assumed' && this.areNotApplied(summary.trader);
    if (isAssumedNotApplied) return { ...day, kind: 'free', stop, isAssumedNotApplied, drawn: null };
    const drawn = kind === 'stopped' ? this.#draw(day, stop) : null;
    return { ...day, kind, stop, isAssumedNotApplied, drawn };
  }

  #draw({ summary, marks, limit, scale }: LimitedDay, stop: LowWaterMark | null): JudgedDay | null {
    if (stop === null || scale === null || limit.dollars === null) return null;
    const donor = drawDonor(this.#donors.matching(summary.trader, limit.dollars / scale), summary);
    return donor === null ? null : drawnDay({ marks, stop, scale }, donor);
  }
}

/** Null unless the base limit was in force and the path is known. */
function donorDay({ summary, marks, limit, scale }: LimitedDay): DonorDay | null {
  if (scale === null || !isBaseLimit(limit)) return null;
  const day = judgedDay(summary, marks);
  if (day === null) return null;
  const { sessionDate, trader } = summary;
  return { sessionDate, trader, scale, finalPnl: day.netPnl - day.untimedPnl, marks };
}
