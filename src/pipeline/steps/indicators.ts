import { deskMornings } from '../../domain/indicators/deskMornings.ts';
import { computeIndicators } from '../../domain/indicators/registry.ts';
import { HISTORY_SESSIONS, seriesOf, type TraderSeries } from '../../domain/indicators/traderSeries.ts';
import type { TraderDaySummary } from '../../domain/ledger/traderDayFacts.ts';
import { baseLimitOf, type RosterEntry, riskCapitalOf } from '../../domain/roster/roster.ts';
import type { Calendar } from '../../domain/session/calendar.ts';
import type { LedgerStore } from '../../ports/ledgerStore.ts';
import type { RosterStore } from '../../ports/rosterStore.ts';

/** Sessions that a morning can learn from what it has loaded anyway: those that are fetched again each day. */
export const SESSIONS_TO_LEARN = 5;

/** One trader as every later step sees them: who, with what limit, what happened, and what it says. */
export interface DeskTrader {
  readonly trader: string;
  readonly desk: string;
  readonly baseLimit: number;
  readonly riskCapital: number;
  /** Active sessions, oldest first, through the session before the one decided for. */
  readonly days: readonly TraderDaySummary[];
  readonly indicators: Readonly<Record<string, number | null>>;
}

export interface Desk {
  readonly dataThrough: string;
  /** Traders decided about, by name: the active ones, and retired ones who traded on the last session all the same. */
  readonly traders: readonly DeskTrader[];
  /** The last active sessions of everybody on the roster, oldest first; enough to learn the last few sessions from. */
  readonly recent: ReadonlyMap<string, readonly TraderDaySummary[]>;
  /** On the roster, retired, and quiet: named in the report, not decided about. */
  readonly retired: readonly string[];
  /** Retired on the roster, yet with fills on the last session. */
  readonly returned: readonly string[];
}

/**
 * Loads what is known through a session and computes every trader's indicators. The desk's stress is measured over
 * everybody who traded, the retired included.
 */
export async function readDesk(
  ports: { readonly ledger: LedgerStore; readonly roster: RosterStore; readonly calendar: Calendar },
  dataThrough: string,
  defaultLimit: number,
): Promise<Desk> {
  const roster = await ports.roster.all();
  const days = await ports.ledger.recentDays(dataThrough, HISTORY_SESSIONS + SESSIONS_TO_LEARN);
  const serieses = roster.map((entry) =>
    seriesOf(entry.trader, baseLimitOf(entry, defaultLimit), days.get(entry.trader) ?? []),
  );
  const indicatorsOf = indicatorsOfDesk(serieses, dataThrough, ports.calendar);
  const traded = (entry: RosterEntry) => days.get(entry.trader)?.at(-1)?.sessionDate === dataThrough;
  const traders = roster
    .filter((entry) => entry.active || traded(entry))
    .map(
      (entry): DeskTrader => ({
        trader: entry.trader,
        desk: entry.desk,
        baseLimit: baseLimitOf(entry, defaultLimit),
        riskCapital: riskCapitalOf(entry, defaultLimit),
        days: days.get(entry.trader) ?? [],
        indicators: indicatorsOf.get(entry.trader) ?? {},
      }),
    );
  const retired = roster.filter((entry) => !entry.active);
  return {
    dataThrough,
    traders,
    recent: days,
    retired: retired.filter((entry) => !traded(entry)).map((entry) => entry.trader),
    returned: retired.filter(traded).map((entry) => entry.trader),
  };
}

function indicatorsOfDesk(
  serieses: readonly TraderSeries[],
  dataThrough: string,
  calendar: Calendar,
): Map<string, Record<string, number | null>> {
  const mornings = deskMornings(serieses, dataThrough, (from, to) => sessionsAfter(calendar, from, to));
  return new Map(
    serieses.flatMap((series, place) => {
      const morning = mornings[place];
      return morning ? [[series.trader, computeIndicators(series, morning)]] : [];
    }),
  );
}

function sessionsAfter(calendar: Calendar, from: string, to: string): number {
  return calendar.sessionsBetween(from, to).filter((session) => session > from).length;
}
