import { type DayLoss, stressedLoss } from './deskLoss.ts';
import { exitSeconds } from './exitTime.ts';
import type { ScenarioResult } from './scenarioResult.ts';
import type { StressDesk } from './stressDesk.ts';

/** What a scenario does to one trader, dollars. */
export interface TraderStress {
  readonly trader: string;
  readonly pnl: number;
  readonly overnightPnl: number;
  /** Whether the loss reaches the limit in force, and the base limit. */
  readonly isStopped: boolean;
  readonly isStoppedAtBase: boolean;
  /** VaR 95 and ES 95 of the trader alone at the scenario's volatility; null without a forecast. */
  readonly loss: DayLoss | null;
  /** Seconds of trading to close the worst exposure; null: not known. */
  readonly exitSeconds: number | null;
}

/** A scenario by trader, the largest loss first. */
export function traderStresses(
  desk: StressDesk,
  { price, scenario }: ScenarioResult,
): readonly TraderStress[] {
  return desk.traders
    .map(({ trader, forecast, exposure }, place): TraderStress => {
      const pnl = price.traderCents[place]! / 100;
      return {
        trader,
        pnl,
        overnightPnl: price.overnightCents[place]! / 100,
        isStopped: pnl < 0 && 0 - pnl >= desk.limits[place]!,
        isStoppedAtBase: pnl < 0 && 0 - pnl >= desk.baseLimits[place]!,
        loss: forecast === null ? null : stressedLoss(forecast, forecast.meanPnl, scenario.volatilityFactor),
        exitSeconds: exitSeconds(exposure, scenario),
      };
    })
    .sort((a, b) => a.pnl - b.pnl || (a.trader < b.trader ? -1 : 1));
}
