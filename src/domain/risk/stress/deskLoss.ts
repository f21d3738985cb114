import { quantileSorted } from '../../statistics/descriptive.ts';
import { slippageShare } from './priceShock.ts';
import type { Scenario } from './scenario.ts';
import type { StressDesk } from './stressDesk.ts';

/** Possible losses of a day, dollars, as positive numbers. */
export interface DayLoss {
  readonly valueAtRisk95: number;
  readonly expectedShortfall95: number;
}

export interface DeskLoss {
  /** Without any limit. */
  readonly unlimited: DayLoss;
  readonly atBaseLimits: DayLoss;
  readonly inForce: DayLoss;
}

/** With fewer sessions of residuals a 5 % quantile means nothing. */
export const FEWEST_RESIDUAL_SESSIONS = 60;

/**
 * VaR 95 and ES 95 of the desk. VaRs of traders do not add up, so each of the last 250 sessions is applied
 * to today's traders: x = Σ S·(μ + σ·factor·z), 0 for a trader who was absent. VaR is the 5 % quantile of the
 * 250 sums, ES the mean of the sums at or below it. With limits each trader's part is at least −(limit + the
 * cost of closing the usual open notional).
 *
 * Example: two traders with S·σ = $1,000 and z = −2 and 0.5 on a session, factor 3: −6,000 + 1,500 = −$4,500.
 * With limits of $2,000 and no slippage: −2,000 + 1,500 = −$500.
 *
 * Source: filtered historical simulation, Barone-Adesi et al. (1999). Returns null with fewer than 60
 * sessions of residuals, and where no trader has a forecast.
 */
export function deskLoss(desk: StressDesk, scenario: Scenario): DeskLoss | null {
  const sessions = desk.input.residuals.length;
  if (sessions < FEWEST_RESIDUAL_SESSIONS || !desk.hasForecast) return null;
  const floors = {
    base: floorsOf(desk, scenario, desk.baseLimits),
    own: floorsOf(desk, scenario, desk.limits),
  };
  const sums = {
    free: new Float64Array(sessions),
    base: new Float64Array(sessions),
    own: new Float64Array(sessions),
  };
  for (let session = 0; session < sessions; session++)
    addSession(desk, scenario.volatilityFactor, session, floors, sums);
  return { unlimited: lossOf(sums.free), atBaseLimits: lossOf(sums.base), inForce: lossOf(sums.own) };
}

/**
 * VaR 95 and ES 95 of one trader with a spread `factor` times as wide: VaR + mean is the part that grows.
 *
 * Example: VaR $900 with a mean of −$100, factor 3: 3 · (900 − 100) + 100 = $2,500.
 */
export function stressedLoss(loss: DayLoss, meanPnl: number, factor: number): DayLoss {
  const stressed = (dollars: number) => factor * (dollars + meanPnl) - meanPnl;
  return {
    valueAtRisk95: stressed(loss.valueAtRisk95),
    expectedShortfall95: stressed(loss.expectedShortfall95),
  };
}

interface Floors {
  readonly base: Float64Array;
  readonly own: Float64Array;
}

interface Sums extends Floors {
  readonly free: Float64Array;
}

/** One pass over the traders for all three sums: reading the residuals costs most of the time. */
function addSession(desk: StressDesk, factor: number, session: number, floors: Floors, sums: Sums): void {
  const { residuals, meanPnl, deviations } = desk;
  const { base, own } = floors;
  const traders = meanPnl.length;
  const first = session * traders;
  let free = 0;
  let atBase = 0;
  let inForce = 0;
  for (let place = 0; place < traders; place++) {
    const z = residuals[first + place]!;
    if (Number.isNaN(z)) continue;
    const pnl = meanPnl[place]! + factor * deviations[place]! * z;
    free += pnl;
    atBase += Math.max(pnl, base[place]!);
    inForce += Math.max(pnl, own[place]!);
  }
  sums.free[session] = free;
  sums.base[session] = atBase;
  sums.own[session] = inForce;
}

/** The least P&L of each trader under a limit: the limit and the cost of closing what is usually open. */
function floorsOf(desk: StressDesk, scenario: Scenario, limits: Float64Array): Float64Array {
  const share = slippageShare(desk, scenario);
  return limits.map((limit, place) => 0 - limit - share * desk.exposures[place]!.usual.gross);
}

function lossOf(sums: Float64Array): DayLoss {
  sums.sort();
  const low = quantileSorted(sums, 0.05) ?? 0;
  let total = 0;
  let count = 0;
  for (; count < sums.length && sums[count]! <= low; count++) total += sums[count]!;
  return { valueAtRisk95: 0 - low, expectedShortfall95: 0 - total / count };
}
