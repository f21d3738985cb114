import type { RosterTrader } from '../domain/engines/model/traderRecord.ts';
import type { Calendar } from '../domain/session/calendar.ts';

/** Sessions in one read of the store. More would not be faster. */
const MOST_SESSIONS_PER_READ = 20;
/** Trader-days in one read: those of a very large desk must fit in memory. */
const TRADER_DAYS_PER_READ = 10_000;

export interface BlockRange {
  /** First and last session, YYYY-MM-DD. */
  readonly from: string;
  readonly through: string;
  readonly roster: readonly RosterTrader[];
}

/** The sessions of a range in blocks: those of one read of the store. */
export function sessionBlocks(
  { calendar }: { readonly calendar: Calendar },
  { from, through, roster }: BlockRange,
): readonly (readonly string[])[] {
  const sessions = calendar.sessionsBetween(from, through);
  const size = sessionsPerRead(roster.length);
  const blocks: (readonly string[])[] = [];
  for (let first = 0; first < sessions.length; first += size)
    blocks.push(sessions.slice(first, first + size));
  return blocks;
}

/** How many sessions one read has, for so many traders. Example: 20 for 12 traders, 2 for 5,000. */
export function sessionsPerRead(traders: number): number {
  return Math.min(
    Math.max(Math.floor(TRADER_DAYS_PER_READ / Math.max(traders, 1)), 1),
    MOST_SESSIONS_PER_READ,
  );
}
