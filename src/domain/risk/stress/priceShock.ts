import type { Scenario } from './scenario.ts';
import type { StressDesk } from './stressDesk.ts';
import type { LargestExposure } from './stressInput.ts';

/** What a price jump does, whole cents, by the place of the trader. Every total is the sum of its parts. */
export interface PriceShock {
  /** Positions held overnight plus the worst exposure within a day. */
  readonly traderCents: Float64Array;
  /** The same with the usual exposure within a day instead of the worst. */
  readonly usualCents: Float64Array;
  readonly overnightCents: Float64Array;
  /** Positions held overnight, by the place of the symbol. */
  readonly symbolCents: Float64Array;
}

/**
 * P&L of a price jump. A jump passes through a stop, so no limit caps it.
 *
 *     P&L = Σ notional held overnight · shock − |shock| · E − slippage · spread factor · E
 *
 * E is the largest open notional of the losing side within a day of the last 60 sessions: long for a fall,
 * short for a rise, the larger side without a shock.
 *
 * Example: $20,000 long overnight, at worst $100,000 net long within a day, a fall of 30 %, 5 basis points:
 * −6,000 − 30,000 − 50 = −$36,050.
 *
 * Source: docs/methods.md, section 14.
 */
export function priceShock(desk: StressDesk, scenario: Scenario): PriceShock {
  const traders = desk.traders.length;
  const overnightCents = new Float64Array(traders);
  const symbolCents = new Float64Array(desk.symbols.length);
  const { positionTraders, positionSymbols, positionNotionals } = desk;
  for (let place = 0; place < positionNotionals.length; place++) {
    const cents = toCents(positionNotionals[place]! * scenario.priceShock);
    overnightCents[positionTraders[place]!]! += cents;
    symbolCents[positionSymbols[place]!]! += cents;
  }
  const traderCents = new Float64Array(traders);
  const usualCents = new Float64Array(traders);
  for (const [place, { worst, usual }] of desk.exposures.entries()) {
    const overnight = overnightCents[place]!;
    traderCents[place] = overnight + exposureCents(desk, scenario, worst);
    usualCents[place] = overnight + exposureCents(desk, scenario, usual);
  }
  return { traderCents, usualCents, overnightCents, symbolCents };
}

/** P&L of the largest exposure of the losing side under a shock, with the cost of closing it, whole cents. */
export function exposureCents(desk: StressDesk, scenario: Scenario, exposure: LargestExposure): number {
  const open = losingSide(exposure, scenario.priceShock);
  return 0 - toCents(open * (Math.abs(scenario.priceShock) + slippageShare(desk, scenario)));
}

/** The notional that loses under a shock, dollars. */
export function losingSide({ netLong, netShort }: LargestExposure, shock: number): number {
  if (shock === 0) return Math.max(netLong, netShort);
  return shock < 0 ? netLong : netShort;
}

/** Cost of closing a position in the scenario, as a share of its notional. */
export function slippageShare(desk: StressDesk, { spreadFactor }: Scenario): number {
  return (desk.input.slippageBasisPoints / 10_000) * spreadFactor;
}

/** Whole cents. The sum of whole cents is exact, so the desk is the sum of its traders to the cent. */
function toCents(dollars: number): number {
  return Math.round(dollars * 100);
}
