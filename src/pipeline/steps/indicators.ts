import type { DeskHistory } from '../../domain/engines/model/deskHistory.ts';
import type { DeskMember, RecordedMember } from '../../domain/engines/model/sessionForecast.ts';
import type { FiredRule } from '../../domain/engines/rules/evaluateRules.ts';
import { computeIndicators } from '../../domain/indicators/registry.ts';
import { HISTORY_SESSIONS } from '../../domain/indicators/traderSeries.ts';
import type { TraderDaySummary } from '../../domain/ledger/traderDayFacts.ts';
import type { RosterEntry } from '../../domain/roster/roster.ts';
import type { LearningStore } from '../../ports/learningStore.ts';
import type { RosterStore } from '../../ports/rosterStore.ts';
import { historyThrough, type LoadedHistory } from '../deskHistories.ts';
import { type HolePorts, readHoles, recentHoles } from '../holes.ts';
import { rosterTraders } from '../rosterTraders.ts';

/** A morning loads enough days to learn this many sessions: those that it fetches again each day. */
export const SESSIONS_TO_LEARN = 5;

/** One trader for the later steps: name, limit and capital in dollars, days, and indicators. */
export interface DeskTrader {
  readonly trader: string;
  readonly desk: string;
  readonly accounts: readonly string[];
  readonly baseLimit: number;
  readonly riskCapital: number;
  /** Active sessions, oldest first, through the session before the one decided for. */
  readonly days: readonly TraderDaySummary[];
  readonly indicators: Readonly<Record<string, number | null>>;
  /** The rules that fire on this morning, the deepest cut first. */
  readonly firedRules: readonly FiredRule[];
  /** Whether a session of the desk is missing among those that the rules look at. */
  readonly hasHole: boolean;
  /** The rules that do not fire because a session is missing. */
  readonly rulesAcrossHoles: readonly FiredRule[];
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
  /** Sessions missing in the store, ascending, as far back as indicators and model read. */
  readonly holes: readonly string[];
}

export interface DeskPorts extends HolePorts {
  readonly roster: RosterStore;
  readonly learning: Pick<LearningStore, 'drawnCloses'>;
}

/**
 * The roster, and each trader's last active sessions through `dataThrough`, oldest first: enough to learn
 * five sessions from.
 */
export interface LoadedDesk extends LoadedHistory {
  readonly dataThrough: string;
  readonly roster: readonly RosterEntry[];
}

export async function loadDesk(ports: DeskPorts, dataThrough: string): Promise<LoadedDesk> {
  const roster = await ports.roster.all();
  const days = await ports.ledger.recentDays(dataThrough, HISTORY_SESSIONS + SESSIONS_TO_LEARN);
  const drawn = await ports.learning.drawnCloses(ports.calendar.nextSession(dataThrough));
  return { dataThrough, roster, days, drawn, holes: await readHoles(ports, dataThrough) };
}

/** Loads the desk and computes every trader's indicators, without a model. */
export async function readDesk(ports: DeskPorts, dataThrough: string, defaultLimit: number): Promise<Desk> {
  const loaded = await loadDesk(ports, dataThrough);
  return deskFrom(ports, loaded, historyOfLoaded(ports, loaded, defaultLimit));
}

/** Builds the traders' series from the loaded days alone. */
export function historyOfLoaded(
  ports: Pick<DeskPorts, 'calendar'>,
  loaded: LoadedDesk,
  defaultLimit: number,
): DeskHistory {
  return historyThrough(ports, rosterTraders(loaded.roster, defaultLimit), loaded.dataThrough, loaded);
}

/**
 * Computes every trader's indicators and fired rules from the one series that the model reads too. Desk
 * stress is measured over all who traded, the retired included.
 * @param history through `dataThrough`
 */
export function deskFrom(
  { calendar }: Pick<DeskPorts, 'calendar'>,
  { dataThrough, roster, days, holes }: LoadedDesk,
  history: DeskHistory,
): Desk {
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
    members: everyone.filter(({ past }) => past.sessions > 0),
    retired: retired.filter((entry) => !traded(entry)).map((entry) => entry.trader),
    returned: retired.filter(traded).map((entry) => entry.trader),
    holes: recentHoles(calendar, holes, dataThrough),
  };
}

function deskTrader(
  { trader, desk, accounts }: RosterEntry,
  { past: record, context, baseLimit, riskCapital, firedRules, missing }: RecordedMember,
  days: readonly TraderDaySummary[],
): DeskTrader {
  const indicators = computeIndicators(record.series, context);
  const rulesAcrossHoles = record.rulesAcrossHoles(context.idleSessions === 0, missing);
  const hasHole = record.spansHole(missing);
  return {
    trader,
    desk,
    accounts,
    baseLimit,
    riskCapital,
    days,
    indicators,
    firedRules,
    hasHole,
    rulesAcrossHoles,
  };
}
