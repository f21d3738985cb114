import type { MorningTimes, SessionState } from '../../domain/session/schedule.ts';
import type { MailAddressing } from '../../ports/mail.ts';
import type { DecisionStore, Outbox, OutboxEntry } from '../../ports/outbox.ts';
import type { RunLedger } from '../../ports/runLedger.ts';
import { MailError } from '../../shared/errors.ts';
import { requireKnownDelivery } from '../steps/queue.ts';

/** What the store says of a session's morning; the rest is known to the process alone. */
export type StoredSoFar = Omit<SessionState, 'underWay' | 'hasFailed' | 'nextTryAt' | 'lookedAt'> & {
  /** Morning mails that wait no more and did not surely arrive. */
  readonly unsure: number;
  /** Mails of every kind yet to be handed over. */
  readonly backlog: number;
};

/** Of a morning that cannot be looked up nobody may be told that it did not happen. */
export const UNKNOWN: StoredSoFar = {
  begun: true,
  decided: false,
  waiting: 0,
  reached: 0,
  mayHaveGoneOut: true,
  lateTold: false,
  failedTold: false,
  unsure: 0,
  backlog: 0,
};

export interface SoFarPorts {
  readonly outbox: Outbox;
  readonly decisions: DecisionStore;
  readonly runs: RunLedger;
}

/** Kinds besides the morning itself, in the order in which they matter. */
export const NOTICES = ['failed', 'late', 'correction', 'alert', 'success'] as const;

export async function readSoFar(
  ports: SoFarPorts,
  { sessionDate, begins, deadline }: MorningTimes,
  recipients: readonly string[],
  now: Date,
): Promise<StoredSoFar> {
  const entries = (kind: MailAddressing['kind']) => ports.outbox.entries(sessionDate, kind);
  const mails = await entries('morning');
  const decided = mails.length > 0 && (await ports.decisions.report(sessionDate)) !== null;
  const mailed = new Set(mails.map(({ recipient }) => recipient));
  const without = now <= deadline ? recipients.filter((recipient) => !mailed.has(recipient)).length : 0;
  const notices = await Promise.all(NOTICES.map(entries));
  const reached = mails.filter(({ status }) => status === 'sent' || status === 'ambiguous').length;
  const [failed, late] = notices;
  return {
    begun: (await ports.runs.steps(sessionDate)).length > 0,
    decided,
    waiting: waitingOf(mails) + (decided ? without : 0),
    reached,
    mayHaveGoneOut: reached === 0 && (await isUnknown(ports, sessionDate, mails, begins)),
    lateTold: (late ?? []).length > 0,
    failedTold: (failed ?? []).length > 0,
    unsure: mails.filter(({ status }) => status !== 'sent').length - waitingOf(mails),
    backlog: [mails, ...notices].reduce((sum, each) => sum + waitingOf(each), 0),
  };
}

function waitingOf(entries: readonly OutboxEntry[]): number {
  return entries.filter(({ status }) => status === 'pending' || status === 'claimed').length;
}

async function isUnknown(
  ports: SoFarPorts,
  sessionDate: string,
  mails: readonly OutboxEntry[],
  begins: Date,
): Promise<boolean> {
  try {
    await requireKnownDelivery(ports, sessionDate, mails, begins);
    return false;
  } catch (error) {
    if (error instanceof MailError) return true;
    throw error;
  }
}
