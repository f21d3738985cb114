import { deskMornings, type SessionsBetween } from '../../indicators/deskMornings.ts';
import type { TraderDaySummary } from '../../ledger/traderDayFacts.ts';
import type { DeskMember } from './sessionForecast.ts';
import { type RosterTrader, TraderRecord } from './traderRecord.ts';

/** Everything known of a desk's traders, day after day; what a walk looks at each morning. */
export class DeskHistory {
  readonly #traders: readonly (RosterTrader & { readonly record: TraderRecord })[];
  readonly #records: ReadonlyMap<string, TraderRecord>;
  readonly #sessionsBetween: SessionsBetween;
  #hasHadMorning = false;

  constructor(roster: readonly RosterTrader[], sessionsBetween: SessionsBetween) {
    this.#traders = [...roster]
      .sort((a, b) => (a.trader < b.trader ? -1 : 1))
      .map((entry) => ({ ...entry, record: new TraderRecord(entry) }));
    this.#records = new Map(this.#traders.map(({ trader, record }) => [trader, record]));
    this.#sessionsBetween = sessionsBetween;
  }

  /** Adds trader-days, each trader's in order; those of traders who are not on the roster are passed over. */
  push(days: Iterable<TraderDaySummary>): void {
    for (const day of days) {
      const record = this.#records.get(day.trader);
      record?.push(day);
      // After one morning the next is asked for too; of a history that is being loaded only the last is.
      if (this.#hasHadMorning) record?.prepare();
    }
  }

  /** Returns the traders who have ever traded, on the morning after `previousSession`, by name: those that a walk looks at. */
  members(previousSession: string): readonly DeskMember[] {
    return this.everyone(previousSession).filter(({ record }) => record.series.length > 0);
  }

  /**
   * Returns every trader on the roster on the morning after `previousSession`, by name.
   * @throws DecisionError for a trader with a session after it: that would let the future in.
   */
  everyone(previousSession: string): readonly DeskMember[] {
    this.#hasHadMorning = true;
    const contexts = deskMornings(
      this.#traders.map(({ record }) => record.series),
      previousSession,
      this.#sessionsBetween,
    );
    return contexts.map((context, place) => {
      const { trader, record, baseLimit, riskCapital } = this.#traders[place]!;
      const firedRules = record.firedRules(context.idleSessions === 0);
      return { trader, record, context, baseLimit, riskCapital, firedRules };
    });
  }
}
