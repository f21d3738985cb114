import type { TraderSessionForecast } from '../../src/domain/engines/model/sessionForecast.ts';
import { judgedDay } from '../../src/domain/outcome/counterfactual.ts';
import { quantile } from '../../src/domain/statistics/descriptive.ts';
import { areaUnderCurve, type JudgedProbability } from '../../src/domain/statistics/scores.ts';
import { type Interval, intervalOfSum } from '../../src/domain/statistics/sessionInterval.ts';
import { bootstrapInterval } from '../../src/domain/statistics/stationaryBootstrap.ts';
import type { WalkedSession } from '../../src/pipeline/walkSessions.ts';
import { outcomeUnderCut } from './evaluatedDays.ts';

const SAMPLING = { seed: 14, replicates: 1000 };
/** Sessions at which a desk has the history that a forecast needs. */
export const WARM_UP = 60;

/**
 * Probabilities of a large loss with whether it came, a list a session, once the desk has a history. Large is what is among the
 * worst 15 % of all the trader's days, those to come included: a judge may know them. By the threshold that the forecast itself
 * was made with, a threshold that lies low by chance would pass for skill.
 */
export function largeLosses(walked: readonly WalkedSession[]): JudgedProbability[][] {
  const judged = walked.slice(WARM_UP);
  const nets = new Map<string, number[]>();
  for (const { outcomes } of judged)
    for (const [trader, { summary }] of outcomes)
      nets.set(trader, [...(nets.get(trader) ?? []), summary.netPnl]);
  const largeLossOf = new Map(Array.from(nets, ([trader, own]) => [trader, quantile(own, 0.15) ?? 0]));
  return judged.map(({ forecast: morning, outcomes }) =>
    morning.traders.flatMap(({ member: { trader }, forecast }) => {
      const netPnl = outcomes.get(trader)?.summary.netPnl;
      if (!forecast || netPnl === undefined) return [];
      return {
        probability: forecast.largeLossProbability,
        happened: netPnl < (largeLossOf.get(trader) ?? 0),
      };
    }),
  );
}

/** AUC of the large losses: 0.5 is chance. */
export function skillOf(walked: readonly WalkedSession[]): number {
  return areaUnderCurve(largeLosses(walked).flat()) ?? Number.NaN;
}

/** Its 90 % interval, whole sessions resampled. */
export function skillInterval(walked: readonly WalkedSession[]): Interval {
  const [low = Number.NaN, high = Number.NaN] = bootstrapInterval(
    largeLosses(walked),
    (resample) => areaUnderCurve(resample.flat()),
    { seed: SAMPLING.seed, replicates: 200, probabilities: [0.05, 0.95] },
  );
  return [low, high];
}

/** What cuts brought, base limits a session, without the cost of trading out; and the 90 % interval of their sum. */
export function benefitOf(
  walked: readonly WalkedSession[],
  cutOf: (trader: TraderSessionForecast, day: WalkedSession) => number,
): { readonly net: number; readonly interval: Interval } {
  const bySession = walked
    .slice(WARM_UP)
    .map((day) =>
      day.forecast.traders.reduce((sum, trader) => sum + benefitOfCut(trader, cutOf(trader, day), day), 0),
    );
  return {
    net: bySession.reduce((sum, benefit) => sum + benefit, 0),
    interval: intervalOfSum(bySession, SAMPLING),
  };
}

function benefitOfCut(
  { member }: TraderSessionForecast,
  cutPct: number,
  { outcomes }: WalkedSession,
): number {
  const outcome = outcomes.get(member.trader);
  const day = outcome && judgedDay(outcome.summary, outcome.marks);
  if (!day) return 0;
  const under = (reductionPct: number) =>
    outcomeUnderCut(day, member.baseLimit, reductionPct, { slippageBasisPoints: 0 });
  return (under(cutPct) - under(0)) / member.baseLimit;
}
