import type { MailAddressing } from '../../ports/mail.ts';
import type { RunLease } from '../../ports/runLedger.ts';
import { type DeliverPorts, deliverDue } from '../steps/deliver.ts';
import { NEVER_STOPPED } from '../stop.ts';
import { WITHDRAWN } from '../undelivered.ts';

/**
 * Sends the notices of some kinds that are due now. A LATE that waited for the mail server is no longer true
 * for a recipient who has the limits meanwhile: it is not sent.
 * @throws StoreError `lease_lost`; Stopped before it claims the next mail.
 */
export async function deliverNotices(
  ports: DeliverPorts,
  lease: RunLease,
  kinds: readonly MailAddressing['kind'][],
  signal: AbortSignal = NEVER_STOPPED,
): Promise<void> {
  if (kinds.includes('late')) await withdrawLate(ports, lease);
  await deliverDue(ports, lease, kinds, signal);
}

async function withdrawLate({ outbox, clock }: DeliverPorts, lease: RunLease): Promise<void> {
  const late = await outbox.entries(lease.sessionDate, 'late');
  if (!late.some(({ status }) => status === 'pending')) return;
  const recipients = (await outbox.entries(lease.sessionDate, 'morning'))
    .filter(({ status }) => status === 'sent' || status === 'ambiguous')
    .map(({ recipient }) => recipient);
  if (recipients.length === 0) return;
  await outbox.withdraw(lease, { kind: 'late', recipients, reason: WITHDRAWN }, clock.now());
}
