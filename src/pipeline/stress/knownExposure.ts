import { NettedExposure } from '../../domain/risk/stress/nettedExposure.ts';
import type { LargestExposure, TraderExposure } from '../../domain/risk/stress/stressInput.ts';
import { type ExposureDay, traderExposure } from '../../domain/risk/stress/traderExposure.ts';
import type { LedgerStore } from '../../ports/ledgerStore.ts';

export interface ExposurePorts {
  readonly ledger: Pick<LedgerStore, 'exposures'>;
  /** Lets other requests of the process run. */
  readonly pause: () => Promise<void>;
}

/** Notional traded, dollars, by trader, then session. */
export type Notionals = ReadonlyMap<string, ReadonlyMap<string, number>>;

export interface KnownExposure {
  readonly byTrader: ReadonlyMap<string, TraderExposure>;
  readonly netted: LargestExposure | null;
}

/** What traders and the whole desk had open within the days of some sessions, ascending. */
export async function readKnownExposure(
  { ledger, pause }: ExposurePorts,
  sessions: readonly string[],
  notionals: Notionals,
): Promise<KnownExposure> {
  const netted = new NettedExposure();
  const days = new Map<string, ExposureDay[]>();
  for await (const { sessionDate, byTrader } of ledger.exposures(sessions[0] ?? '', sessions.at(-1) ?? '')) {
    netted.addSession(byTrader.values());
    for (const [trader, exposure] of byTrader) {
      const own = days.get(trader) ?? [];
      days.set(trader, own);
      own.push({ exposure, tradedNotional: notionals.get(trader)?.get(sessionDate) ?? 0 });
    }
    await pause();
  }
  const known = [...days].flatMap(([trader, own]) => {
    const exposure = traderExposure(own);
    return exposure === null ? [] : [[trader, exposure] as const];
  });
  return { byTrader: new Map(known), netted: netted.largest() };
}
