import type { Calendar } from '../../domain/session/calendar.ts';
import type { FillStore } from '../../ports/fillStore.ts';
import type { LedgerStore } from '../../ports/ledgerStore.ts';
import type { DecisionStore } from '../../ports/outbox.ts';
import { PROOF_SESSIONS, sessionsThrough } from './proof.ts';

/** What the data quality of the mail says of the whole desk. */
export interface DeskNotes {
  /** Fills of the last session that were converted into the base currency, and their traders. */
  readonly converted: { readonly fills: number; readonly traders: readonly string[] };
  /** Options without a multiplier of their own; empty once a mailed morning has named some. */
  readonly assumedMultipliers: readonly string[];
  /** Whether fills of an earlier version are stored, and no mailed morning has said so. */
  readonly hasUnknownCurrency: boolean;
}

interface Ports {
  readonly calendar: Calendar;
  readonly fills: FillStore;
  readonly ledger: LedgerStore;
  readonly decisions: DecisionStore;
}

/**
 * Reads the notes about the whole desk. What is said once is what no mailed morning before this session has
 * said; a correction of the session says it again.
 */
export async function readDeskNotes(
  ports: Ports,
  sessionDate: string,
  dataThrough: string,
): Promise<DeskNotes> {
  const [from = dataThrough] = sessionsThrough(ports.calendar, dataThrough, PROOF_SESSIONS);
  const isNew = async (code: string) => {
    const saidOn = await ports.decisions.firstSaid(code);
    return saidOn === null || saidOn >= sessionDate;
  };
  const assumed = (await isNew('multiplier_assumed'))
    ? await ports.ledger.findings(from, dataThrough, ['multiplier_assumed'])
    : [];
  const converted = await ports.ledger.findings(dataThrough, dataThrough, ['currency_converted']);
  return {
    converted: {
      fills: converted.reduce((sum, { fills }) => sum + fills, 0),
      traders: [...new Set(converted.map(({ trader }) => trader))].sort(),
    },
    assumedMultipliers: [...new Set(assumed.map(({ symbol }) => symbol))].sort(),
    hasUnknownCurrency: (await isNew('unknown_currency')) && (await ports.fills.upgrade()) !== null,
  };
}
