import type { Decision } from '../decision/decision.ts';
import type { LimitChange } from '../decision/limitLine.ts';
import type { EngineName } from '../engines/proposal.ts';
import type { PlatformDifference } from '../limits/platformDifference.ts';
import type { PlatformFiles } from '../limits/profile/platformFiles.ts';
import type { CutSwitch } from './cutSwitch.ts';

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

/** A trader's recent sessions for the chart next to a change, oldest first, without idle sessions. */
export interface TraderHistory {
  readonly trader: string;
  readonly sessions: readonly HistorySession[];
}

export interface HistorySession {
  readonly sessionDate: string;
  readonly netPnl: number;
  /** The limit in force during the session, dollars; null: unknown; absent from older reports. */
  readonly limitInForce?: number | null;
}

/** Net P&L of one trader, dollars. */
export interface TraderPnl {
  readonly trader: string;
  /** Of the session that the report covers; null: the trader did not trade. */
  readonly yesterday: number | null;
  /** Of the last five sessions of the desk. */
  readonly fiveSessions: number;
  readonly monthToDate: number;
}

/** Desk totals of the session that the report covers. */
export interface DeskSummary {
  readonly netPnl: number;
  readonly fees: number;
  readonly fills: number;
  readonly activeTraders: number;
  readonly losingTraders: number;
}

/** Net P&L of the desk, dollars: of the last session, and of its week and month up to it. */
export interface DeskPnl {
  readonly yesterday: number;
  readonly week: number;
  readonly monthToDate: number;
}

/** How many lines ask for each change. */
export type ChangeCounts = Readonly<Record<LimitChange, number>>;

/** What became of the limits that were in force on the last session. */
export interface Yesterday {
  /** Traders with a limit below the base limit in force. */
  readonly cuts: number;
  readonly stopped: readonly StoppedYesterday[];
  /** Traders who reached the limit in force and went on opening positions. */
  readonly ignored: readonly IgnoredYesterday[];
  readonly notReached: number;
  /** Traders whose assumed limits count as not applied, by name; absent from older reports. */
  readonly assumedNotApplied?: readonly string[];
  /** Traders who were not stopped and used more than 80 % of the limit in force, most first. */
  readonly nearLimit: readonly { readonly trader: string; readonly usedPct: number }[];
  /** Share of the limit in force that each trader used at worst, percent; of traders who traded. */
  readonly usedPct: Readonly<Record<string, number>>;
  /** Dollars that the cuts saved and cost, each 0 or more; null: not known. */
  readonly saved: number | null;
  readonly cost: number | null;
  /** 5-95 % of saved − cost, dollars. */
  readonly interval: readonly [number, number] | null;
  /** Stopped days whose continuation is not known. */
  readonly notKnown: number;
  /** Overrides of the last session against the recommendation: above 0 the override saved money. */
  readonly overrides: readonly {
    readonly trader: string;
    readonly by: string;
    readonly dollars: number | null;
  }[];
}

export interface StoppedYesterday {
  readonly trader: string;
  /** Seconds since midnight, market time. */
  readonly secondOfDay: number;
  /** The limit in force, dollars. */
  readonly limit: number;
  /** The mail assumed the limit; it was never confirmed. */
  readonly isAssumed: boolean;
  /** Mean of what such days became after that point, dollars (below 0: the stop saved); null: not known. */
  readonly continuation: number | null;
}

export interface IgnoredYesterday {
  readonly trader: string;
  readonly secondOfDay: number;
  readonly limit: number;
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
  /** Absent where cuts are on, as in the mail before, and from older reports. */
  readonly cutSwitch?: CutSwitch;
  readonly desk: DeskSummary;
  /** One per active trader on the roster: by change (lower, raise, set, stay), the deepest cut first. */
  readonly decisions: readonly Decision[];
  readonly histories: readonly TraderHistory[];
  readonly alerts: readonly Alert[];
  readonly dataQuality: readonly DataQualityNote[];
  /** Lines by change; this and what follows are absent from reports stored before they existed. */
  readonly changes?: ChangeCounts;
  /** The newest fills are older than the session before, and the run was allowed to go on. */
  readonly stale?: boolean;
  readonly deskPnl?: DeskPnl;
  readonly traderPnl?: readonly TraderPnl[];
  /** The accounts of each trader who has one, as the roster had them. */
  readonly accounts?: readonly { readonly trader: string; readonly accounts: readonly string[] }[];
  readonly yesterday?: Yesterday;
  /** Overrides that ended before this session, with the last session for which they held. */
  readonly endedOverrides?: readonly EndedOverride[];
  /** Traders for whom the platform has another limit than a mail asked for; each is named once. */
  readonly platformDiffers?: readonly PlatformDifference[];
  /** Traders below the base limit for 10 sessions or more, to be named this week. */
  readonly longCuts?: readonly { readonly trader: string; readonly sessions: number }[];
  /** What the limits profiles wrote; absent without LIMITS_PROFILES. */
  readonly platformFiles?: readonly PlatformFiles[];
  /** Which of several decisions of the session this is: 0 the morning's, then one for each correction. */
  readonly revision?: number;
  /**
   * The subject of the session's first mail, which a correction replies to; set only in a replaced report.
   */
  readonly firstSubject?: string;
}

export interface EndedOverride {
  readonly id?: number;
  readonly trader: string;
  readonly dollars: number;
  readonly firstSession: string;
  readonly lastSession: string;
  readonly because: 'over' | 'ended' | 'no-cut';
}

export type SourceName = 'propreports' | 'csv' | 'demo';
