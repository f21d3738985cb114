import { dayKey, type ProofFacts, proofByTrader, type TraderProof } from '../../domain/decision/proof.ts';
import type { Calendar } from '../../domain/session/calendar.ts';
import type { AcceptanceStore } from '../../ports/acceptances.ts';
import type { FillStore } from '../../ports/fillStore.ts';
import type { ComparedDay, LedgerStore, ReconciliationStore } from '../../ports/ledgerStore.ts';
import { type Reconciliation, reconcile } from './reconcile.ts';

/** Sessions through the last one in which every trader-day has to be proven. */
export const PROOF_SESSIONS = 60;
/** After an upgrade, earlier positions withhold only within these last sessions. */
const RECENT_SESSIONS = 5;

/** The other findings concern the desk, and an options desk has one for each symbol and day. */
const DOUBTS = [
  'position_not_explained',
  'looks_like_split',
  'currency_without_rate',
  'multiplier_unknown',
] as const;

export interface ProofPorts {
  readonly calendar: Calendar;
  readonly fills: FillStore;
  readonly ledger: LedgerStore;
  readonly reconciliation: ReconciliationStore;
  readonly acceptances: AcceptanceStore;
}

/** What is not proven of a desk on a morning. */
export interface DeskProof {
  readonly reconciliation: Reconciliation;
  /** The facts, for the command that settles one of them. */
  readonly facts: ProofFacts;
  readonly byTrader: ReadonlyMap<string, TraderProof>;
}

/**
 * Reads what is not proven over the last 60 sessions through `dataThrough`, closed days between them
 * included. Nothing of a later session is read.
 */
export async function readProof(ports: ProofPorts, dataThrough: string): Promise<DeskProof> {
  const sessions = sessionsThrough(ports.calendar, dataThrough, PROOF_SESSIONS);
  const from = sessions[0] ?? dataThrough;
  const reconciliation = await reconcile(ports, sessions);
  const accepted = await ports.acceptances.accepted(from, dataThrough);
  const facts: ProofFacts = {
    findings: await ports.ledger.findings(from, dataThrough, DOUBTS),
    incompleteDays: await ports.fills.incompleteDays(from, dataThrough),
    mismatches: reconciliation.mismatches,
    accepted,
    netPnl: netPnlOf(reconciliation.days),
    hasShortSides: await ports.fills.hasShortSides(),
    positionsProvenFrom: await positionsProvenFrom(ports, sessions),
  };
  return { reconciliation, facts, byTrader: proofByTrader(facts) };
}

/** The last sessions through one of them, ascending. */
export function sessionsThrough(calendar: Calendar, through: string, count: number): readonly string[] {
  const sessions = [through];
  while (sessions.length < count) sessions.push(calendar.previousSession(sessions.at(-1) ?? through));
  return sessions.reverse();
}

function netPnlOf(days: readonly ComparedDay[]): ProofFacts['netPnl'] {
  return new Map(days.flatMap((day) => (day.ours === null ? [] : [[dayKey(day), day.ours.netPnl] as const])));
}

/** The first session after the upgrade, or the fifth last one where that is earlier. */
async function positionsProvenFrom(
  { fills, calendar }: ProofPorts,
  sessions: readonly string[],
): Promise<string | null> {
  const upgrade = await fills.upgrade();
  if (upgrade === null) return null;
  const since = calendar.nextSession(upgrade.through);
  const recent = sessions.at(-RECENT_SESSIONS) ?? since;
  return recent < since ? recent : since;
}
