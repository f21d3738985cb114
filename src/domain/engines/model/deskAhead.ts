import { refusal } from '../../indicators/traderSeries.ts';
import type { TraderDaySummary } from '../../ledger/traderDayFacts.ts';
import { type DeskTimes, deskMembers, type RosteredPast, type UncensoredPnl } from './deskMembers.ts';
import type { PastBlock } from './pastBlock.ts';
import type { DeskMember } from './sessionForecast.ts';
import { SteppedPast } from './steppedPast.ts';

export interface AheadOptions extends DeskTimes {
  /** What is computed already. */
  readonly blocks: readonly PastBlock[];
  /** Adds a day of a trader who is in no block. */
  readonly pushPending: (day: TraderDaySummary, uncensored: UncensoredPnl) => void;
}

/**
 * The mornings of a desk over some sessions whose days are computed already. Each trader's past moves on when
 * the day is pushed: a morning sees nothing of the days after it.
 */
export class DeskAhead {
  readonly #options: AheadOptions;
  readonly #stepped: ReadonlyMap<string, SteppedPast>;
  readonly #traders: readonly RosteredPast[];

  /** `traders`: in the order of the mornings; the past is read of those who are in no block. */
  constructor(traders: readonly RosteredPast[], options: AheadOptions) {
    this.#options = options;
    this.#stepped = new Map(options.blocks.flatMap(pastsOf));
    this.#traders = traders.map((entry) => ({
      trader: entry.trader,
      baseLimit: entry.baseLimit,
      riskCapital: entry.riskCapital,
      past: this.#stepped.get(entry.trader) ?? entry.past,
    }));
  }

  /** As `DeskHistory.members`. */
  members(previousSession: string): readonly DeskMember[] {
    return deskMembers(this.#traders, this.#options, previousSession).filter(({ past }) => past.sessions > 0);
  }

  /**
   * Moves on by the days of a session, in order.
   * @param uncensored as in `DeskHistory.push`
   * @throws DecisionError `look_ahead` for a drawn close of a trader who is not pending, and
   *   `disordered_days` for a day that is not the next one
   */
  push(days: readonly TraderDaySummary[], uncensored: UncensoredPnl): void {
    for (const day of days) {
      const past = this.#stepped.get(day.trader);
      if (past === undefined) this.#options.pushPending(day, uncensored);
      else if (uncensored(day) === day.netPnl) past.step(day.sessionDate);
      else throw refusal('look_ahead', `${day.trader}: a close drawn after it was used`, 'a pending trader');
    }
  }
}

function pastsOf({ traders, rowCounts, rows }: PastBlock): readonly (readonly [string, SteppedPast])[] {
  let place = 0;
  return traders.map((trader, at) => {
    const past = new SteppedPast(trader, rows, place);
    place += rowCounts[at] ?? 0;
    return [trader, past] as const;
  });
}
