import type Driver from 'better-sqlite3';
import type { RosterEntry } from '../../../domain/roster/roster.ts';
import type { MultiplierEdit, TraderEdit } from '../../../domain/roster/rosterChange.ts';
import { canonicalJson } from '../canonicalJson.ts';
import { appendAudit } from './auditTrail.ts';

/** Who changed the roster, and when. */
export interface Signature {
  readonly by: string;
  readonly at: Date;
}

/** Records a change of a trader, in the caller's transaction; nothing where before and after are equal. */
export function auditTrader(
  driver: Driver.Database,
  { trader, before, after }: TraderEdit,
  signature: Signature,
): void {
  auditRosterChange(driver, trader, { before: auditFacts(before), after: auditFacts(after) }, signature);
}

/** Records a change of a multiplier, in the transaction; nothing where before and after are equal. */
export function auditMultiplier(
  driver: Driver.Database,
  { pattern, before, after }: MultiplierEdit,
  signature: Signature,
): void {
  auditRosterChange(driver, pattern, { before, after }, signature);
}

function auditRosterChange(
  driver: Driver.Database,
  subject: string,
  body: { readonly before: unknown; readonly after: unknown },
  { by, at }: Signature,
): void {
  if (canonicalJson(body.before) !== canonicalJson(body.after))
    appendAudit(driver, 'roster', subject, { ...body, by }, at);
}

/** The name is the subject of the entry. */
function auditFacts(entry: RosterEntry | null) {
  if (entry === null) return null;
  const { trader: _, ...facts } = entry;
  return facts;
}
