import { deskMornings, type SessionsBetween } from '../../indicators/deskMornings.ts';
import type { TraderDaySummary } from '../../ledger/traderDayFacts.ts';
import { CountedHoles } from './countedHoles.ts';
import type { DeskMember } from './sessionForecast.ts';
import { type RosterTrader, TraderRecord } from './traderRecord.ts';

/** With a session missing among the last so many, the model does not decide. */
export const HOLE_SESSIONS = 60;

/** Dollars of one trader-day. */
export type UncensoredPnl = (day: TraderDaySummary) => number;

const asSeen: UncensoredPnl = ({ netPnl }) => netPnl;

/** The history of every trader of a desk, session by session, from which each morning's forecast is made. */
export class DeskHistory {
  readonly #traders: readonly (RosterTrader & { readonly record: TraderRecord })[];
  readonly #records: ReadonlyMap<string, TraderRecord>;
  readonly #sessionsBetween: SessionsBetween;
  readonly #holes: CountedHoles;
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
      .map((entry) => ({ ...entry, record: new TraderRecord(entry) }));
    this.#records = new Map(this.#traders.map(({ trader, record }) => [trader, record]));
    this.#sessionsBetween = sessionsBetween;
    this.#holes = new CountedHoles(holes);
  }

  /**
   * Adds trader-days, each trader's in order. Days of traders who are not on the roster are ignored.
   * @param uncensored the P&L that forecasts are made of, dollars: the drawn close of a stopped day
   */
  push(days: Iterable<TraderDaySummary>, uncensored: UncensoredPnl = asSeen): void {
    for (const day of days) {
      const record = this.#records.get(day.trader);
      record?.push(day, this.#holes.before(day.sessionDate), uncensored(day));
      // After the first morning every day is followed by another one. While a history is loaded, only the
      // last day is.
      if (this.#hasHadMorning) record?.prepare();
    }
  }

  /**
   * Returns the traders with at least one active session, by name, on the morning after `previousSession`.
   */
  members(previousSession: string): readonly DeskMember[] {
    return this.everyone(previousSession).filter(({ record }) => record.series.length > 0);
  }

  /**
   * Returns every trader on the roster, by name, on the morning after `previousSession`.
   * @throws DecisionError `look_ahead` for a trader with a session after it
   */
  everyone(previousSession: string): readonly DeskMember[] {
    this.#hasHadMorning = true;
    const contexts = deskMornings(
      this.#traders.map(({ record }) => record.series),
      previousSession,
      this.#sessionsBetween,
    );
    const missing = this.#holes.through(previousSession);
    const missingRecently = this.#holes.among(HOLE_SESSIONS, previousSession, this.#sessionsBetween);
    return contexts.map((context, place) => {
      const { trader, record, baseLimit, riskCapital } = this.#traders[place]!;
      const firedRules = record.firedRules(context.idleSessions === 0, missing);
      return { trader, record, context, baseLimit, riskCapital, firedRules, missing, missingRecently };
    });
  }
}
