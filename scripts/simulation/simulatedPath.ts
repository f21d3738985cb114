import type { Random } from '../../src/adapters/demo/simulation/random.ts';
import type { LowWaterMark, TraderDayFacts } from '../../src/domain/ledger/traderDayFacts.ts';
import type { DayPlan } from './simulatedStyle.ts';

/** A day's running net P&L every 15 minutes, dollars, from 0 to `netPnl`; flat at the end. */
export interface DayPath {
  readonly netPnl: number;
  readonly best: number;
  readonly worst: number;
  /** Realised by noon. */
  readonly morningPnl: number;
  readonly firstSecond: number;
  readonly lastSecond: number;
  readonly lowWaterMarks: TraderDayFacts['lowWaterMarks'];
}

/** Correlation of two traders' steps through the desk's common factor. */
const DESK_CORRELATION = 0.2;
const DESK_WEIGHT = Math.sqrt(DESK_CORRELATION);
const OWN_WEIGHT = Math.sqrt(1 - DESK_CORRELATION);
const STEP_SECONDS = 900;
const OPEN_SECOND = 34_200;
const NOON_SECOND = 43_200;
/** Quarter hours of a full session; a half day has fewer steps of the same size. */
const FULL_SESSION_STEPS = 26;

/**
 * A random walk with the plan's drift and standard deviation. One heavy-tailed draw scales all steps, so the
 * day's result is t-distributed, and without drift the walk is a martingale. Realised P&L lags the total by
 * one step, and equals it at the close.
 */
export function walkPath(plan: DayPlan, random: Random, deskSteps: Float64Array): DayPath {
  const step = plan.standardDeviation / Math.sqrt(FULL_SESSION_STEPS);
  const wildness = step * tailFactor(random, plan.style.tailDegrees);
  const drift = (plan.driftInDeviations * plan.standardDeviation) / FULL_SESSION_STEPS;
  const exposure = plan.style.exposureInScales * plan.style.scale * plan.size;
  const firstRead = OPEN_SECOND + random.whole(300, STEP_SECONDS - 1);
  const realisedLows: LowWaterMark[] = [];
  const totalLows: LowWaterMark[] = [];
  let [total, best, worst, realisedLow, morningPnl] = [0, 0, 0, 0, 0];
  const last = deskSteps.length - 1;
  for (let index = 0; index <= last; index++) {
    const before = total;
    total += drift + wildness * (DESK_WEIGHT * (deskSteps[index] ?? 0) + OWN_WEIGHT * random.normal());
    const realised = index === last ? total : before;
    const secondOfDay = firstRead + STEP_SECONDS * index;
    if (secondOfDay < NOON_SECOND) morningPnl = realised;
    if (total > best) best = total;
    if (total >= worst && realised >= realisedLow) continue;
    const openNotional = index === last ? 0 : exposure * random.between(0.4, 1.6);
    if (total < worst) {
      worst = total;
      totalLows.push({ runningPnl: total, totalPnl: total, secondOfDay, openNotional });
    }
    if (realised < realisedLow) {
      realisedLow = realised;
      realisedLows.push({ runningPnl: realised, totalPnl: total, secondOfDay, openNotional });
    }
  }
  return {
    netPnl: total,
    best,
    worst,
    morningPnl,
    firstSecond: firstRead - random.whole(60, 300),
    lastSecond: firstRead + STEP_SECONDS * last,
    lowWaterMarks: { realised: realisedLows, total: totalLows },
  };
}

/** √((n − 2)/χ²ₙ): a standard normal times this is t-distributed with n degrees of freedom and variance 1. */
function tailFactor(random: Random, degrees: number): number {
  let chiSquare = 0;
  for (let n = 0; n < degrees; n++) chiSquare += random.normal() ** 2;
  return Math.sqrt((degrees - 2) / chiSquare);
}
