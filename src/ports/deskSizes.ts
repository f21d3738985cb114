import type { SizeAnswer, SizeQuestion } from '../domain/risk/sizing/sizeAnswer.ts';

/** A question without what the store knows: the trader's usual order in the symbol. */
export interface AskedSize extends Omit<SizeQuestion, 'usual'> {
  /** null: the session that the desk stands at. */
  readonly sessionDate: string | null;
}

/** Sizes of traders, from what is stored. Nothing is stored. */
export interface DeskSizes {
  /**
   * @throws InputError `unknown_trader`, `unknown_symbol`, `no_sessions`, `not_learned`; ConfigurationError
   *   `not_a_session`
   */
  size(asked: AskedSize): Promise<SizeAnswer>;
}
