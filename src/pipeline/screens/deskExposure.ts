import { weightsBy } from '../../domain/risk/concentration.ts';
import { dollarsPerUnit, type Exposure, exposureOf, type Valuation } from '../../domain/risk/exposure.ts';
import { contractLookup } from '../../domain/roster/contracts.ts';
import type { DeskRiskStore, TradedAmount } from '../../ports/deskRiskStore.ts';
import type { RosterStore } from '../../ports/rosterStore.ts';
import type { Traded } from '../../ports/screens/deskRisk.ts';

export interface ExposurePorts {
  readonly roster: Pick<RosterStore, 'multipliers'>;
  readonly deskRisk: Pick<DeskRiskStore, 'openLots' | 'traded' | 'baseCurrency' | 'rates'>;
  /** Lets other requests of the process run. */
  readonly pause: () => Promise<void>;
}

/** What the dollars of a lot or fill of a date are. */
export async function readValuation({ roster, deskRisk }: ExposurePorts, date: string): Promise<Valuation> {
  return {
    contractOf: contractLookup(await roster.multipliers()),
    baseCurrency: await deskRisk.baseCurrency(),
    rates: await deskRisk.rates(date),
  };
}

/** What was open at the close of a date, at the last price of its account, else at the lot's own price. */
export async function readExposure(
  { deskRisk }: ExposurePorts,
  date: string,
  valuation: Valuation,
): Promise<Exposure> {
  const lots = await deskRisk.openLots(date);
  return exposureOf(
    lots.map(({ trader, lot }) => {
      const { symbol, currency, quantity, lastPrice, price } = lot;
      const unit = dollarsPerUnit(symbol, currency, valuation);
      return {
        trader,
        symbol,
        dollars: unit === null ? null : unit * quantity * Math.abs(lastPrice ?? price),
      };
    }),
  );
}

/** What the stored fills of a date traded. */
export async function readTraded(
  { deskRisk, pause }: ExposurePorts,
  date: string,
  valuation: Valuation,
): Promise<Omit<Traded, 'notional'>> {
  const amounts: TradedAmount[] = [];
  for await (const ofAccount of deskRisk.traded(date)) {
    amounts.push(...ofAccount);
    await pause();
  }
  const valued = amounts.map(({ amount, ...of }) => {
    const unit = dollarsPerUnit(of.symbol, of.currency, valuation);
    return { ...of, dollars: unit === null ? null : unit * amount };
  });
  const known = valued.filter(({ dollars }) => dollars !== null);
  const dollars = (each: { readonly dollars: number | null }) => each.dollars ?? 0;
  return {
    bySymbol: weightsBy(known, ({ symbol }) => symbol, dollars),
    byTrader: weightsBy(known, ({ trader }) => trader, dollars),
    unvalued: [...new Set(valued.filter((each) => each.dollars === null).map(({ symbol }) => symbol))].sort(),
  };
}
