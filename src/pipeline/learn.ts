import { dayForecasts } from '../domain/engines/model/dayForecast.ts';
import type { DeskHistory } from '../domain/engines/model/deskHistory.ts';
import type { DeskMember, SessionForecast } from '../domain/engines/model/sessionForecast.ts';
import type { RosterTrader } from '../domain/engines/model/traderRecord.ts';
import { WalkForwardModel, type WalkOptions } from '../domain/engines/model/walkForwardModel.ts';
import type { LimitBasis } from '../domain/ledger/traderDayFacts.ts';
import type { LimitLifetime } from '../domain/limits/limitEvent.ts';
import type { StopOptions } from '../domain/outcome/counterfactual.ts';
import { sizingForecast } from '../domain/risk/sizing/sizingForecast.ts';
import type { FillStore } from '../ports/fillStore.ts';
import type { LearningStore } from '../ports/learningStore.ts';
import type { RosterStore } from '../ports/rosterStore.ts';
import type { SizingForecasts } from '../ports/sizingForecasts.ts';
import { historyBefore, historyOf, type LoadedHistory } from './deskHistories.ts';
import { rosterTraders } from './rosterTraders.ts';
import { type ScorePorts, storeScores } from './scoreShadows.ts';
import { type WalkPorts, type WalkRange, walkSessions } from './walkSessions.ts';

export interface LearnPorts extends WalkPorts, ScorePorts {
  readonly fills: FillStore;
  readonly roster: RosterStore;
  readonly learning: LearningStore;
  readonly sizingForecasts: SizingForecasts;
}

export interface LearnRequest {
  readonly sessionDate: string;
  readonly defaultLimit: number;
  readonly limitBasis: LimitBasis;
  readonly limitLifetime: LimitLifetime;
  readonly walk: WalkOptions;
  /**
   * Already loaded days of each trader, the last active sessions through the session before `sessionDate`,
   * and the holes through it.
   */
  readonly recent: LoadedHistory;
  /** The days in `recent` are enough to learn this many sessions. */
  readonly recentSessions: number;
}

/** The first morning learns years at once. From this many sessions the terminal shows progress. */
const PROGRESS_SESSIONS = 20;

/**
 * A model that has learned every session before a morning, with the history that it learned from, up to that
 * morning.
 */
export interface LearnedDesk {
  readonly walk: WalkForwardModel;
  readonly history: DeskHistory;
}

/**
 * Learns every session before `sessionDate` that has not been learned yet, or whose facts have changed since.
 * On an ordinary morning that is the previous session, however long the history. Returns null for a desk
 * without any session.
 */
export async function learnThrough(ports: LearnPorts, request: LearnRequest): Promise<LearnedDesk | null> {
  const { sessionDate } = request;
  const range = await ports.fills.sessionRange();
  if (range === null || range.first >= sessionDate) return null;
  const state = await ports.learning.state(sessionDate);
  const learned = state?.records.at(-1)?.sessionDate ?? null;
  const from = learned === null ? firstSession(ports, range.first) : ports.calendar.nextSession(learned);
  const through = ports.calendar.previousSession(sessionDate);
  const walk = new WalkForwardModel(request.walk, state ?? undefined);
  const roster = rosterTraders(await ports.roster.all(), request.defaultLimit);
  const history = await historyFor(ports, request, roster, from);
  const { limitBasis: basis, limitLifetime: lifetime, recent } = request;
  const missing = { from, through, basis, lifetime, roster, drawn: recent.drawn };
  await learn(ports, walk, history, missing, request.walk.stop);
  return { walk, history };
}

/**
 * Returns the forecast of model and rules for one morning. Stores the model, since the decisions will name
 * it, and the forecasts, which stress tests and sizes read.
 */
export async function forecastSession(
  { learning, sizingForecasts }: Pick<LearnPorts, 'learning' | 'sizingForecasts'>,
  walk: WalkForwardModel,
  sessionDate: string,
  members: readonly DeskMember[],
): Promise<SessionForecast> {
  const forecast = walk.forecast(sessionDate, members);
  // A correction may arrive before the session is learned: the next morning then fits another model.
  await learning.keep(forecast.model, sessionDate, dayForecasts(forecast));
  await sizingForecasts.save(sessionDate, sizingForecast(forecast));
  return forecast;
}

function historyFor(
  ports: LearnPorts,
  { sessionDate, recent, recentSessions }: LearnRequest,
  roster: readonly RosterTrader[],
  from: string,
): DeskHistory | Promise<DeskHistory> {
  const through = ports.calendar.previousSession(sessionDate);
  const missing = ports.calendar.sessionsBetween(from, through).length;
  return missing <= recentSessions
    ? historyOf(ports, roster, from, recent)
    : historyBefore(ports, roster, from, through, recent.drawn);
}

async function learn(
  ports: LearnPorts,
  walk: WalkForwardModel,
  history: DeskHistory,
  range: WalkRange,
  stop: StopOptions,
): Promise<void> {
  if (range.from > range.through) return;
  const count = ports.calendar.sessionsBetween(range.from, range.through).length;
  if (count >= PROGRESS_SESSIONS) ports.progress.start('learning', count);
  for await (const { forecast, record, outcomes } of walkSessions(ports, walk, history, range)) {
    await ports.learning.save(record, forecast.model);
    await storeScores(ports, { sessionDate: record.sessionDate, outcomes }, stop);
  }
  if (count >= PROGRESS_SESSIONS) ports.progress.finish();
}

function firstSession({ calendar }: LearnPorts, date: string): string {
  return calendar.isSession(date) ? date : calendar.nextSession(date);
}
