import { createReadStream, createWriteStream } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { FillColumns } from '../../src/adapters/database/fillColumns.ts';
import { readFillsCsv } from '../../src/adapters/sources/fillsCsv.ts';
import type { TraderDayFacts } from '../../src/domain/ledger/traderDayFacts.ts';
import { runLedger, type SessionFills } from '../simulation/runLedger.ts';

/**
 * Times the ledger without reading or storing: `ledgerAlone.ts FILLS.csv FACTS.jsonl`. Prints `{fills,
 * seconds}` and writes every trader-day's facts for the comparison with the plain ledger.
 */
const [csv = '', factsFile = ''] = process.argv.slice(2);
const stored = new Map<string, Map<string, FillColumns>>();
let fills = 0;
for await (const batch of readFillsCsv(createReadStream(csv), { where: 'bench' }))
  for (const fill of batch.fills) {
    const sessions = stored.get(fill.account) ?? new Map<string, FillColumns>();
    stored.set(fill.account, sessions);
    const session = sessions.get(fill.sessionDate) ?? new FillColumns();
    sessions.set(fill.sessionDate, session);
    session.push(fill);
    fills++;
  }

/** Fills as the store gives them to the ledger: one string object per account and symbol. */
const traders = new Map(
  [...stored].map(([account, sessions]) => [
    account,
    [...sessions].map(([sessionDate, columns]): SessionFills => {
      const length = columns.length;
      return {
        sessionDate,
        fills: Array.from({ length }, (_, at) => columns.forLedger(at, account, sessionDate)),
      };
    }),
  ]),
);

// Collect the garbage of reading before timing starts: plain Python, which counts references, has freed it by
// then. The garbage and the compilation of the ledger itself are timed.
setFlagsFromString('--expose-gc');
(runInNewContext('gc') as () => void)();

const begun = performance.now();
const facts: TraderDayFacts[] = [];
for (const [trader, sessions] of traders) {
  const input = { trader, openingLots: [], sessions };
  for (const day of runLedger(input)) facts.push(day.facts);
}
const seconds = (performance.now() - begun) / 1_000;

const out = createWriteStream(factsFile);
for (const day of facts) out.write(`${JSON.stringify(day)}\n`);
out.end();
process.stdout.write(`${JSON.stringify({ fills, seconds })}\n`);
