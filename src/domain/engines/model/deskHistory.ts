import type { SessionsBetween } from '../../indicators/deskMornings.ts';
import type { TraderDaySummary } from '../../ledger/traderDayFacts.ts';
import { CountedHoles } from './countedHoles.ts';
import { DeskAhead } from './deskAhead.ts';
import { type DeskTimes, deskMembers, type RosteredPast, type UncensoredPnl } from './deskMembers.ts';
import { type PastBlock, PastBlockMaker } from './pastBlock.ts';
import type { RecordedMember } from './sessionForecast.ts';
import { type RosterTrader, TraderRecord } from './traderRecord.ts';

const asSeen: UncensoredPnl = ({ netPnl }) => netPnl;

/** The history of every trader of a desk, session by session, from which each morning's forecast is made. */
export class DeskHistory {
  readonly #traders: readonly RosteredPast<TraderRecord>[];
  readonly #records: ReadonlyMap<string, TraderRecord>;
  readonly #times: DeskTimes;
  #hasHadMorning = false;

  /**
   * `holes`: the sessions that are missing in the store, ascending; those after a morning do not affect it.
   */
  constructor(
    roster: readonly RosterTrader[],
    sessionsBetween: SessionsBetween,
    holes: readonly string[] = [],
  ) {
    this.#traders = [...roster]
      .sort((a, b) => (a.trader < b.trader ? -1 : 1))
      .map((entry) => ({ ...entry, past: new TraderRecord(entry) }));
    this.#records = new Map(this.#traders.map(({ trader, past }) => [trader, past]));
    this.#times = { sessionsBetween, holes: new CountedHoles(holes) };
  }

  /**
   * Adds trader-days, each trader's in order. Days of traders who are not on the roster are ignored.
   * @param uncensored the P&L that forecasts are made of, dollars: the drawn close of a stopped day
   */
  push(days: Iterable<TraderDaySummary>, uncensored: UncensoredPnl = asSeen): void {
    for (const day of days) {
      const record = this.#records.get(day.trader);
      record?.push(day, this.#times.holes.before(day.sessionDate), uncensored(day));
      // After the first morning every day is followed by another one. While a history is loaded, only the
      // last day is.
      if (this.#hasHadMorning) record?.prepare();
    }
  }

  /**
   * Adds the days of the next sessions at once, and returns the mornings before, between and after them. The
   * values are those of `members` and `push` in turn. One trader after the other needs much less time for a
   * large desk: the numbers of a trader stay in the processor's cache.
   * @param days each trader's in order
   * @param pending traders of whom a close may still be drawn: their days are added by `DeskAhead.push`
   * @param known blocks of these sessions that were computed elsewhere. The records of their traders stay
   *   behind: every later call must get their blocks too.
   */
  ahead(
    days: readonly TraderDaySummary[],
    pending: ReadonlySet<string> = new Set(),
    known: readonly PastBlock[] = [],
  ): DeskAhead {
    this.#hasHadMorning = true;
    const elsewhere = new Set(known.flatMap(({ traders }) => traders));
    const own = this.#computed(days, (trader) => !pending.has(trader) && !elsewhere.has(trader));
    return new DeskAhead(this.#traders, {
      ...this.#times,
      blocks: [...known, own],
      pushPending: (day, uncensored) => this.push([day], uncensored),
    });
  }

  /**
   * Returns the traders with at least one active session, by name, on the morning after `previousSession`.
   */
  members(previousSession: string): readonly RecordedMember[] {
    return this.everyone(previousSession).filter(({ past }) => past.sessions > 0);
  }

  /**
   * Returns every trader on the roster, by name, on the morning after `previousSession`.
   * @throws DecisionError `look_ahead` for a trader with a session after it
   */
  everyone(previousSession: string): readonly RecordedMember[] {
    this.#hasHadMorning = true;
    return deskMembers(this.#traders, this.#times, previousSession);
  }

  #computed(days: readonly TraderDaySummary[], isWanted: (trader: string) => boolean): PastBlock {
    const daysOf = byTrader(days.filter(({ trader }) => isWanted(trader)));
    const block = new PastBlockMaker(days.length + daysOf.size);
    for (const { trader, past } of this.#traders) {
      const own = daysOf.get(trader);
      if (own !== undefined) block.add(past, own, this.#times.holes);
    }
    return block;
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
