import type { TraderSessionForecast } from '../../src/domain/engines/model/sessionForecast.ts';
import { judgedDay } from '../../src/domain/outcome/counterfactual.ts';
import { quantile } from '../../src/domain/statistics/descriptive.ts';
import { areaUnderCurve, type JudgedProbability } from '../../src/domain/statistics/scores.ts';
import { type Interval, intervalOfSum } from '../../src/domain/statistics/sessionInterval.ts';
import { bootstrapInterval } from '../../src/domain/statistics/stationaryBootstrap.ts';
import type { WalkedSession } from '../../src/pipeline/walkSessions.ts';
import { outcomeUnderCut } from './evaluatedDays.ts';

const SAMPLING = { seed: 14, replicates: 1000 };
/** Sessions after which a desk has enough history for forecasts. */
export const WARM_UP = 60;

/**
 * Probabilities of a large loss with outcomes, one list per session after the warm-up. A large loss is among
 * the worst 15 % of all the trader's days, later days included. The forecast's own threshold is not used: a
 * threshold that is low by chance would look like skill.
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

/** AUC of the large losses; 0.5 means no skill. */
export function skillOf(walked: readonly WalkedSession[]): number {
  return areaUnderCurve(largeLosses(walked).flat()) ?? Number.NaN;
}

/** The 90 % interval of the AUC, whole sessions resampled. */
export function skillInterval(walked: readonly WalkedSession[]): Interval {
  const [low = Number.NaN, high = Number.NaN] = bootstrapInterval(
    largeLosses(walked),
    (resample) => areaUnderCurve(resample.flat()),
    { seed: SAMPLING.seed, replicates: 200, probabilities: [0.05, 0.95] },
  );
  return [low, high];
}

/** The net benefit of cuts in base limits, without slippage, and the 90 % interval of its sum. */
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
    outcomeUnderCut(day, member.baseLimit, reductionPct, { slippageBasisPoints: 0, limitRoundTo: 50 });
  return (under(cutPct) - under(0)) / member.baseLimit;
}
