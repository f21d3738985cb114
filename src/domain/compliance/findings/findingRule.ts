import type { Period } from '../period.ts';

/** minor: a control worked late or partly. major: a control was not effective. */
export type FindingGrade = 'minor' | 'major';

/** What a rule found, with the entries of the audit trail that it rests on. */
export interface Found {
  /** The session concerned; null: a whole period. */
  readonly session: string | null;
  readonly trader: string | null;
  readonly text: string;
  /** Sequence numbers, ascending. Empty where the finding is that nothing was recorded. */
  readonly entries: readonly number[];
}

/** One rule of the registry. */
export interface FindingRule {
  readonly id: string;
  /** What was found, in words that need no code. */
  readonly title: string;
  readonly threshold: string;
  readonly grade: FindingGrade;
  readonly find: (period: Period) => readonly Found[];
}

export interface Finding extends Found {
  readonly id: string;
  readonly grade: FindingGrade;
  readonly threshold: string;
}

/** Sequence numbers of entries, ascending. */
export function sequencesOf(entries: readonly { readonly sequence: number }[]): readonly number[] {
  return entries.map(({ sequence }) => sequence).toSorted((a, b) => a - b);
}
