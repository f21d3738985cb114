import { DateTime } from 'luxon';
import type { Confidence, Tier, WarningCode } from '../decision/decision.ts';

/** One risk level in its three notations; `level` is null where the history is too short to say. */
export interface TierNotation {
  readonly word: Tier;
  readonly label: string;
  readonly level: number | null;
  /** For readers: a sign beside the word, so that no meaning hangs on colour. */
  readonly sign: string;
}

/** high = HIGH = 2, neutral = MEDIUM = 1, low = LOW = 0; unknown has no number. */
export const tierNotations: Readonly<Record<Tier, TierNotation>> = {
  high: { word: 'high', label: 'HIGH', level: 2, sign: '▲' },
  neutral: { word: 'neutral', label: 'MEDIUM', level: 1, sign: '●' },
  low: { word: 'low', label: 'LOW', level: 0, sign: '▽' },
  unknown: { word: 'unknown', label: 'UNKNOWN', level: null, sign: '?' },
};

const CONFIDENCE: Readonly<Record<Confidence, string>> = { high: 'High', medium: 'Medium', low: 'Low' };

const WARNINGS: Readonly<Record<WarningCode, string>> = {
  REVENGE_TRADING: 'revenge trading',
  HIGH_VOLATILITY: 'high volatility',
  LOW_WIN_RATE: 'low win rate',
  LARGE_DRAWDOWN: 'large drawdown',
  ELEVATED_RISK: 'elevated risk',
};

export function confidenceWord(confidence: Confidence): string {
  return CONFIDENCE[confidence];
}

export function warningWords(warning: WarningCode): string {
  return WARNINGS[warning];
}

/** `▲ HIGH`. */
export function tierWords(tier: Tier): string {
  return `${tierNotations[tier].sign} ${tierNotations[tier].label}`;
}

/** A cut of so many percent: 60 → `−60%`, 0 → `0%`; at most one decimal. */
export function reductionWords(reductionPct: number): string {
  const shown = Math.round(reductionPct * 10) / 10;
  return shown === 0 ? '0%' : `−${shown}%`;
}

/** A fraction as percent: 0.234 → `23%`; between 0 and 1 % `<1%`, null `n/a`. */
export function shareWords(share: number | null): string {
  if (share === null) return 'n/a';
  if (share > 0 && share < 0.01) return '<1%';
  return `${Math.round(share * 100)}%`;
}

/** A signed fraction to a tenth of a percent: 0.1234 → `12.3%`, −0.05 → `−5.0%`. */
export function improvementWords(share: number): string {
  const tenths = Math.round(Math.abs(share) * 1000) / 10;
  return `${share < 0 && tenths > 0 ? '−' : ''}${tenths.toFixed(1)}%`;
}

/** YYYY-MM-DD as a reader says it: `Tue 6 Oct`. */
export function shortDay(date: string): string {
  return day(date).toFormat('ccc d LLL');
}

/** YYYY-MM-DD in full: `Tuesday 6 October 2026`. */
export function longDay(date: string): string {
  return day(date).toFormat('cccc d LLLL yyyy');
}

/** YYYY-MM in full: `October 2026`. */
export function longMonth(month: string): string {
  return day(`${month}-01`).toFormat('LLLL yyyy');
}

/** `1 trader`, `3 traders`. */
export function count(items: number, singular: string, plural = `${singular}s`): string {
  return `${items} ${items === 1 ? singular : plural}`;
}

// en-US, for British English has "Sept" where every other month has three letters.
function day(date: string): DateTime {
  return DateTime.fromISO(date, { zone: 'utc', locale: 'en-US' });
}
