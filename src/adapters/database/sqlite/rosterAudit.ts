import type Driver from 'better-sqlite3';
import { canonicalJson } from '../canonicalJson.ts';
import { appendAudit } from './auditTrail.ts';

interface RosterFacts {
  readonly desk: string;
  readonly baseLimit: number | null;
  readonly riskCapital: number | null;
  readonly active: number;
  readonly accounts: string;
}

/** Records in the audit trail what a change made of a trader, and of each trader whom it took an account from. */
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

/** Nothing is recorded where nothing changed: setting a limit to what it is says nothing. */
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

/** A trader as the roster has them now; null for one whom it does not know. */
function traderFacts(driver: Driver.Database, name: string) {
  const facts = driver
    .prepare<[string], RosterFacts>(
      `SELECT desk, base_limit AS baseLimit, risk_capital AS riskCapital, trader.active,
              json_group_array(code ORDER BY code) FILTER (WHERE code IS NOT NULL) AS accounts
         FROM trader LEFT JOIN account ON trader_id = trader.id WHERE name = ? GROUP BY trader.id`,
    )
    .get(name);
  if (facts === undefined) return null;
  return { ...facts, active: facts.active === 1, accounts: JSON.parse(facts.accounts) as string[] };
}
