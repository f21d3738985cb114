import type { Decision } from '../decision/decision.ts';
import { limitNumber } from '../text/money.ts';
import { spreadsheetText } from '../text/outsideText.ts';
import { reductionWords } from '../text/words.ts';
import { sortDecisions } from './order.ts';
import { notProvenOf, notProvenWords, settleWords } from './proofReport.ts';
import type { MorningReport } from './report.ts';

/** One line of limits.csv by column name. Dollars and percent are plain numbers; null is an empty cell. */
export interface LimitsRow {
  readonly session_date: string;
  readonly trader: string;
  readonly desk: string;
  readonly action: string;
  readonly base_limit: number;
  readonly new_limit: number;
  readonly reduction_pct: number;
  readonly tier: string;
  readonly confidence: string;
  readonly reasons: string;
  /** Joined by `;`. */
  readonly accounts: string;
  /** Empty where it is unknown. */
  readonly limit_in_force: number | null;
  readonly in_force_source: string;
  readonly change: string;
  /** Equals new_limit. */
  readonly target: number;
  /** This is the n-th session in a row below the base limit; empty at the base limit. */
  readonly cut_day: number | null;
  /** Of up to 60 sessions; empty without a target below the base limit. */
  readonly would_have_stopped_60: number | null;
}

const COLUMNS = [
  'session_date',
  'trader',
  'desk',
  'action',
  'base_limit',
  'new_limit',
  'reduction_pct',
  'tier',
  'confidence',
  'reasons',
  'accounts',
  'limit_in_force',
  'in_force_source',
  'change',
  'target',
  'cut_day',
  'would_have_stopped_60',
] as const satisfies readonly (keyof LimitsRow)[];

/** A morning's report, or the stored decisions of an earlier one. */
type LimitsSource = Pick<MorningReport, 'sessionDate' | 'decisions' | 'accounts'>;

/** Every trader in the report's order. Names and other outside text are made safe for spreadsheets. */
export function toLimitsRows(report: LimitsSource): readonly LimitsRow[] {
  const accounts = new Map(report.accounts?.map((each) => [each.trader, each.accounts.join(';')]));
  return sortDecisions(report.decisions).map((decision) => ({
    session_date: report.sessionDate,
    trader: spreadsheetText(decision.trader),
    desk: spreadsheetText(decision.desk),
    action: decision.action,
    base_limit: limitNumber(decision.baseLimit),
    new_limit: limitNumber(decision.newLimit),
    reduction_pct: decision.reductionPct,
    tier: decision.tier,
    confidence: decision.confidence,
    reasons: spreadsheetText(asciiSigns(reasonsOf(decision))),
    accounts: spreadsheetText(accounts.get(decision.trader) ?? ''),
    ...limitCells(decision),
  }));
}

/** Decisions of an earlier version have no limit line: what is in force is unknown. */
function limitCells({ limit, newLimit, wouldHaveStopped }: Decision) {
  const inForce = limit?.limitInForce ?? null;
  return {
    limit_in_force: inForce === null ? null : limitNumber(inForce),
    in_force_source: limit?.inForceSource ?? '',
    change: limit?.change ?? '',
    target: limitNumber(limit?.target ?? newLimit),
    cut_day: limit?.cutDay ?? null,
    would_have_stopped_60: wouldHaveStopped?.stopped ?? null,
  };
}

/** limits.csv as text: a header, one line per trader, LF line ends, quoted as in RFC 4180. */
export function limitsCsv(report: LimitsSource): string {
  const lines = toLimitsRows(report).map((row) => COLUMNS.map((column) => csvCell(row[column])).join(','));
  return [COLUMNS.join(','), ...lines, ''].join('\n');
}

function reasonsOf(decision: Decision): string {
  const reasons = decision.reasons.map((reason) => reason.text);
  if (decision.action === 'review')
    reasons.unshift(`decide by hand, ${decision.activeSessions} sessions known`);
  const doubts = notProvenOf(decision);
  if (doubts.length > 0) reasons.unshift(`not proven: ${notProvenWords(doubts)}`, settleWords(decision));
  else if (decision.reconciled === false) reasons.unshift('P&L does not tie out with the source');
  if (decision.action === 'withheld') reasons.unshift(`not recommended: ${proposed(decision)}`);
  return reasons.join('; ');
}

function proposed(decision: Decision): string {
  return decision.proposedReductionPct > 0
    ? reductionWords(decision.proposedReductionPct)
    : 'no cut proposed';
}

// Spreadsheets read a file without a byte-order mark in the local code page, so signs are written in ASCII.
function asciiSigns(text: string): string {
  return text.replaceAll('−', '-').replaceAll('–', '-').replaceAll('×', 'x').replaceAll('→', '->');
}

function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
