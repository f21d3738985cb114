import type { Decision } from '../decision/decision.ts';
import type { EngineName } from '../engines/proposal.ts';

/** State of the gate that decides whether the model may speak (methods: the gate). Shares are fractions, 0.1 = 10 %. */
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

/** One line of "can these numbers be trusted": a code, how many, and a sentence saying what it means. */
export interface DataQualityNote {
  readonly code: string;
  readonly count: number;
  readonly text: string;
}

/** A trader's recent past, for the picture beside a cut: sessions oldest first, idle ones left out. */
export interface TraderHistory {
  readonly trader: string;
  readonly sessions: readonly { readonly sessionDate: string; readonly netPnl: number }[];
}

/** The desk on the session that the report looks back on. */
export interface DeskSummary {
  readonly netPnl: number;
  readonly fees: number;
  readonly fills: number;
  readonly activeTraders: number;
  readonly losingTraders: number;
}

/** The morning's message as data: everything the mail, the table on the terminal and the JSON say. */
export interface MorningReport {
  /** The session decided for, and the last one whose fills were used. */
  readonly sessionDate: string;
  readonly dataThrough: string;
  readonly source: SourceName;
  readonly engine: EngineName;
  readonly engineReason: string;
  readonly gate: GateState | null;
  readonly desk: DeskSummary;
  /** One per active trader on the roster, deepest cut first, then review and withheld, then the rest by name. */
  readonly decisions: readonly Decision[];
  readonly histories: readonly TraderHistory[];
  readonly alerts: readonly Alert[];
  readonly dataQuality: readonly DataQualityNote[];
  /** Subject of the session's first mail, which corrections answer; only on a report that took the place of another. */
  readonly firstSubject?: string;
}

export type SourceName = 'propreports' | 'csv' | 'demo';
