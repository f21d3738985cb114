import { type Scenario, SESSION_SECONDS } from '../risk/stress/scenario.ts';
import type { ScenarioResult } from '../risk/stress/scenarioResult.ts';
import type { StressResult } from '../risk/stress/stressResult.ts';
import { roughDollars } from '../text/money.ts';
import { shownName } from '../text/outsideText.ts';

/** What a scenario assumes: "prices −30 %, volatility ×3". */
export function assumptionWords(scenario: Scenario): string {
  const { priceShock, volatilityFactor, spreadFactor, volumeFactor, limitFactor, durationSeconds } = scenario;
  const parts = [
    ...(priceShock === 0 ? [] : [`prices ${signedPercent(priceShock)}`]),
    ...(volatilityFactor === 1 ? [] : [`volatility ×${volatilityFactor}`]),
    ...(spreadFactor === 1 ? [] : [`spreads ×${spreadFactor}`]),
    ...(volumeFactor === 1 ? [] : [`volume ${signedPercent(volumeFactor - 1)}`]),
    ...(limitFactor === 1 ? [] : [`size ×${limitFactor}`]),
    ...(durationSeconds === SESSION_SECONDS ? [] : [`within ${durationSeconds} s`]),
  ];
  return parts.length === 0 ? 'nothing changes' : parts.join(', ');
}

/** ES 95 of the desk under both sets of limits, or why there is none. */
export function lossWords({ loss }: ScenarioResult): string {
  if (loss === null) return 'not known yet';
  return `${roughDollars(loss.inForce.expectedShortfall95)} (base ${roughDollars(loss.atBaseLimits.expectedShortfall95)})`;
}

/** The reverse stress in one or two sentences. */
export function reverseWords({ desk, reverse }: StressResult): string {
  const limits = roughDollars(desk.sumOfLimits);
  const price =
    reverse.priceShock === null
      ? `No price shock makes the desk lose the sum of its limits, ${limits}: ${reverse.whyNoPriceShock ?? ''}.`
      : `A ${reverse.priceShock > 0 ? 'rise' : 'fall'} of all prices by ${percent(Math.abs(reverse.priceShock))} makes the desk lose the sum of its limits, ${limits}.`;
  const volatility =
    reverse.volatilityFactor === null
      ? `For volatility it is not known: ${reverse.whyNoVolatilityFactor ?? ''}.`
      : `At VaR 95 it takes ${reverse.volatilityFactor.toFixed(1)} times the usual volatility.`;
  const carried = reverse.traders.map(shownName).join(', ');
  return `${price} ${volatility}${carried === '' ? '' : ` Most of it is carried by ${carried}.`}`;
}

/** What today's limits change over the replayed sessions. */
export function replayWords({ replay, desk }: StressResult): string {
  if (replay.length === 0) return 'The desk has no losing session among the last 250.';
  const sum = (of: (each: (typeof replay)[number]) => number) =>
    replay.reduce((total, each) => total + of(each), 0);
  const own = sum(({ pnl }) => pnl);
  const base = sum(({ pnlAtBaseLimits }) => pnlAtBaseLimits);
  const worst = replay.reduce((least, each) => (each.pnl < least.pnl ? each : least));
  return `The desk's ${replay.length} worst of 250 sessions, at today's size: ${roughDollars(own)} with the limits in force, ${roughDollars(base)} with the base limits. The worst of them would be ${roughDollars(worst.pnl)}, against limits of ${roughDollars(desk.sumOfLimits)}.`;
}

function signedPercent(value: number): string {
  return `${value < 0 ? '−' : '+'}${percent(Math.abs(value))}`;
}

function percent(value: number): string {
  const tenths = Math.round(value * 1_000) / 10;
  return `${tenths} %`;
}
