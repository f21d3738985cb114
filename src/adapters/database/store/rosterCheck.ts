import { z } from 'zod';
import type { AuditRow } from '../auditChain.ts';
import type { SqlConnection } from '../sqlConnection.ts';
import { bodyOf, differing, type TableCheck, type TableFinding, trailBegan } from './tableFinding.ts';

const facts = z.object({
  desk: z.string(),
  baseLimit: z.number().nullable(),
  riskCapital: z.number().nullable(),
  active: z.boolean(),
  accounts: z.array(z.string()),
});
type Facts = z.infer<typeof facts>;
const traderChange = z.object({ before: facts.nullable(), after: facts.nullable() });
const renamed = z.object({ renamed: z.object({ from: z.string(), to: z.string() }) });
const multiplierChange = z.object({ before: z.number().nullable(), after: z.number() });

/** A trader as fills create it: without an entry. Whether it is active follows from its name. */
const UNTOUCHED = { desk: '', baseLimit: null, riskCapital: null };

const TRADERS = `SELECT name, desk, base_limit AS "baseLimit", risk_capital AS "riskCapital", active, id
  FROM trader ORDER BY name`;
const ACCOUNTS = 'SELECT trader_id, code FROM account ORDER BY code';
const MULTIPLIERS = 'SELECT pattern, multiplier FROM multiplier ORDER BY pattern';

interface TraderRow extends Omit<Facts, 'active' | 'accounts'> {
  readonly id: number;
  readonly name: string;
  readonly active: number;
}

/** Compares the roster and the multipliers with what their entries add up to. */
export function rosterCheck(): TableCheck {
  const traders = new Map<string, Facts | null>();
  const multipliers = new Map<string, number>();
  const renames = new Set<string>();
  return {
    kind: 'roster',
    *observe(row) {
      const multiplier = bodyOf(row, multiplierChange);
      if (multiplier !== null) {
        multipliers.set(row.subject, multiplier.after);
        return;
      }
      const rename = bodyOf(row, renamed)?.renamed;
      if (rename !== undefined) {
        renames.add(rename.to);
        renameAccount(traders, rename);
      }
      const change = bodyOf(row, traderChange);
      if (change === null) return;
      yield* unrecordedChange(row, traders.get(row.subject), change.before);
      traders.set(row.subject, change.after);
    },
    async *compare(connection) {
      yield* compareTraders(connection, traders, renames);
      yield* compareMultipliers(connection, multipliers);
    },
  };
}

/** What an entry found before its change is what the entry before it left, or the row was changed by hand. */
function* unrecordedChange(
  { subject, sequence }: AuditRow,
  left: Facts | null | undefined,
  before: Facts | null,
): Iterable<TableFinding> {
  if (left === undefined || before === null) return;
  const other = differing(comparable(left ?? { ...UNTOUCHED, active: before.active }), comparable(before));
  if (other === null) return;
  yield {
    table: 'trader',
    key: subject,
    trail: other.trail,
    found: `${other.found} when entry ${sequence} was written`,
  };
}

async function* compareTraders(
  connection: SqlConnection,
  traders: ReadonlyMap<string, Facts | null>,
  renames: ReadonlySet<string>,
): AsyncIterable<TableFinding> {
  const missing = new Set(traders.keys());
  const codes = await codesByTrader(connection);
  const isOlder = (await trailBegan(connection)) !== null;
  for (const row of await connection.all<TraderRow>(TRADERS)) {
    missing.delete(row.name);
    const entry = traders.get(row.name);
    if (entry === undefined && isOlder) continue;
    const active = row.active === 1;
    const other = differing(comparable(entry ?? { ...UNTOUCHED, active }), comparable({ ...row, active }));
    if (other !== null) yield { table: 'trader', key: row.name, ...other };
    if (entry) yield* compareAccounts(row.name, codes.get(row.id) ?? [], entry.accounts, renames);
  }
  for (const name of missing) {
    const entry = traders.get(name);
    if (entry)
      yield { table: 'trader', key: name, trail: `a trader, limit ${entry.baseLimit}`, found: 'no row' };
  }
}

/** Fills create an account named like its trader without an entry, and the source may rename it. */
function* compareAccounts(
  name: string,
  found: readonly string[],
  expected: readonly string[],
  renames: ReadonlySet<string>,
): Iterable<TableFinding> {
  const without = expected.filter((code) => !found.includes(code));
  const extra = found.filter((code) => !expected.includes(code) && code !== name && !renames.has(code));
  if (without.length + extra.length === 0) return;
  yield {
    table: 'account',
    key: name,
    trail: `accounts ${expected.join(', ') || 'none'}`,
    found: `accounts ${found.join(', ') || 'none'}`,
  };
}

async function codesByTrader(connection: SqlConnection): Promise<ReadonlyMap<number, readonly string[]>> {
  const codes = new Map<number, string[]>();
  for (const [trader, code] of await connection.rows<[trader: number, code: string]>(ACCOUNTS))
    codes.set(trader, [...(codes.get(trader) ?? []), code]);
  return codes;
}

async function* compareMultipliers(
  connection: SqlConnection,
  expected: ReadonlyMap<string, number>,
): AsyncIterable<TableFinding> {
  const isOlder = (await trailBegan(connection)) !== null;
  const found = new Map(await connection.rows<[pattern: string, multiplier: number]>(MULTIPLIERS));
  for (const pattern of new Set([...expected.keys(), ...found.keys()])) {
    const [trail, stored] = [expected.get(pattern), found.get(pattern)];
    if (trail === stored || (trail === undefined && isOlder)) continue;
    yield {
      table: 'multiplier',
      key: pattern,
      trail: trail === undefined ? 'no entry' : String(trail),
      found: stored === undefined ? 'no row' : String(stored),
    };
  }
}

function comparable({ desk, baseLimit, riskCapital, active }: Omit<Facts, 'accounts'>) {
  return { desk, baseLimit, riskCapital, active };
}

function renameAccount(
  traders: Map<string, Facts | null>,
  { from, to }: { readonly from: string; readonly to: string },
): void {
  for (const [name, trader] of traders)
    if (trader?.accounts.includes(from))
      traders.set(name, {
        ...trader,
        accounts: trader.accounts.map((code) => (code === from ? to : code)),
      });
}
