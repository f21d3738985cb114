import { dollarsPerUnit } from '../../domain/risk/exposure.ts';
import type { HeldPosition } from '../../domain/risk/stress/stressInput.ts';
import type { DeskRiskStore } from '../../ports/deskRiskStore.ts';
import { readValuation, type ExposurePorts as ValuationPorts } from '../screens/deskExposure.ts';

export interface PositionPorts extends Omit<ValuationPorts, 'deskRisk'> {
  readonly deskRisk: DeskRiskStore;
}

export interface HeldPositions {
  readonly byTrader: ReadonlyMap<string, readonly HeldPosition[]>;
  /** Symbols without a multiplier or a rate, by name: they are in no figure. */
  readonly unvalued: readonly string[];
}

/** What is open at the close of a session, one position a trader and symbol, at the last known price. */
export async function readHeldPositions(ports: PositionPorts, sessionDate: string): Promise<HeldPositions> {
  const valuation = await readValuation(ports, sessionDate);
  const unvalued = new Set<string>();
  const byTrader = new Map<string, Map<string, number>>();
  for (const { trader, lot } of await ports.deskRisk.openLots(sessionDate)) {
    const unit = dollarsPerUnit(lot.symbol, lot.currency, valuation);
    if (unit === null) {
      unvalued.add(lot.symbol);
      continue;
    }
    const held = byTrader.get(trader) ?? new Map<string, number>();
    byTrader.set(trader, held);
    const notional = unit * lot.quantity * Math.abs(lot.lastPrice ?? lot.price);
    held.set(lot.symbol, (held.get(lot.symbol) ?? 0) + notional);
  }
  return {
    unvalued: [...unvalued].sort(),
    byTrader: new Map(
      [...byTrader].map(([trader, held]) => [
        trader,
        Array.from(held, ([symbol, notional]) => ({ symbol, notional })),
      ]),
    ),
  };
}
