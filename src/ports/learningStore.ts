import type { CutProof } from '../domain/engines/cutProof.ts';
import type { GateDecision } from '../domain/engines/gate.ts';
import type { DayForecast, TraderDayForecast } from '../domain/engines/model/dayForecast.ts';
import type { SessionRecord } from '../domain/engines/model/sessionRecord.ts';
import type { TrainedModel } from '../domain/engines/model/trainedModel.ts';
import type { WalkState } from '../domain/engines/model/walkForwardModel.ts';

/** By session, then trader, dollars. */
export type DrawnCloses = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** z of the traders of a learned session against the forecasts made before it. */
export interface LearnedResiduals {
  readonly sessionDate: string;
  readonly byTrader: ReadonlyMap<string, number>;
}

/**
 * What the model has learned, session by session. A changed fact and an event
 * of a limit delete their session and all later ones.
 */
export interface LearningStore {
  /**
   * State of the walk before a session: the last records, with the traders of the last one; null before the
   * first.
   */
  state(before: string): Promise<WalkState | null>;
  /** The last learned session before a session; null: none. */
  learnedThrough(before: string): Promise<string | null>;
  /** Stores a session and the model that was in force on its morning. */
  save(record: SessionRecord, model: TrainedModel): Promise<void>;
  /**
   * Stores the model that a morning's decisions name, and each trader's forecast for the session in place of
   * earlier ones. They stay when the session before is learned again.
   */
  keep(model: TrainedModel, sessionDate: string, forecasts: readonly TraderDayForecast[]): Promise<void>;
  /** The forecasts of a session, by trader; null where no morning of it was computed. */
  forecasts(sessionDate: string): Promise<ReadonlyMap<string, DayForecast> | null>;
  /**
   * Residuals of the last `limit` learned sessions before a session, by trader, oldest first. Sessions that
   * another version learned have none.
   */
  residuals(before: string, limit: number): Promise<readonly LearnedResiduals[]>;
  /**
   * The drawn closes of stopped days in the learned sessions before a session, dollars, by session, then
   * trader. They are part of what was learned: a changed fact or limit deletes them with their session.
   */
  drawnCloses(before: string): Promise<DrawnCloses>;
  /** The gate's weekly decisions on mornings of a range, each once, oldest first. */
  gateDecisions(from: string, to: string): Promise<readonly GateDecision[]>;
  /** What the mornings of a range knew of the cuts before them, each decision once, oldest first. */
  cutProofs(from: string, to: string): Promise<readonly CutProof[]>;
  /** Deletes every session, so that all are learned again; returns how many. */
  forget(): Promise<number>;
  /**
   * Deletes every session that was learned with other settings, so that old and new scores are never mixed;
   * returns how many.
   */
  learnWith(settings: string): Promise<number>;
}
