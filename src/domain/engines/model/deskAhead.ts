import { refusal } from '../../indicators/traderSeries.ts';
import type { TraderDaySummary } from '../../ledger/traderDayFacts.ts';
import {
  type DeskTimes,
  deskMembers,
  type RecordedTrader,
  type RosteredPast,
  type UncensoredPnl,
} from './deskMembers.ts';
import { PastRows } from './pastRows.ts';
import type { DeskMember } from './sessionForecast.ts';
import { SteppedPast } from './steppedPast.ts';

export interface AheadOptions extends DeskTimes {
  /** Of the sessions ahead, each trader's in order. */
  readonly days: readonly TraderDaySummary[];
  /** Traders whose days are not computed ahead. */
  readonly pending: ReadonlySet<string>;
  /** Adds one of their days. */
  readonly pushPending: (day: TraderDaySummary, uncensored: UncensoredPnl) => void;
}

/**
 * The mornings of a desk over some sessions whose days are computed already. Each trader's past moves on when
 * the day is pushed: a morning sees nothing of the days after it.
 */
export class DeskAhead {
  readonly #options: AheadOptions;
  readonly #stepped = new Map<string, SteppedPast>();
  readonly #traders: readonly RosteredPast[];

  constructor(traders: readonly RecordedTrader[], options: AheadOptions) {
    this.#options = options;
    const daysOf = byTrader(options.days);
    const rows = new PastRows(options.days.length + daysOf.size);
    this.#traders = traders.map((entry) => {
      const days = options.pending.has(entry.trader) ? undefined : daysOf.get(entry.trader);
      if (days === undefined) return entry;
      const past = this.#computed(rows, entry, days);
      this.#stepped.set(entry.trader, past);
      return { ...entry, past };
    });
  }

  /** As `DeskHistory.members`. */
  members(previousSession: string): readonly DeskMember[] {
    return deskMembers(this.#traders, this.#options, previousSession).filter(({ past }) => past.sessions > 0);
  }

  /**
   * Moves on by the days of a session, in order.
   * @param uncensored as in `DeskHistory.push`
   * @throws DecisionError `look_ahead` for a drawn close of a trader who is not pending, and for a day that
   *   is not the next one
   */
  push(days: readonly TraderDaySummary[], uncensored: UncensoredPnl): void {
    for (const day of days) {
      const past = this.#stepped.get(day.trader);
      if (past === undefined) this.#options.pushPending(day, uncensored);
      else if (uncensored(day) === day.netPnl) past.step(day.sessionDate);
      else throw refusal('look_ahead', `${day.trader}: a close drawn after it was used`, 'a pending trader');
    }
  }

  #computed(rows: PastRows, { record, trader }: RecordedTrader, days: readonly TraderDaySummary[]) {
    const first = rows.add(record);
    for (const day of days) {
      record.push(day, this.#options.holes.before(day.sessionDate));
      record.prepare();
      rows.add(record);
    }
    return new SteppedPast(trader, rows, first);
  }
}

function byTrader(days: readonly TraderDaySummary[]): ReadonlyMap<string, readonly TraderDaySummary[]> {
  const daysOf = new Map<string, TraderDaySummary[]>();
  for (const day of days) {
    const own = daysOf.get(day.trader);
    if (own === undefined) daysOf.set(day.trader, [day]);
    else own.push(day);
  }
  return daysOf;
}
