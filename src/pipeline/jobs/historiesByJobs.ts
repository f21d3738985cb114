import type { RosterTrader } from '../../domain/engines/model/traderRecord.ts';
import type { HistoryJobs, HistorySpan, StoredHistories } from '../../ports/historyJobs.ts';
import type { SessionMarks } from '../../ports/ledgerStore.ts';
import { readHoles } from '../holes.ts';
import { readLimitsInForce } from '../limitsInForce.ts';
import { sessionBlocks } from '../sessionBlocks.ts';
import { WalkedLimits } from '../walkedLimits.ts';
import type { WalkPorts, WalkRange } from '../walkSessions.ts';

/** So many jobs, where there are traders enough. */
const MOST_SPANS = 64;
/** Traders times sessions. A smaller desk is computed before other processes have begun. */
const LEAST_TRADER_SESSIONS = 100_000;

export interface HistoriesPorts extends WalkPorts {
  /** Absent: the store has no queue, or WORKERS is 0. */
  readonly histories?: HistoryJobs | null;
}

/**
 * Has the workers of other processes compute the histories of a backtest that begins with the desk's first
 * day. Traders who were stopped at a limit in force are left out: the closes of their stopped days are drawn
 * during the walk, and their histories depend on them. Null where this process computes everything itself:
 * no queue, no other worker, or a small desk.
 * @param least traders times sessions from which the workers take part
 */
export async function historiesByJobs(
  ports: HistoriesPorts,
  range: WalkRange,
  least = LEAST_TRADER_SESSIONS,
): Promise<StoredHistories | null> {
  const { histories = null, progress } = ports;
  const sessions = ports.calendar.sessionsBetween(range.from, range.through);
  if (histories === null || range.roster.length * sessions.length < least) return null;
  if ((await histories.workers()) === 0) return null;
  const spans = await spansOf(ports, range);
  let left = spans.length;
  progress.start('histories', left);
  try {
    return await histories.compute(spans, (now) => {
      progress.advance(Math.max(left - now, 0));
      left = Math.min(left, now);
    });
  } finally {
    progress.finish();
  }
}

async function spansOf(ports: HistoriesPorts, range: WalkRange): Promise<readonly HistorySpan[]> {
  const blocks = sessionBlocks(ports, range).map((sessions) => sessions.at(-1) ?? range.through);
  const holes = await readHoles(ports, range.through);
  const stopped = await everStopped(ports, range);
  const after = ports.calendar.previousSession(range.from);
  const traders = range.roster.filter(({ trader }) => !stopped.has(trader));
  return inSpans(traders).map((span) => ({ roster: span, holes, after, blocks }));
}

/** Spans of about the same number of traders. */
function inSpans(traders: readonly RosterTrader[]): readonly (readonly RosterTrader[])[] {
  const size = Math.max(Math.ceil(traders.length / MOST_SPANS), 1);
  const spans: (readonly RosterTrader[])[] = [];
  for (let first = 0; first < traders.length; first += size) spans.push(traders.slice(first, first + size));
  return spans;
}

/** Traders with a stopped day in the range. A desk without lowered limits has none, and reads nothing. */
async function everStopped(ports: HistoriesPorts, range: WalkRange): Promise<ReadonlySet<string>> {
  const sessions = ports.calendar.sessionsBetween(range.from, range.through);
  const inForce = await readLimitsInForce(ports, range.roster, sessions, range.lifetime);
  const limits = new WalkedLimits(ports, range, inForce);
  const stopped = new Set<string>();
  for (const block of sessionBlocks(ports, range)) {
    const [from, to] = [block[0], block.at(-1)];
    if (from === undefined || to === undefined || !inForce.hasCut(block)) continue;
    const marks = new Map<string, SessionMarks['marks']>();
    for await (const session of ports.ledger.lowWaterMarks(from, to, range.basis))
      marks.set(session.sessionDate, session.marks);
    const days = await ports.ledger.days(from, to);
    for (const trader of limits.stoppedTraders(block, days, marks)) stopped.add(trader);
  }
  return stopped;
}
