import type { LedgerStore } from '../ports/ledgerStore.ts';
import type { Progress } from '../ports/runtime.ts';
import type { FillSource, SourceAccount, SourceTotals } from '../ports/source.ts';
import { ConfigurationError } from '../shared/errors.ts';
import { askTotals, keepTotals, meetAccounts } from './steps/fetch.ts';
import { type FetchedBlock, type FetchPorts, fetchBlocks } from './steps/fetchBlocks.ts';
import { updateLedger } from './updateLedger.ts';

export interface BackfillPorts extends FetchPorts {
  readonly ledger: LedgerStore;
}

export interface BackfillRange {
  readonly from: string;
  /** null: the last session closed. */
  readonly to: string | null;
  /** The last session closed: the source can have nothing after it. */
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
 * Fetches every session of a range that was not fetched before, oldest first. Each block of sessions is stored whole
 * with the record that it is there, and computed, before the next is taken: a run that was killed goes on with the
 * first session missing. The source's totals come in one question for all sessions that have none, while fills come.
 * @throws ConfigurationError where the range holds no session, or reaches beyond the last session closed.
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
  // What an earlier run fetched and was killed before it could compute.
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
  const { accounts } = await meetAccounts(ports, source);
  const totals = inBackground(askTotals(source, accounts, withoutTotals));
  const done = await fetchAndCompute(ports, source, accounts, missing);
  await keepTotals(ports, accounts, withoutTotals, await totals());
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
  for await (const block of fetchBlocks(ports, source, accounts, missing, null)) {
    sum.fills += block.sessions.reduce((fills, session) => fills + session.fills, 0);
    sum.rejected += block.rejectedRows;
    // Later days that are there already wait for the end: each block of older ones would touch them all again.
    sum.traderDays += (await updateLedger({ ...ports, progress: unseen }, lastOf(block))).days;
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

/** Lets a question run beside other work; its failure is told to whoever asks for the answer, and to nobody else. */
function inBackground(question: Promise<readonly SourceTotals[]>): () => Promise<readonly SourceTotals[]> {
  question.catch(() => undefined);
  return () => question;
}

function lastOf({ sessions }: FetchedBlock): string {
  return sessions.at(-1)?.sessionDate ?? '';
}

/** The backfill's own bar is the one to watch. */
const unseen: Progress = { start: () => undefined, advance: () => undefined, finish: () => undefined };

function badRange(found: string, expected: string): ConfigurationError {
  return new ConfigurationError('bad_range', `Backfill · found ${found} · expected ${expected}`, {
    hint: 'Give --from and --to as sessions, YYYY-MM-DD; --to may be left out.',
  });
}
