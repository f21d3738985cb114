import type { SessionRecord } from '../../src/domain/engines/model/sessionRecord.ts';
import { SessionTally } from '../../src/domain/engines/model/sessionTally.ts';
import { firstModel } from '../../src/domain/engines/model/trainedModel.ts';

/** A learned session without forecasts, as the store keeps it. */
export function learnedSession(sessionDate: string, override: Partial<SessionRecord> = {}): SessionRecord {
  const forecast = {
    sessionDate,
    model: firstModel,
    gate: null,
    breaker: null,
    decayed: [],
    cutProof: null,
    cutsOff: null,
    cutEngine: 'rules',
    engine: 'rules',
    traders: [],
  } as const;
  return { ...new SessionTally(0).record(forecast, 0), ...override };
}
