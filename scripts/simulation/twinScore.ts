import type { ClassifiedDay } from '../../src/domain/outcome/classifiedDay.ts';
import {
  DONOR_SESSIONS,
  type LimitOutcome,
  type LimitOutcomes,
} from '../../src/domain/outcome/limitOutcomes.ts';
import { savedByStops } from '../../src/domain/outcome/savedByStops.ts';
import {
  type BaseDesk,
  baseDesk,
  type Cuts,
  engineCuts,
  noCuts,
  type TwinPlan,
  type WalkedTwin,
  walkTwin,
} from './twinDesks.ts';

/** What the estimate and the forecasts of a desk with obeyed cuts are, against its twin under base limits. */
export interface TwinScore {
  /** Share of the traded days of the last 250 sessions that ended at a cut. */
  readonly stoppedShare: number;
  /** What the stops really saved, and what is estimated, dollars. */
  readonly trueSaved: number;
  readonly saved: number;
  readonly interval: readonly [number, number];
  readonly isCovered: boolean;
  /** Geometric mean over trader-days of VaR of this desk / that of its twin; mean P(large loss) of both. */
  readonly varRatio: number;
  readonly largeLossRatio: number;
  /** The same where stopped days are learned as seen. */
  readonly rawVarRatio: number;
  readonly rawLargeLossRatio: number;
}

/** Scores one pair of desks over the last 250 sessions. */
export function twinScore(plan: TwinPlan, cuts: Cuts = engineCuts, withRaw = true): TwinScore {
  const desk = baseDesk(plan);
  const base = walkTwin(desk, noCuts).walked;
  const { walked, limits } = walkTwin(desk, cuts);
  const raw = withRaw ? walkTwin(desk, cuts, true).walked : walked;
  const outcomes = walked.slice(-DONOR_SESSIONS).flatMap(({ outcomes: ofSession }) => ofSession);
  const stopped = outcomes.filter(({ kind }) => kind === 'stopped');
  const trueSaved = stopped.reduce((sum, { summary }) => sum + summary.netPnl - netOf(desk, summary), 0);
  const sessions = walked.slice(-DONOR_SESSIONS).map(({ forecast }) => forecast.sessionDate);
  const { saved, cost, interval } = savedByStops(
    stopped.map((day) => classified(day, limits)),
    sessions,
  );
  const [low, high] = interval ?? [0, 0];
  return {
    stoppedShare: stopped.length / outcomes.length,
    trueSaved,
    saved: saved - cost,
    interval: [low, high],
    isCovered: low <= trueSaved && trueSaved <= high,
    ...ratios(walked, base),
    ...renamed(ratios(raw, base)),
  };
}

function netOf({ sessions }: BaseDesk, { trader, sessionDate }: LimitOutcome['summary']): number {
  const session = sessions.find((each) => each.sessionDate === sessionDate);
  const day = session?.days.find(({ facts }) => facts.trader === trader);
  if (day === undefined) throw new Error(`no twin of ${sessionDate} ${trader}`);
  return day.facts.netPnl;
}

function classified(outcome: LimitOutcome, limits: LimitOutcomes): ClassifiedDay {
  const { summary, kind, limit, stop, isAssumedNotApplied, drawn } = outcome;
  return {
    sessionDate: summary.sessionDate,
    trader: summary.trader,
    kind,
    limit,
    secondOfDay: stop?.secondOfDay ?? null,
    isAssumedNotApplied,
    netPnl: summary.netPnl,
    uncensoredNetPnl: drawn?.netPnl ?? null,
    ...limits.continuations(outcome),
  };
}

/** Over the last 250 sessions, each trader-day with both forecasts. */
function ratios(walked: readonly WalkedTwin[], base: readonly WalkedTwin[]) {
  const pairs = walked.slice(-DONOR_SESSIONS).flatMap(({ forecast }, place) => {
    const twin = base.slice(-DONOR_SESSIONS)[place]?.forecast.traders ?? [];
    return forecast.traders.flatMap(({ member, forecast: own }) => {
      const other = twin.find((each) => each.member.trader === member.trader)?.forecast;
      return own && other ? [{ own, other }] : [];
    });
  });
  const mean = (of: (pair: (typeof pairs)[number]) => number) =>
    pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length;
  return {
    varRatio: Math.exp(mean(({ own, other }) => Math.log(own.valueAtRisk95 / other.valueAtRisk95))),
    largeLossRatio:
      mean(({ own }) => own.largeLossProbability) / mean(({ other }) => other.largeLossProbability),
  };
}

function renamed({ varRatio, largeLossRatio }: ReturnType<typeof ratios>) {
  return { rawVarRatio: varRatio, rawLargeLossRatio: largeLossRatio };
}
