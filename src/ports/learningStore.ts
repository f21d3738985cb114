import type { GateDecision } from '../domain/engines/gate.ts';
import type { SessionRecord } from '../domain/engines/model/sessionRecord.ts';
import type { TrainedModel } from '../domain/engines/model/trainedModel.ts';
import type { WalkState } from '../domain/engines/model/walkForwardModel.ts';

/** What the model has learned, session by session. Facts that change make the store forget the session and all after it. */
export interface LearningStore {
  /** Where the walk stood before a session: the last records, with the traders of the last one; null before the first. */
  state(before: string): Promise<WalkState | null>;
  /** Keeps a session and the model that was in force on its morning. */
  save(record: SessionRecord, model: TrainedModel): Promise<void>;
  /** Keeps the model that a morning's decisions name, whatever becomes of its session. */
  keep(model: TrainedModel): Promise<void>;
  /** The gate's weekly decisions on mornings of a range, oldest first. */
  gateDecisions(from: string, to: string): Promise<readonly GateDecision[]>;
  /** Forgets every session, so that all is learned anew; says how many. */
  forget(): Promise<number>;
}
