import { type ClosedDay, closeTraderDay } from '../domain/ledger/traderDay.ts';
import { contractLookup } from '../domain/roster/contracts.ts';
import type { LedgerStore, LedgerTransaction } from '../ports/ledgerStore.ts';
import type { RunLease } from '../ports/runLedger.ts';
import type { Progress } from '../ports/runtime.ts';

export interface LedgerPorts {
  readonly ledger: LedgerStore;
  readonly progress: Progress;
}

export interface LedgerUpdate {
  readonly traders: number;
  /** Trader-days computed, including those that changed only because an earlier lot changed. */
  readonly days: number;
}

/** A trader-day that was computed. Net P&L is null where the trader-day does not exist. */
export interface ComputedDay {
  readonly trader: string;
  readonly sessionDate: string;
  readonly netBefore: number | null;
  readonly netAfter: number | null;
}

export interface LedgerUpdateOptions {
  /** Sessions after this one wait for a later update; none do by default. */
  readonly through?: string;
  /** Called for each trader-day that was computed, before its transaction ends. */
  readonly onDay?: (day: ComputedDay) => void;
  /** Of the morning that the update is for: only its newest owner writes. */
  readonly lease?: RunLease | null;
}

const END_OF_TIME = '9999-12-31';

/**
 * Recomputes facts and lots from the stored fills: each trader-day whose fills changed, and later days of
 * that trader while their opening lots differ from before. Each trader is one transaction: a crash loses at
 * most one trader, and a second run is harmless.
 *
 * A day whose fills were pruned is never recomputed and keeps its facts and lots. If it should be recomputed,
 * it stays marked as stale, and the report names it.
 *
 * @throws StoreError `lease_lost` where another process has acquired the morning.
 */
export async function updateLedger(
  ports: LedgerPorts,
  { through = END_OF_TIME, onDay = () => undefined, lease = null }: LedgerUpdateOptions = {},
): Promise<LedgerUpdate> {
  await ports.ledger.applyBaseCurrency();
  const stale = (await ports.ledger.stale())
    .map(({ trader, sessions }) => ({ trader, sessions: sessions.filter((session) => session <= through) }))
    .filter(({ sessions }) => sessions.length > 0);
  const update = { traders: stale.length, days: 0 };
  ports.progress.start(
    'ledger',
    stale.reduce((sum, { sessions }) => sum + sessions.length, 0),
  );
  for (const { trader, sessions } of stale) {
    update.days += await ports.ledger.traderTransaction(trader, lease, (ledger) =>
      updateTrader(ledger, trader, sessions, { through, onDay }),
    );
    ports.progress.advance(sessions.length);
  }
  ports.progress.finish();
  return update;
}

/**
 * Computes the stale sessions of one trader, and later ones while their opening lots differ, inside a
 * transaction.
 * @returns the number of computed days.
 */
export async function updateTrader(
  ledger: LedgerTransaction,
  trader: string,
  staleSessions: readonly string[],
  { through = END_OF_TIME, onDay = () => undefined }: Omit<LedgerUpdateOptions, 'lease'> = {},
): Promise<number> {
  if (staleSessions.length === 0) return 0;
  // Read inside the transaction: a rule that another process sets meanwhile marks the days once more.
  const terms: Terms = {
    contractOf: contractLookup(await ledger.multipliers()),
    baseCurrency: await ledger.baseCurrency(),
  };
  let days = 0;
  let waiting = staleSessions;
  let session = waiting[0] ?? null;
  while (session !== null) {
    const day = await closeSession(ledger, trader, session, terms);
    const { lotsChanged, netBefore } = await ledger.saveDay(trader, session, day);
    onDay({ trader, sessionDate: session, netBefore, netAfter: day?.facts.netPnl ?? null });
    days++;
    waiting = waiting.filter((date) => date > (session ?? ''));
    const touched = lotsChanged ? await nextToCompute(ledger, trader, session, through) : null;
    session = earlier(waiting[0] ?? null, touched);
  }
  await ledger.settle(trader, staleSessions);
  return days;
}

/** What holds for every session of a trader. */
type Terms = Pick<Parameters<typeof closeTraderDay>[0], 'contractOf' | 'baseCurrency'>;

/**
 * The next session that changed lots affect. Returns null, and marks the session, if it cannot be computed
 * now.
 */
async function nextToCompute(
  ledger: LedgerTransaction,
  trader: string,
  after: string,
  through: string,
): Promise<string | null> {
  const touched = await ledger.nextActiveSession(trader, after);
  if (touched === null || (touched <= through && !(await ledger.isPruned(trader, touched)))) return touched;
  await ledger.markStale(trader, touched);
  return null;
}

/** The closed day of a session; null where it has no fill. */
async function closeSession(
  ledger: LedgerTransaction,
  trader: string,
  sessionDate: string,
  terms: Terms,
): Promise<ClosedDay | null> {
  const fills = await ledger.fills(trader, sessionDate);
  if (fills.length === 0) return null;
  const opening = await ledger.openingLots(trader, sessionDate);
  const rates = await ledger.rates(sessionDate);
  const day = closeTraderDay({
    trader,
    sessionDate,
    openingLots: opening.lots,
    fills,
    rateOf: (currency) => rates.get(currency) ?? null,
    ...terms,
  });
  return opening.findings.length === 0 ? day : withOpeningFindings(day, opening.findings);
}

/** A finding of the open replaces the same finding of the day, which it caused. */
function withOpeningFindings(day: ClosedDay, opening: ClosedDay['findings']): ClosedDay {
  const isOther = (finding: ClosedDay['findings'][number]) =>
    !opening.some(
      ({ code, account, symbol, currency }) =>
        code === finding.code &&
        account === finding.account &&
        symbol === finding.symbol &&
        currency === finding.currency,
    );
  return { ...day, findings: [...opening, ...day.findings.filter(isOther)] };
}

function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
