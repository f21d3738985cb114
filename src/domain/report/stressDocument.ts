import type { DayLoss } from '../risk/stress/deskLoss.ts';
import { recommendations } from '../risk/stress/recommendations.ts';
import type { ScenarioResult } from '../risk/stress/scenarioResult.ts';
import type { ReplayedSession } from '../risk/stress/sizedDays.ts';
import type { StressDesk } from '../risk/stress/stressDesk.ts';
import type { StressResult } from '../risk/stress/stressResult.ts';
import { traderStresses } from '../risk/stress/traderStress.ts';

/**
 * What `npm run stress -- --json` prints and `/v1/stress` answers. Dollars have two decimals, shares six
 * digits.
 */
export function stressDocument({ desk, summary, scenarios, replay, reverse, notes }: StressResult) {
  return {
    session: desk.input.sessionDate,
    summary,
    scenarios: scenarios.map((scenario) => scenarioDocument(desk, scenario)),
    replay: replay.map(replayDocument),
    reverse: {
      priceShock: share(reverse.priceShock),
      whyNoPriceShock: reverse.whyNoPriceShock,
      volatilityFactor: share(reverse.volatilityFactor),
      whyNoVolatilityFactor: reverse.whyNoVolatilityFactor,
      traders: [...reverse.traders],
    },
    sumOfLimits: cents(desk.sumOfLimits),
    sumOfBaseLimits: cents(desk.sumOfBaseLimits),
    notes: [...notes],
  };
}

export type StressDocument = ReturnType<typeof stressDocument>;

function scenarioDocument(desk: StressDesk, result: ScenarioResult) {
  const { scenario, deskPnl, loss, sized, level } = result;
  return {
    name: scenario.name,
    label: scenario.label,
    deskPnl: cents(deskPnl),
    // A price jump passes through a stop, so limits do not change it.
    deskPnlAtBaseLimits: cents(deskPnl),
    overnightPnl: cents(result.overnightPnl),
    usualPnl: cents(result.usualPnl),
    nettedPnl: centsOrNull(result.nettedPnl),
    level,
    valueAtRisk95: centsOrNull(loss?.inForce.valueAtRisk95 ?? null),
    expectedShortfall95: centsOrNull(loss?.inForce.expectedShortfall95 ?? null),
    atBaseLimits: loss === null ? null : lossDocument(loss.atBaseLimits),
    withoutLimits: loss === null ? null : lossDocument(loss.unlimited),
    sized: sized === null ? null : sizedDocument(sized),
    traders: traderStresses(desk, result).map((each) => ({
      trader: each.trader,
      pnl: cents(each.pnl),
      stopped: each.isStopped,
      stoppedAtBaseLimit: each.isStoppedAtBase,
      overnightPnl: cents(each.overnightPnl),
      valueAtRisk95: centsOrNull(each.loss?.valueAtRisk95 ?? null),
      expectedShortfall95: centsOrNull(each.loss?.expectedShortfall95 ?? null),
      exitSeconds: each.exitSeconds === null ? null : Math.round(each.exitSeconds),
    })),
    symbols: desk.symbols.map((symbol, place) => ({
      symbol,
      pnl: cents(result.price.symbolCents[place]! / 100),
    })),
    recommendations: [...recommendations(desk, result)],
  };
}

function lossDocument({ valueAtRisk95, expectedShortfall95 }: DayLoss) {
  return { valueAtRisk95: cents(valueAtRisk95), expectedShortfall95: cents(expectedShortfall95) };
}

function sizedDocument({ sessions, pnl, pnlAtBaseLimits, worst }: NonNullable<ScenarioResult['sized']>) {
  return {
    sessions,
    pnl: cents(pnl),
    pnlAtBaseLimits: cents(pnlAtBaseLimits),
    worst: worst === null ? null : replayDocument(worst),
  };
}

function replayDocument({ sessionDate, pnl, pnlAtBaseLimits, stopped }: ReplayedSession) {
  return {
    session: sessionDate,
    pnl: cents(pnl),
    pnlAtBaseLimits: cents(pnlAtBaseLimits),
    stopped: [...stopped],
  };
}

/** Adding 0 turns −0 into 0. */
function cents(dollars: number): number {
  return Math.round(dollars * 100) / 100 + 0;
}

function centsOrNull(dollars: number | null): number | null {
  return dollars === null ? null : cents(dollars);
}

function share(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1e6) / 1e6 + 0;
}
