import { closeTraderDay } from '../domain/ledger/traderDay.ts';
import { multiplierLookup } from '../domain/roster/roster.ts';
import type { LedgerStore, LedgerTransaction } from '../ports/ledgerStore.ts';
import type { RosterStore } from '../ports/rosterStore.ts';
import type { Progress } from '../ports/runtime.ts';

export interface LedgerPorts {
  readonly ledger: LedgerStore;
  readonly roster: RosterStore;
  readonly progress: Progress;
}

export interface LedgerUpdate {
  readonly traders: number;
  /** Trader-days computed, including those that changed only because an earlier lot changed. */
  readonly days: number;
}

const END_OF_TIME = '9999-12-31';

/**
 * Recomputes facts and lots from the stored fills: each trader-day whose fills changed, and later days of
 * that trader while their opening lots differ from before. Each trader is one transaction: a crash loses at
 * most one trader, and a second run is harmless. Sessions after `through` wait for a later update.
 *
 * A day whose fills were pruned is never recomputed and keeps its facts and lots. If it should be recomputed,
 * it stays marked as stale, and the report names it.
 */
export async function updateLedger(ports: LedgerPorts, through: string = END_OF_TIME): Promise<LedgerUpdate> {
  const stale = (await ports.ledger.stale())
    .map(({ trader, sessions }) => ({ trader, sessions: sessions.filter((session) => session <= through) }))
    .filter(({ sessions }) => sessions.length > 0);
  const multiplierOf = multiplierLookup(await ports.roster.multipliers());
  const update = { traders: stale.length, days: 0 };
  ports.progress.start(
    'ledger',
    stale.reduce((sum, { sessions }) => sum + sessions.length, 0),
  );
  for (const { trader, sessions } of stale) {
    update.days += await ports.ledger.transaction((ledger) =>
      bringUpToDate(ledger, trader, sessions, through, multiplierOf),
    );
    ports.progress.advance(sessions.length);
  }
  ports.progress.finish();
  return update;
}

async function bringUpToDate(
  ledger: LedgerTransaction,
  trader: string,
  staleSessions: readonly string[],
  through: string,
  multiplierOf: (symbol: string) => number,
): Promise<number> {
  let days = 0;
  let waiting = staleSessions;
  let session = waiting[0] ?? null;
  while (session !== null) {
    const { lotsChanged } = await closeSession(ledger, trader, session, multiplierOf);
    days++;
    waiting = waiting.filter((date) => date > (session ?? ''));
    const touched = lotsChanged ? await nextToCompute(ledger, trader, session, through) : null;
    session = earlier(waiting[0] ?? null, touched);
  }
  await ledger.settle(trader, staleSessions);
  return days;
}

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

async function closeSession(
  ledger: LedgerTransaction,
  trader: string,
  sessionDate: string,
  multiplierOf: (symbol: string) => number,
): Promise<{ readonly lotsChanged: boolean }> {
  const fills = await ledger.fills(trader, sessionDate);
  if (fills.length === 0) return ledger.saveDay(trader, sessionDate, null);
  const openingLots = await ledger.lotsBefore(trader, sessionDate);
  return ledger.saveDay(
    trader,
    sessionDate,
    closeTraderDay({ trader, sessionDate, openingLots, fills, multiplierOf }),
  );
}

function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
