import type { Recorded } from '../../domain/compliance/deskFacts.ts';
import type { RosterEntry } from '../../domain/roster/roster.ts';
import type { LedgerStore } from '../../ports/ledgerStore.ts';
import type { Desk } from './indicators.ts';

export interface LargestPositionPorts {
  readonly ledger: Pick<LedgerStore, 'exposures'>;
}

/** The largest position of a trader on the last session, in percent of the trader's risk capital. */
export type LargestPositions = (trader: string) => Recorded;

/**
 * Reads the largest gross notional that was open within the last session, or that was held at its close where
 * that is more.
 *
 * Example: $30,000 open at most, $45,000 held overnight, risk capital $150,000: 30 %.
 */
export async function readLargestPositions(
  { ledger }: LargestPositionPorts,
  { traders, dataThrough }: Pick<Desk, 'traders' | 'dataThrough'>,
  roster: ReadonlyMap<string, RosterEntry>,
): Promise<LargestPositions> {
  const gross = new Map<string, number | null>();
  for await (const { byTrader } of ledger.exposures(dataThrough, dataThrough))
    for (const [trader, { largestGross }] of byTrader) gross.set(trader, largestGross);
  const days = new Map(traders.map(({ trader, days: all }) => [trader, all.at(-1)]));
  return (trader) => {
    const day = days.get(trader);
    if (day?.sessionDate !== dataThrough) return missing(`no trade on ${dataThrough}`);
    const capital = roster.get(trader)?.riskCapital ?? null;
    if (capital === null || capital <= 0) return missing('the roster has no risk capital');
    const within = gross.get(trader) ?? null;
    if (within === null) return missing('the positions within the day are not known');
    const pct = (100 * Math.max(within, day.overnightNotional)) / capital;
    return { value: Math.round(pct * 1e6) / 1e6, why: null };
  };
}

function missing(why: string): Recorded {
  return { value: null, why };
}
