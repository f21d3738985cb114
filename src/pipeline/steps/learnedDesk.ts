import type { WalkForwardModel, WalkOptions } from '../../domain/engines/model/walkForwardModel.ts';
import type { LimitBasis } from '../../domain/ledger/traderDayFacts.ts';
import type { LimitLifetime } from '../../domain/limits/limitEvent.ts';
import type { LearningStore } from '../../ports/learningStore.ts';
import { forecastSession, type LearnedDesk, type LearnPorts, learnThrough } from '../learn.ts';
import type { ModelForecast } from './forecast.ts';
import {
  type Desk,
  type DeskPorts,
  deskFrom,
  historyOfLoaded,
  type LoadedDesk,
  loadDesk,
  SESSIONS_TO_LEARN,
} from './indicators.ts';

export interface LearnedDeskPorts extends LearnPorts, DeskPorts {
  readonly learning: LearningStore;
}

export interface LearnedDeskRequest {
  readonly sessionDate: string;
  readonly defaultLimit: number;
  readonly limitBasis: LimitBasis;
  readonly limitLifetime: LimitLifetime;
  readonly walk: WalkOptions;
}

/** The model that has learned every session before the morning, or why there is none. */
export type Learning =
  | { readonly kind: 'learned'; readonly walk: WalkForwardModel }
  | { readonly kind: 'none'; readonly why: string };

/**
 * Reads the desk and brings the model up to date, both from one series a trader. Where learning fails, the
 * desk is computed from the loaded days and the rules will decide: a broken model never keeps the mail from
 * going out.
 */
export async function readLearnedDesk(
  ports: LearnedDeskPorts,
  request: LearnedDeskRequest,
  dataThrough: string,
): Promise<{ readonly desk: Desk; readonly learning: Learning }> {
  // Before the desk is loaded: the drawn closes are part of what was learned.
  const settled = await attemptTo(ports, request, () => forgetOtherSettings(ports, request));
  const loaded = await loadDesk(ports, dataThrough);
  const attempt =
    settled.kind === 'failed'
      ? settled
      : await attemptTo(ports, request, () => learnFrom(ports, request, loaded));
  if (attempt.kind === 'done' && attempt.value !== null) {
    const { walk, history } = attempt.value;
    return { desk: deskFrom(ports, loaded, history), learning: { kind: 'learned', walk } };
  }
  const why = attempt.kind === 'failed' ? attempt.why : 'no session to learn from';
  const history = historyOfLoaded(ports, loaded, request.defaultLimit);
  return { desk: deskFrom(ports, loaded, history), learning: { kind: 'none', why } };
}

/** Asks the model for the morning's forecast; where it fails, says why, and the rules will decide. */
export async function forecastByModel(
  ports: LearnedDeskPorts,
  { sessionDate }: LearnedDeskRequest,
  learning: Learning,
  { members }: Desk,
): Promise<ModelForecast> {
  if (learning.kind === 'none') return learning;
  const attempt = await attemptTo(ports, { sessionDate }, () =>
    forecastSession(ports, learning.walk, sessionDate, members),
  );
  return attempt.kind === 'done'
    ? { kind: 'walked', walked: attempt.value }
    : { kind: 'none', why: attempt.why };
}

async function forgetOtherSettings(
  { learning, log }: LearnedDeskPorts,
  request: LearnedDeskRequest,
): Promise<void> {
  const sessions = await learning.learnWith(settingsOfLearning(request));
  if (sessions > 0)
    log.info('learned with other or unknown settings; the history is learned again', {
      sessionDate: request.sessionDate,
      sessions,
    });
}

/**
 * The settings that decide what a session's record holds. The tiers are left out: they only name a forecast.
 * So is whether cuts need a proof: the record keeps the figures, and the setting is asked each morning. So is
 * the default limit: like a base limit of the roster, it is a fact of the day on which it held.
 */
function settingsOfLearning({ limitBasis, limitLifetime, walk }: LearnedDeskRequest): string {
  const { tiers: _, cutsRequireProof: __, ...learnedWith } = walk;
  return JSON.stringify({ limitBasis, limitLifetime, ...learnedWith });
}

function learnFrom(
  ports: LearnedDeskPorts,
  request: LearnedDeskRequest,
  recent: LoadedDesk,
): Promise<LearnedDesk | null> {
  return learnThrough(ports, { ...request, recent, recentSessions: SESSIONS_TO_LEARN });
}

type Attempt<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly why: string };

async function attemptTo<T>(
  { log }: LearnedDeskPorts,
  { sessionDate }: Pick<LearnedDeskRequest, 'sessionDate'>,
  work: () => Promise<T>,
): Promise<Attempt<T>> {
  try {
    return { kind: 'done', value: await work() };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    log.error('the model failed; the rules decide', { sessionDate, error: why });
    return { kind: 'failed', why: `the model failed: ${why}` };
  }
}
