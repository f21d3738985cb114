import { createReadStream, createWriteStream } from 'node:fs';
import { readFillsCsv } from '../../src/adapters/sources/fillsCsv.ts';
import type { Fill, LedgerFill } from '../../src/domain/ledger/fill.ts';
import { runLedger, type SessionFills } from '../../src/domain/ledger/ledger.ts';
import type { TraderDayFacts } from '../../src/domain/ledger/traderDayFacts.ts';

/**
 * Times the product's ledger alone, without reading or storing: `ledgerAlone.ts FILLS.csv FACTS.jsonl`. Prints
 * `{fills, seconds}` and writes every trader-day's facts, to be held against those of the plain ledger.
 */
const [csv = '', factsFile = ''] = process.argv.slice(2);
const traders = new Map<string, Map<string, LedgerFill[]>>();
let fills = 0;
for await (const batch of readFillsCsv(createReadStream(csv), { where: 'bench' }))
  for (const fill of batch.fills) {
    const sessions = traders.get(fill.account) ?? new Map<string, LedgerFill[]>();
    traders.set(fill.account, sessions);
    const session = sessions.get(fill.sessionDate) ?? [];
    sessions.set(fill.sessionDate, session);
    session.push(forLedger(fill));
    fills++;
  }

/** The very fields the store hands the ledger, in its order: rest syntax would make slower objects than the product's. */
function forLedger({
  account,
  sessionDate,
  secondOfDay,
  side,
  quantity,
  symbol,
  price,
  fees,
  orderId,
}: Fill): LedgerFill {
  return { account, sessionDate, secondOfDay, side, quantity, symbol, price, fees, orderId };
}

const begun = performance.now();
const facts: TraderDayFacts[] = [];
for (const [trader, days] of traders) {
  const sessions = [...days].map(([sessionDate, own]): SessionFills => ({ sessionDate, fills: own }));
  const input = { trader, openingLots: [], sessions, multiplierOf: () => 1 };
  for (const day of runLedger(input)) facts.push(day.facts);
}
const seconds = (performance.now() - begun) / 1_000;

const out = createWriteStream(factsFile);
for (const day of facts) out.write(`${JSON.stringify(day)}\n`);
out.end();
process.stdout.write(`${JSON.stringify({ fills, seconds })}\n`);
