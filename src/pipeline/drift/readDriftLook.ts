import type { DeskHistory } from '../../domain/engines/model/deskHistory.ts';
import type { RosterTrader } from '../../domain/engines/model/traderRecord.ts';
import type { WalkOptions } from '../../domain/engines/model/walkForwardModel.ts';
import { DECAY_SESSIONS, scoreDecay } from '../../domain/engines/scoreDecay.ts';
import { compareFits, type DriftLook } from '../../domain/evaluation/driftLook.ts';
import { type ModelFit, modelFit } from '../../domain/evaluation/modelHistory.ts';
import type { LimitBasis } from '../../domain/ledger/traderDayFacts.ts';
import type { LimitLifetime } from '../../domain/limits/limitEvent.ts';
import { CollectedIndicators } from '../../domain/risk/drift/collectedIndicators.ts';
import { type IndicatorDrift, indicatorDrift } from '../../domain/risk/drift/indicatorDrift.ts';
import { LOOK_SESSIONS, SESSIONS_BETWEEN_LOOKS } from '../../domain/risk/drift/indicatorHistory.ts';
import type { DrawnCloses } from '../../ports/learningStore.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { ModelRecords } from '../../ports/screens/modelRecords.ts';
import { historyBefore, uncensoredBy } from '../deskHistories.ts';
import { type LearnPorts, learnThrough } from '../learn.ts';
import { sessionsBefore } from '../limitedSessions.ts';
import { rosterTraders } from '../rosterTraders.ts';
import { loadDesk, SESSIONS_TO_LEARN } from '../steps/indicators.ts';

export interface DriftPorts extends LearnPorts {
  readonly modelRecords: Pick<ModelRecords, 'fits'>;
  readonly clock: Pick<Clock, 'wait'>;
}

export interface DriftRequest {
  /** The session before whose open the look is made. */
  readonly sessionDate: string;
  readonly defaultLimit: number;
  readonly limitBasis: LimitBasis;
  readonly limitLifetime: LimitLifetime;
  readonly walk: WalkOptions;
}

const NO_NAMES: readonly string[] = [];

/**
 * Makes the look at drift on the morning of a session, from what is stored before it. Sessions that no
 * morning has learned yet are learned in memory: nothing is stored.
 */
export async function readDriftLook(ports: DriftPorts, request: DriftRequest): Promise<DriftLook> {
  const { sessionDate } = request;
  const before = await storedSessions(ports, sessionDate);
  const learned = await learnInMemory(ports, request);
  const missingSessions = Math.max(0, LOOK_SESSIONS - before);
  const scores = scoreDecay(learned.scores);
  return {
    session: sessionDate,
    missingSessions,
    indicators:
      missingSessions > 0 ? [] : await indicatorDrifts(ports, request, { before, drawn: learned.drawn }),
    missingScores: Math.max(0, DECAY_SESSIONS - learned.scores.length),
    scores,
    retrain: scores.some(({ decayed }) => decayed),
    fits: compareFits(learned.fits),
  };
}

/** The sessions of the desk before a session, from its first one on. */
async function storedSessions({ fills, calendar }: DriftPorts, sessionDate: string): Promise<number> {
  const range = await fills.sessionRange();
  const through = calendar.previousSession(sessionDate);
  return range === null || range.first > through ? 0 : calendar.sessionsBetween(range.first, through).length;
}

/** Scores of the model, its weekly fits, and the drawn closes of stopped days. */
async function learnInMemory(ports: DriftPorts, request: DriftRequest) {
  const { sessionDate } = request;
  const recent = await loadDesk(ports, ports.calendar.previousSession(sessionDate));
  const fresh: ModelFit[] = [];
  const drawn = new Map(recent.drawn);
  const learning: LearnPorts['learning'] = {
    ...ports.learning,
    keep: async () => undefined,
    save: async (record, model) => {
      drawn.set(record.sessionDate, record.drawnCloses);
      const fit = fresh.some(({ id }) => id === model.id) ? null : modelFit(model, record.sessionDate);
      if (fit !== null) fresh.push(fit);
    },
  };
  const shadows = { decided: async () => [], saveScores: async () => undefined };
  const recentSessions = SESSIONS_TO_LEARN;
  const learned = await learnThrough({ ...ports, learning, shadows }, { ...request, recent, recentSessions });
  const [first = sessionDate] = sessionsBefore(ports.calendar, sessionDate, LOOK_SESSIONS);
  const stored = await ports.modelRecords.fits(first, ports.calendar.previousSession(sessionDate), null);
  const known = new Set(stored.map(({ id }) => id));
  const fits = [...stored, ...fresh.filter(({ id }) => !known.has(id))];
  return { scores: learned?.walk.scores ?? [], fits, drawn };
}

/** Indicators of the mornings of this look and of the one before, as far as sessions are stored. */
async function indicatorDrifts(
  ports: DriftPorts,
  request: DriftRequest,
  { before, drawn }: { readonly before: number; readonly drawn: DrawnCloses },
): Promise<readonly IndicatorDrift[]> {
  const { calendar, clock, roster } = ports;
  const mornings = Math.min(before, LOOK_SESSIONS + SESSIONS_BETWEEN_LOOKS);
  const sessions = [...sessionsBefore(calendar, request.sessionDate, mornings - 1), request.sessionDate];
  const traders = rosterTraders(await roster.all(), request.defaultLimit);
  const collected = await collect(ports, { sessions, traders, drawn });
  const found: IndicatorDrift[] = [];
  for (const { isOfDesk, ...history } of collected.histories()) {
    found.push(indicatorDrift(history, isOfDesk ? NO_NAMES : collected.traders));
    // A large desk takes a tenth of a second for each indicator: other work goes on in between.
    await clock.wait(0);
  }
  return found;
}

interface Mornings {
  readonly sessions: readonly string[];
  readonly traders: readonly RosterTrader[];
  readonly drawn: DrawnCloses;
}

async function collect(
  ports: DriftPorts,
  { sessions, traders, drawn }: Mornings,
): Promise<CollectedIndicators> {
  const { calendar } = ports;
  const [from = '', through = from] = [sessions[0], sessions.at(-1)];
  const history = await historyBefore(ports, traders, from, calendar.previousSession(through), drawn);
  const collected = new CollectedIndicators();
  let added = calendar.previousSession(from);
  for (const session of sessions) {
    const last = calendar.previousSession(session);
    if (last > added) await push(ports, history, { after: added, through: last }, drawn);
    added = last;
    collected.add(history.members(last));
  }
  return collected;
}

async function push(
  { ledger }: DriftPorts,
  history: DeskHistory,
  { after, through }: { readonly after: string; readonly through: string },
  drawn: DrawnCloses,
): Promise<void> {
  const days = await ledger.days(after, through);
  history.push(
    days.filter(({ sessionDate }) => sessionDate > after),
    uncensoredBy(drawn),
  );
}
