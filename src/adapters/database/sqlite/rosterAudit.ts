import type Driver from 'better-sqlite3';
import { canonicalJson } from '../canonicalJson.ts';
import { appendAudit } from './auditTrail.ts';

interface RosterFacts {
  readonly desk: string;
  readonly baseLimit: number | null;
  readonly riskCapital: number | null;
  readonly active: number;
}

/**
 * Makes a change and records it in the audit trail: of the trader, and of each trader who loses an account by
 * it. The caller must be inside a transaction.
 */
export function auditedRosterChange(
  driver: Driver.Database,
  trader: string,
  accounts: readonly string[],
  at: Date,
  change: () => void,
): void {
  const ownerOf = driver
    .prepare('SELECT trader.name FROM account JOIN trader ON trader.id = trader_id WHERE code = ?')
    .pluck();
  const owners = accounts.map((code) => ownerOf.get(code) as string | undefined);
  const touched = [...new Set([trader, ...owners.filter((owner) => owner !== undefined)])];
  const before = touched.map((name) => traderFacts(driver, name));
  change();
  for (const [index, name] of touched.entries())
    auditRosterChange(driver, name, before[index] ?? null, traderFacts(driver, name), at);
}

/** Records a change of the roster in the audit trail; nothing where before and after are equal. */
export function auditRosterChange(
  driver: Driver.Database,
  subject: string,
  before: unknown,
  after: unknown,
  at: Date,
): void {
  if (canonicalJson(before) !== canonicalJson(after))
    appendAudit(driver, 'roster', subject, { before, after }, at);
}

/** A trader as stored on the roster; null where the roster has none of that name. */
function traderFacts(driver: Driver.Database, name: string) {
  const facts = driver
    .prepare<[string], RosterFacts & { readonly id: number }>(
      `SELECT id, desk, base_limit AS baseLimit, risk_capital AS riskCapital, active FROM trader WHERE name = ?`,
    )
    .get(name);
  if (facts === undefined) return null;
  const { id, ...rest } = facts;
  const codes = driver.prepare<[number], string>(
    'SELECT code FROM account WHERE trader_id = ? ORDER BY code',
  );
  return { ...rest, active: facts.active === 1, accounts: codes.pluck().all(id) };
}
