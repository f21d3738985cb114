import type { FillColumns } from './fillColumns.ts';

/** Instead of a place: no stored fill is the incoming one. */
export const NEW = -1;
/** Instead of a place: the stored fill of this id is another fill, so the id cannot be trusted. */
export const CONFLICT = -2;

/** Two blocks and the pairs found so far. */
export interface Search {
  readonly incoming: FillColumns;
  readonly stored: FillColumns;
  readonly places: Int32Array;
  /** 1 for a stored fill that is paired, or in conflict. */
  readonly taken: Uint8Array;
}

/** Whose ids the pair of an incoming and a stored fill keeps. */
export type KeptIds = 'united' | 'stored' | 'incoming';
