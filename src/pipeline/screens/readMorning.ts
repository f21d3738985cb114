import { RULES_WINDOW_SESSIONS, roomDollars } from '../../domain/engines/rules/drawdown.ts';
import { DRAWDOWN_BOUND_PCT } from '../../domain/engines/rules/evaluateRules.ts';
import type { MorningReport } from '../../domain/report/report.ts';
import { riskCapitalOf } from '../../domain/roster/roster.ts';
import type { Calendar } from '../../domain/session/calendar.ts';
import { addDays } from '../../domain/session/isoDate.ts';
import { morningTimes, type ScheduleSettings } from '../../domain/session/schedule.ts';
import type { LimitStore } from '../../ports/limits.ts';
import type { DecisionStore, Outbox } from '../../ports/outbox.ts';
import type { RosterStore } from '../../ports/rosterStore.ts';
import type { RunLedger } from '../../ports/runLedger.ts';
import type { DeskNow, MorningStatus, StoredMorning } from '../../ports/screens/morningReader.ts';
import type { ScreenRecords } from '../../ports/screens/screenRecords.ts';
import type { UnconfirmedAnswers } from '../../ports/unconfirmedAnswers.ts';
import { morningState } from '../daemon/morningState.ts';
import { type LimitTerms, readDeskLimits } from '../limits/deskLimits.ts';
import { newProcessState, readStoredState } from '../sessionState.ts';

export interface MorningPorts {
  readonly calendar: Calendar;
  readonly decisions: DecisionStore;
  readonly outbox: Outbox;
  readonly runs: RunLedger;
  readonly limits: LimitStore;
  readonly roster: RosterStore;
  readonly unconfirmed: UnconfirmedAnswers;
  readonly records: ScreenRecords;
}

/** What one session's mails asked for, and what was answered; null: nothing was decided for it. */
export async function readMorning(
  ports: MorningPorts,
  { defaultLimit }: Pick<LimitTerms, 'defaultLimit'>,
  sessionDate: string,
): Promise<StoredMorning | null> {
  const report = await ports.decisions.report(sessionDate);
  if (report === null) return null;
  const mails = await ports.records.mails(sessionDate);
  const events = await ports.limits.events(sessionDate);
  return {
    report,
    replaced: await ports.records.replaced(sessionDate),
    events: events.filter((event) => event.sessionDate === sessionDate),
    unconfirmed: await ports.unconfirmed.of(sessionDate),
    mails,
    isMailed: mails.some(
      ({ kind, status }) => kind === 'morning' && (status === 'sent' || status === 'ambiguous'),
    ),
    rooms: await readRooms(ports, report, defaultLimit),
  };
}

/**
 * Dollars that a trader may lose on the next session before the drawdown rule cuts at 15 % of the risk
 * capital.
 *
 * Example: risk capital $100,000 and a fresh drawdown of 3 %: $12,000.
 */
async function readRooms(
  { roster, records }: MorningPorts,
  { dataThrough, decisions }: MorningReport,
  defaultLimit: number,
): Promise<ReadonlyMap<string, number>> {
  const recent = await records.recentNetPnl(dataThrough, RULES_WINDOW_SESSIONS);
  const decided = new Set(decisions.map(({ trader }) => trader));
  const entries = (await roster.all()).filter(({ trader }) => decided.has(trader) && recent.has(trader));
  return new Map(
    entries.map((entry) => {
      const netPnl = recent.get(entry.trader) ?? [];
      const riskCapital = riskCapitalOf(entry, defaultLimit);
      return [entry.trader, roomDollars({ netPnl, riskCapital }, DRAWDOWN_BOUND_PCT)];
    }),
  );
}

/** The state of a session's morning, as the daemon finds it in the store. */
export async function readStatus(
  ports: MorningPorts,
  settings: ScheduleSettings,
  recipients: readonly string[],
  { sessionDate, now }: { readonly sessionDate: string; readonly now: Date },
): Promise<MorningStatus> {
  const times = morningTimes(sessionDate, ports.calendar, settings);
  const stored = await readStoredState(ports, times, { recipients, remindUnanswered: false }, now);
  const before = await ports.decisions.lastDecided(addDays(sessionDate, -1));
  const state = {
    ...newProcessState(sessionDate),
    stored,
    // A desk that has never mailed a morning misses none.
    missed: !stored.begun && before !== null,
  };
  return {
    times,
    state: morningState(now, times, state),
    mails: await ports.records.mails(sessionDate),
    steps: await ports.records.steps(sessionDate),
  };
}

/** The limits in force of the session due now, and every override. */
export async function readNow(ports: MorningPorts, terms: LimitTerms): Promise<DeskNow> {
  // A mail of a later session exists where someone ran that morning ahead of its time.
  const last = (await ports.decisions.lastDecided('9999-12-31')) ?? '';
  const dueSession = last > terms.dueSession ? last : terms.dueSession;
  const limits = await readDeskLimits(ports, { ...terms, dueSession });
  return {
    inForce: new Map(limits.map(({ trader, inForce }) => [trader, inForce])),
    baseLimits: new Map(limits.map(({ trader, baseLimit }) => [trader, baseLimit])),
    overrides: await ports.limits.overrides(),
  };
}
