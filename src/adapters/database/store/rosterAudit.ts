import type { RosterEntry } from '../../../domain/roster/roster.ts';
import type { MultiplierEdit, TraderEdit } from '../../../domain/roster/rosterChange.ts';
import { canonicalJson } from '../canonicalJson.ts';
import type { StoreTransaction } from '../database.ts';
import { appendAudit } from './auditTrail.ts';

/** Who changed the roster, and when. */
export interface Signature {
  readonly by: string;
  readonly at: Date;
}

/** Records a change of a trader, in the caller's transaction; nothing where before and after are equal. */
export function auditTrader(
  transaction: StoreTransaction,
  { trader, before, after }: TraderEdit,
  signature: Signature,
): Promise<void> {
  const body = { before: auditFacts(before), after: auditFacts(after) };
  return auditRosterChange(transaction, trader, body, signature);
}

/** Records a change of a multiplier, in the transaction; nothing where before and after are equal. */
export function auditMultiplier(
  transaction: StoreTransaction,
  { pattern, before, after }: MultiplierEdit,
  signature: Signature,
): Promise<void> {
  return auditRosterChange(transaction, pattern, { before, after }, signature);
}

async function auditRosterChange(
  transaction: StoreTransaction,
  subject: string,
  body: { readonly before: unknown; readonly after: unknown },
  { by, at }: Signature,
): Promise<void> {
  if (canonicalJson(body.before) !== canonicalJson(body.after))
    await appendAudit(transaction, 'roster', subject, { ...body, by }, at);
}

/** The name is the subject of the entry. */
function auditFacts(entry: RosterEntry | null) {
  if (entry === null) return null;
  const { trader: _, ...facts } = entry;
  return facts;
}
