/** Sessions that the last ones are compared with. */
export const REFERENCE_SESSIONS = 250;
/** The last sessions, which may have changed. */
export const CURRENT_SESSIONS = 60;
/** A look needs as many sessions. */
export const LOOK_SESSIONS = REFERENCE_SESSIONS + CURRENT_SESSIONS;
/** Sessions between two looks. */
export const SESSIONS_BETWEEN_LOOKS = 5;

/** What one indicator was on one session, trader by trader. */
export interface SessionValues {
  /** The place of each value's trader in the list of the desk's traders. */
  readonly traders: ArrayLike<number>;
  /** In the order of `traders`; NaN where the indicator was unknown. */
  readonly values: ArrayLike<number>;
}

/** One indicator over sessions, oldest first. */
export interface IndicatorHistory {
  readonly id: string;
  readonly sessions: readonly SessionValues[];
}
