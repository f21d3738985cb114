import type { Answer } from '../domain/limits/answer.ts';
import type { InForce } from '../domain/limits/inForce.ts';
import type { EventChannel } from '../domain/limits/limitEvent.ts';
import type { NewOverride, Override } from '../domain/limits/override.ts';
import type { OverrideRefusal } from '../domain/limits/overrideRules.ts';

/** An answer that arrived over the web. */
export interface DeskAnswer {
  readonly sessionDate: string;
  /** null: every trader whose limit the mail changed. */
  readonly trader: string | null;
  readonly answer: Answer;
  readonly by: string;
  readonly through: EventChannel;
}

/** Several answers to the mail of one session, by one author. */
export interface DeskAnswers extends Omit<DeskAnswer, 'trader' | 'answer'> {
  readonly answers: readonly { readonly trader: string; readonly answer: Answer }[];
}

/** The confirmation of an answer that was kept as unconfirmed. */
export interface DeskConfirmation extends Omit<DeskAnswer, 'trader' | 'answer'> {
  /** Of UnconfirmedAnswer. */
  readonly id: number;
}

/** What became of one of several answers, in their order. */
export type DeskAnswerResult =
  | { readonly trader: string; readonly answered: DeskAnswered }
  | { readonly trader: string; readonly refused: Error };

/** One answered line: what was mailed, and what is in force now. */
export interface DeskAnswered {
  readonly trader: string;
  /** Dollars. */
  readonly mailed: number;
  /** null: the trader is no longer active. */
  readonly inForce: InForce | null;
}

/** An override as it is asked for; sessions default to the one due now. */
export interface DeskOverride {
  readonly trader: string;
  /** Dollars. */
  readonly dollars: number;
  readonly firstSession: string | null;
  readonly lastSession: string | null;
  /** A key of overrideReasons, as it was written. */
  readonly reason: string;
  readonly note: string | null;
  readonly by: string;
}

/** What an override would do, before it is given. */
export interface PreviewedOverride {
  readonly override: NewOverride;
  /** How many sessions it covers. */
  readonly sessions: number;
  /** The limit that holds now. */
  readonly inForce: InForce;
}

/**
 * What a risk manager can do over the web. Each write names its author and is in the audit trail. The rules
 * and errors are those of the commands.
 */
export interface DeskActions {
  /** The session that the desk stands at. */
  dueSession(): Promise<string>;
  /** @throws InputError `unknown_trader`, `not_a_session`, `future_session`, `nothing_to_answer` */
  answer(request: DeskAnswer): Promise<readonly DeskAnswered[]>;
  /**
   * Records several answers at once. An answer that is refused (`unknown_trader`, `nothing_to_answer`) does
   * not keep the others from being recorded.
   * @throws InputError `not_a_session`, `future_session`, `nothing_to_answer`: then nothing was recorded.
   */
  answerEach(request: DeskAnswers): Promise<readonly DeskAnswerResult[]>;
  /**
   * Records an unconfirmed answer with the name of who confirms it.
   * @throws InputError `nothing_to_answer` where it no longer waits; and as `answer`.
   */
  confirmAnswer(request: DeskConfirmation): Promise<DeskAnswered>;
  /**
   * What `giveOverride` would store, or the rule that it breaks. Stores nothing.
   * @throws InputError `unknown_trader`, `not_a_session`
   */
  previewOverride(request: DeskOverride): Promise<PreviewedOverride | { readonly refusal: OverrideRefusal }>;
  /** @throws InputError `unknown_trader`, `not_a_session`, `bad_override` */
  giveOverride(request: DeskOverride): Promise<Override>;
  /** @throws InputError `override_approval` */
  approveOverride(id: number, by: string): Promise<Override>;
  /** @throws InputError `bad_override` where there is none to end with this number. */
  endOverride(id: number, by: string): Promise<Override>;
  /** @throws InputError `unknown_trader`, `bad_override` where there is none to end. */
  endOverrides(trader: string, by: string): Promise<readonly Override[]>;
}
