import { TraderRecord } from '../forecast/traderRecord.ts';
import { deskMornings, type SessionsBetween } from '../indicators/deskMornings.ts';
import type { TraderDaySummary } from '../ledger/traderDayFacts.ts';
import type { DeskMember } from './walk.ts';

/** A trader as the roster has them, limits in dollars. */
export interface RosterTrader {
  readonly trader: string;
  readonly baseLimit: number;
  readonly riskCapital: number;
}

/** Everything known of a desk's traders, day after day; what a walk looks at each morning. */
export class DeskHistory {
  readonly #roster: readonly RosterTrader[];
  readonly #records: ReadonlyMap<string, TraderRecord>;
  readonly #sessionsBetween: SessionsBetween;

  constructor(roster: readonly RosterTrader[], sessionsBetween: SessionsBetween) {
    this.#roster = [...roster].sort((a, b) => (a.trader < b.trader ? -1 : 1));
    this.#records = new Map(
      this.#roster.map(({ trader, baseLimit }) => [trader, new TraderRecord(trader, baseLimit)]),
    );
    this.#sessionsBetween = sessionsBetween;
  }

  /** Adds trader-days, each trader's in order; those of traders who are not on the roster are passed over. */
  push(days: Iterable<TraderDaySummary>): void {
    for (const day of days) this.#records.get(day.trader)?.push(day);
  }

  /** The desk on the morning after `previousSession`: every trader who has ever traded. */
  members(previousSession: string): readonly DeskMember[] {
    const known = this.#roster.flatMap((entry) => {
      const record = this.#records.get(entry.trader);
      return record && record.series.length > 0 ? { ...entry, record } : [];
    });
    const contexts = deskMornings(
      known.map(({ record }) => record.series),
      previousSession,
      this.#sessionsBetween,
    );
    return known.flatMap((entry, place) => {
      const context = contexts[place];
      return context ? { ...entry, context } : [];
    });
  }
}
