import type { SessionOutcome } from '../domain/engines/model/sessionOutcome.ts';
import { type ShadowScore, scoreShadow } from '../domain/evaluation/shadowScore.ts';
import type { StopOptions } from '../domain/outcome/counterfactual.ts';
import type { Log } from '../ports/runtime.ts';
import type { ShadowStore } from '../ports/shadows.ts';

export interface ScorePorts {
  readonly shadows: Pick<ShadowStore, 'decided' | 'saveScores'>;
  readonly log: Log;
}

/** The outcome of one session, as the model learned it. */
export interface OutcomeOfSession {
  readonly sessionDate: string;
  readonly outcomes: ReadonlyMap<string, SessionOutcome>;
}

/** Scores what the shadow strategies decided for a session by its outcome. */
export async function scoresOfSession(
  { shadows }: { readonly shadows: Pick<ShadowStore, 'decided'> },
  { sessionDate, outcomes }: OutcomeOfSession,
  stop: StopOptions,
): Promise<readonly ShadowScore[]> {
  const decided = await shadows.decided(sessionDate);
  return decided.map((shadow) => scoreShadow(shadow, outcomes, stop));
}

/**
 * Stores the scores of a session when it is learned, and again when it is learned again after a correction.
 * An error is logged: learning goes on.
 */
export async function storeScores(
  ports: ScorePorts,
  session: OutcomeOfSession,
  stop: StopOptions,
): Promise<void> {
  try {
    const scores = await scoresOfSession(ports, session, stop);
    if (scores.length > 0) await ports.shadows.saveScores(scores);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    ports.log.error('the shadow strategies of a session could not be scored', {
      sessionDate: session.sessionDate,
      error: problem,
    });
  }
}
