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

  /** The desk on the morning after `previousSession`: every trader who has ever traded. */
  members(previousSession: string): readonly DeskMember[] {
    this.#hasHadMorning = true;
    const known = this.#traders.filter(({ record }) => record.series.length > 0);
    const contexts = deskMornings(
      known.map(({ record }) => record.series),
      previousSession,
      this.#sessionsBetween,
    );
    return contexts.map((context, place) => {
      const { trader, record, baseLimit, riskCapital } = known[place]!;
      return { trader, record, context, baseLimit, riskCapital };
    });
  }
}
