import type { LimitEvent } from '../../domain/limits/limitEvent.ts';
import type { StoredDecision } from '../outbox.ts';

/** What was decided, or what the mail asked for against the limit in force; changed: any change. */
export const decisionKinds = [
  'cut',
  'keep',
  'review',
  'withheld',
  'lower',
  'raise',
  'set',
  'changed',
] as const;

export type DecisionKind = (typeof decisionKinds)[number];

/** The place of a decision in the list: the newest session first, its traders by name. */
export interface DecisionPlace {
  readonly sessionDate: string;
  /** null: after every trader of the session. */
  readonly trader: string | null;
}

export interface DecisionQuestion {
  /** In upper or lower case; null: every trader. */
  readonly trader: string | null;
  /** Sessions, both included; null: unbounded. */
  readonly from: string | null;
  readonly to: string | null;
  readonly kind: DecisionKind | null;
  /** Decisions after this place in the list; null: from the first. */
  readonly after: DecisionPlace | null;
  readonly most: number;
}

export interface FoundDecision {
  readonly decision: StoredDecision;
  /** Corrections up to this decision. */
  readonly revision: number;
  /** What the mail asked for was answered so; null: not answered, or nothing was asked. */
  readonly answer: LimitEvent | null;
}

export interface DecisionPage {
  readonly found: readonly FoundDecision[];
  /** The question goes on after this place; null: all sessions were searched. */
  readonly next: DecisionPlace | null;
}

/** Finds decisions of past mornings. */
export interface DecisionSearch {
  search(question: DecisionQuestion): Promise<DecisionPage>;
}
