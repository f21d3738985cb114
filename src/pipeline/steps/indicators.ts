import type { DeskHistory } from '../../domain/engines/model/deskHistory.ts';
import type { DeskMember } from '../../domain/engines/model/sessionForecast.ts';
import type { FiredRule } from '../../domain/engines/rules/evaluateRules.ts';
import { computeIndicators } from '../../domain/indicators/registry.ts';
import { HISTORY_SESSIONS } from '../../domain/indicators/traderSeries.ts';
import type { TraderDaySummary } from '../../domain/ledger/traderDayFacts.ts';
import type { RosterEntry } from '../../domain/roster/roster.ts';
import type { Calendar } from '../../domain/session/calendar.ts';
import type { LedgerStore } from '../../ports/ledgerStore.ts';
import type { RosterStore } from '../../ports/rosterStore.ts';
import { historyThrough, rosterTraders } from '../walkSessions.ts';

/** A morning loads enough days to learn this many sessions: those that it fetches again each day. */
export const SESSIONS_TO_LEARN = 5;

/** One trader for the later steps: name, limit and capital in dollars, days, and indicators. */
export interface DeskTrader {
  readonly trader: string;
  readonly desk: string;
  readonly baseLimit: number;
  readonly riskCapital: number;
  /** Active sessions, oldest first, through the session before the one decided for. */
  readonly days: readonly TraderDaySummary[];
  readonly indicators: Readonly<Record<string, number | null>>;
  /** The rules that fire on this morning, the deepest cut first. */
  readonly firedRules: readonly FiredRule[];
}

export interface Desk {
  readonly dataThrough: string;
  /** Traders who get a decision, by name: active ones, and retired ones who traded on the last session. */
  readonly traders: readonly DeskTrader[];
  /** Every trader who has ever traded, the retired included, as the model sees them. */
  readonly members: readonly DeskMember[];
  /** On the roster, retired, and quiet: named in the report, not decided about. */
  readonly retired: readonly string[];
  /** Retired traders with fills on the last session. */
  readonly returned: readonly string[];
}

export interface DeskPorts {
  readonly ledger: LedgerStore;
  readonly roster: RosterStore;
  readonly calendar: Calendar;
}

/**
 * The roster, and each trader's last active sessions through `dataThrough`, oldest first: enough to learn
 * five sessions from.
 */
export interface LoadedDesk {
  readonly dataThrough: string;
  readonly roster: readonly RosterEntry[];
  readonly days: ReadonlyMap<string, readonly TraderDaySummary[]>;
}

export async function loadDesk(ports: DeskPorts, dataThrough: string): Promise<LoadedDesk> {
  const roster = await ports.roster.all();
  const days = await ports.ledger.recentDays(dataThrough, HISTORY_SESSIONS + SESSIONS_TO_LEARN);
  return { dataThrough, roster, days };
}

/** Loads the desk and computes every trader's indicators, without a model. */
export async function readDesk(ports: DeskPorts, dataThrough: string, defaultLimit: number): Promise<Desk> {
  const loaded = await loadDesk(ports, dataThrough);
  return deskFrom(loaded, historyOfLoaded(ports, loaded, defaultLimit));
}

/** Builds the traders' series from the loaded days alone. */
export function historyOfLoaded(
  ports: Pick<DeskPorts, 'calendar'>,
  { roster, days, dataThrough }: LoadedDesk,
  defaultLimit: number,
): DeskHistory {
  return historyThrough(ports, rosterTraders(roster, defaultLimit), dataThrough, days);
}

/**
 * Computes every trader's indicators and fired rules from the one series that the model reads too. Desk
 * stress is measured over all who traded, the retired included.
 * @param history through `dataThrough`
 */
export function deskFrom({ dataThrough, roster, days }: LoadedDesk, history: DeskHistory): Desk {
  const everyone = history.everyone(dataThrough);
  const memberOf = new Map(everyone.map((member) => [member.trader, member]));
  const traded = (entry: RosterEntry) => days.get(entry.trader)?.at(-1)?.sessionDate === dataThrough;
  const retired = roster.filter((entry) => !entry.active);
  return {
    dataThrough,
    traders: roster
      .filter((entry) => entry.active || traded(entry))
      .flatMap((entry) => {
        const member = memberOf.get(entry.trader);
        return member ? [deskTrader(entry, member, days.get(entry.trader) ?? [])] : [];
      }),
    members: everyone.filter(({ record }) => record.series.length > 0),
    retired: retired.filter((entry) => !traded(entry)).map((entry) => entry.trader),
    returned: retired.filter(traded).map((entry) => entry.trader),
  };
}

function deskTrader(
  { trader, desk }: RosterEntry,
  { record, context, baseLimit, riskCapital, firedRules }: DeskMember,
  days: readonly TraderDaySummary[],
): DeskTrader {
  const indicators = computeIndicators(record.series, context);
  return { trader, desk, baseLimit, riskCapital, days, indicators, firedRules };
}
