import type { Decision } from '../decision/decision.ts';
import type { EngineName } from '../engines/proposal.ts';

/**
 * State of the gate that decides whether the model is in force (docs/methods.md, section 9). Shares are
 * fractions: 0.1 = 10 %.
 */
export interface GateState {
  readonly improvement: number;
  readonly lowerBound: number;
  readonly sessions: number;
  readonly inForce: boolean;
}

export interface Alert {
  readonly code: string;
  readonly trader?: string;
  readonly text: string;
}

/** A data quality finding: a code, the number of cases, and a sentence. */
export interface DataQualityNote {
  readonly code: string;
  readonly count: number;
  readonly text: string;
}

/** A trader's recent sessions for the chart next to a cut, oldest first, without idle sessions. */
export interface TraderHistory {
  readonly trader: string;
  readonly sessions: readonly { readonly sessionDate: string; readonly netPnl: number }[];
}

/** Desk totals of the session that the report covers. */
export interface DeskSummary {
  readonly netPnl: number;
  readonly fees: number;
  readonly fills: number;
  readonly activeTraders: number;
  readonly losingTraders: number;
}

/** The morning report as data: everything that the mail, the terminal and the JSON show. */
export interface MorningReport {
  /** The session of the limits, and the last session whose fills were used. */
  readonly sessionDate: string;
  readonly dataThrough: string;
  readonly source: SourceName;
  readonly engine: EngineName;
  readonly engineReason: string;
  readonly gate: GateState | null;
  readonly desk: DeskSummary;
  /** One per active trader on the roster: deepest cut first, then review, withheld, and the rest by name. */
  readonly decisions: readonly Decision[];
  readonly histories: readonly TraderHistory[];
  readonly alerts: readonly Alert[];
  readonly dataQuality: readonly DataQualityNote[];
  /**
   * The subject of the session's first mail, which a correction replies to; set only in a replaced report.
   */
  readonly firstSubject?: string;
}

export type SourceName = 'propreports' | 'csv' | 'demo';
