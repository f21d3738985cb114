import type { LedgerStore } from '../ports/ledgerStore.ts';
import type { Progress } from '../ports/runtime.ts';
import type { FillSource, SourceAccount, SourceTotals } from '../ports/source.ts';
import { ConfigurationError } from '../shared/errors.ts';
import { readAccounts, readTotals, saveTotals } from './steps/fetch.ts';
import { type FetchedBlock, type FetchPorts, fetchBlocks } from './steps/fetchBlocks.ts';
import { updateLedger } from './updateLedger.ts';

export interface BackfillPorts extends FetchPorts {
  readonly ledger: LedgerStore;
}

export interface BackfillRange {
  readonly from: string;
  /** null: through the last closed session. */
  readonly to: string | null;
  /** The last closed session. The source has no fills after it. */
  readonly newest: string;
}

export interface BackfillResult {
  /** First and last session of the range. */
  readonly from: string;
  readonly to: string;
  readonly fetched: number;
  readonly alreadyThere: number;
  readonly fills: number;
  readonly rejected: number;
  readonly traderDays: number;
}

/**
 * Fetches every session of a range that was not fetched before, oldest first. Each block of sessions is
 * stored in one transaction, recorded as fetched, and computed before the next block. A run that was killed
 * continues with the first missing session. One request fetches the totals of all sessions that have none, at
 * the same time as the fills.
 * @throws ConfigurationError if the range has no session, or ends after the last closed session.
 */
export async function backfill(
  ports: BackfillPorts,
  source: FillSource,
  range: BackfillRange,
): Promise<BackfillResult> {
  const sessions = sessionsOf(ports, range);
  const [from, to] = [sessions[0] ?? '', sessions.at(-1) ?? ''];
  const known = await ports.fills.fetched(from, to);
  const fetchedBefore = new Set(known.map(({ sessionDate }) => sessionDate));
  const withTotals = new Set(
    known.filter(({ totalsAt }) => totalsAt != null).map(({ sessionDate }) => sessionDate),
  );
  const missing = sessions.filter((session) => !fetchedBefore.has(session));
  const withoutTotals = sessions.filter((session) => !withTotals.has(session));
  // An earlier run may have fetched fills and been killed before it computed them.
  const caughtUp = await updateLedger(ports);
  const done =
    withoutTotals.length > 0
      ? await fetchAll(ports, source, missing, withoutTotals)
      : { fills: 0, rejected: 0, traderDays: 0 };
  return {
    from,
    to,
    fetched: missing.length,
    alreadyThere: sessions.length - missing.length,
    ...done,
    traderDays: caughtUp.days + done.traderDays,
  };
}

async function fetchAll(
  ports: BackfillPorts,
  source: FillSource,
  missing: readonly string[],
  withoutTotals: readonly string[],
) {
  const { accounts } = await readAccounts(ports, source);
  const totals = inBackground(readTotals(source, accounts, withoutTotals));
  const done = await fetchAndCompute(ports, source, accounts, missing);
  await saveTotals(ports, accounts, withoutTotals, await totals());
  await ports.roster.learnAccounts(accounts);
  return done;
}

async function fetchAndCompute(
  ports: BackfillPorts,
  source: FillSource,
  accounts: readonly SourceAccount[],
  missing: readonly string[],
) {
  const sum = { fills: 0, rejected: 0, traderDays: 0 };
  ports.progress.start('backfill', missing.length);
  for await (const block of fetchBlocks(ports, source, accounts, missing, {})) {
    sum.fills += block.sessions.reduce((fills, session) => fills + session.fills, 0);
    sum.rejected += block.rejectedRows;
    // Compute later days only at the end: each block of older fills would otherwise recompute all of them.
    sum.traderDays += (
      await updateLedger({ ...ports, progress: noProgress }, { through: lastOf(block) })
    ).days;
    ports.progress.advance(block.sessions.length);
  }
  ports.progress.finish();
  sum.traderDays += (await updateLedger(ports)).days;
  return sum;
}

function sessionsOf({ calendar }: BackfillPorts, { from, to, newest }: BackfillRange): readonly string[] {
  const last = to ?? newest;
  if (last > newest) throw badRange(`--to ${last}`, `${newest} or earlier, the last session closed`);
  if (from > last) throw badRange(`--from ${from} after ${last}`, 'the first session before the last');
  const sessions = calendar.sessionsBetween(from, last);
  if (sessions.length === 0)
    throw badRange(
      `no session from ${from} to ${last}`,
      `a range with one, such as ${calendar.previousSession(from)}`,
    );
  return sessions;
}

/**
 * Lets a request run during other work. If the request fails, the error is thrown only when its result is
 * awaited.
 */
function inBackground(request: Promise<readonly SourceTotals[]>): () => Promise<readonly SourceTotals[]> {
  request.catch(() => undefined);
  return () => request;
}

function lastOf({ sessions }: FetchedBlock): string {
  return sessions.at(-1)?.sessionDate ?? '';
}

/** Hides the progress of the ledger: the terminal shows that of the backfill. */
const noProgress: Progress = { start: () => undefined, advance: () => undefined, finish: () => undefined };

function badRange(found: string, expected: string): ConfigurationError {
  return new ConfigurationError('bad_range', `Backfill · found ${found} · expected ${expected}`, {
    hint: 'Give --from and --to as sessions, YYYY-MM-DD; --to is optional.',
  });
}
