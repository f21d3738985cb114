import { type DeskLoss, deskLoss } from './deskLoss.ts';
import { exposureCents, type PriceShock, priceShock } from './priceShock.ts';
import type { Scenario } from './scenario.ts';
import { type SizedSessions, sizedSessions } from './sizedDays.ts';
import type { StressDesk } from './stressDesk.ts';
import { type StressLevel, stressLevel } from './stressLevel.ts';

/** What one scenario does to a desk. */
export interface ScenarioResult {
  readonly scenario: Scenario;
  readonly price: PriceShock;
  /** P&L of the price jump, dollars: exactly the sum of the traders. No limit changes it. */
  readonly deskPnl: number;
  /** The same with each trader's usual exposure within a day. */
  readonly usualPnl: number;
  /** Of `deskPnl`, the positions held overnight. */
  readonly overnightPnl: number;
  /**
   * P&L of the desk's own worst five-minute step, all traders netted, overnight included; null: not recorded.
   */
  readonly nettedPnl: number | null;
  /** VaR 95 and ES 95 at the scenario's volatility; null: too few sessions are learned. */
  readonly loss: DeskLoss | null;
  /** The last 60 sessions at the scenario's size; null where the size stays. */
  readonly sized: SizedSessions | null;
  readonly level: StressLevel;
}

/** Applies one scenario to a desk. Source: docs/methods.md, section 14. */
export function runScenario(desk: StressDesk, scenario: Scenario): ScenarioResult {
  const price = priceShock(desk, scenario);
  const deskPnl = centsOf(price.traderCents) / 100;
  const overnightPnl = centsOf(price.overnightCents) / 100;
  const loss = deskLoss(desk, scenario);
  const sized = scenario.limitFactor === 1 ? null : sizedSessions(desk, scenario.limitFactor);
  return {
    scenario,
    price,
    deskPnl,
    usualPnl: centsOf(price.usualCents) / 100,
    overnightPnl,
    nettedPnl: nettedPnl(desk, scenario, overnightPnl),
    loss,
    sized,
    level: stressLevel(worstPart(scenario, deskPnl, loss, sized), desk.sumOfLimits),
  };
}

/** The P&L of the worst of the parts that the scenario changes, dollars. */
function worstPart(
  { volatilityFactor }: Scenario,
  deskPnl: number,
  loss: DeskLoss | null,
  sized: SizedSessions | null,
): number {
  const parts = [deskPnl];
  if (loss !== null && volatilityFactor !== 1) parts.push(0 - loss.inForce.expectedShortfall95);
  if (sized?.worst) parts.push(sized.worst.pnl);
  return Math.min(...parts);
}

function nettedPnl(desk: StressDesk, scenario: Scenario, overnightPnl: number): number | null {
  const { nettedExposure } = desk.input;
  if (nettedExposure === null) return null;
  return overnightPnl + exposureCents(desk, scenario, nettedExposure) / 100;
}

/** Whole cents, so the sum is exact. A sum of −0 is 0. */
function centsOf(parts: Float64Array): number {
  let sum = 0;
  for (let place = 0; place < parts.length; place++) sum += parts[place]!;
  return sum;
}
