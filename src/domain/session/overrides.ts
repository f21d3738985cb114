import { ConfigurationError } from '../../shared/errors.ts';
import { firstOf } from '../text/firstOf.ts';
import { isIsoDate } from './isoDate.ts';
import { parseTimeOfDay } from './timeOfDay.ts';

/** What differs from the rules of the calendar on one date, as the operator wrote it. */
export type CalendarOverride =
  | { readonly kind: 'closed'; readonly reason: string }
  | { readonly kind: 'open'; readonly reason: string }
  | { readonly kind: 'early'; readonly closeSecond: number; readonly reason: string };

/** Date YYYY-MM-DD → override. */
export type CalendarOverrides = ReadonlyMap<string, CalendarOverride>;

const EXPECTED =
  'expected "YYYY-MM-DD closed reason", "YYYY-MM-DD open reason" or "YYYY-MM-DD early HH:MM reason"';
const NO_REASON = "the operator's calendar, no reason given";
/**
 * An early close before the opening is probably 1 pm written as 01:00. It would end the session before its
 * morning.
 */
const OPENING_SECOND = 9 * 3600 + 30 * 60;

/**
 * Parses the operator's calendar file: one date a line, `#` starts a comment, and each date occurs once.
 * `where` is the file name for messages, never an absolute path.
 *
 * Example: `2026-11-27 early 13:00 half day` closes at second 46800, with the reason "half day".
 *
 * Throws ConfigurationError that lists every invalid line.
 */
export function parseCalendarOverrides(text: string, where: string): CalendarOverrides {
  const overrides = new Map<string, CalendarOverride>();
  const problems: string[] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const content = line.replace(/(^|\s)#.*$/, '').trim();
    const problem = content === '' ? null : addLine(overrides, content);
    if (problem !== null) problems.push(`${where} line ${index + 1} · found "${content}" · ${problem}`);
  }
  if (problems.length > 0) throw unusable(problems);
  return overrides;
}

/** Adds one line. Returns what was expected when the line is invalid, else null. */
function addLine(overrides: Map<string, CalendarOverride>, content: string): string | null {
  const [date = '', kind = '', ...words] = content.split(/\s+/);
  if (!isIsoDate(date)) return `${EXPECTED}, beginning with a real date`;
  if (overrides.has(date)) return `expected one line for ${date}, and an earlier line has it already`;
  const override = overrideOf(kind, words);
  if (typeof override === 'string') return override;
  overrides.set(date, override);
  return null;
}

function overrideOf(kind: string, words: readonly string[]): CalendarOverride | string {
  if (kind === 'closed' || kind === 'open') return { kind, reason: words.join(' ') || NO_REASON };
  if (kind !== 'early') return EXPECTED;
  const closeSecond = parseTimeOfDay(words[0] ?? '');
  if (closeSecond === null) return 'expected "early HH:MM", on the 24-hour clock of New York';
  if (closeSecond <= OPENING_SECOND) return 'expected a close after 09:30 (1 pm is 13:00)';
  return { kind, closeSecond, reason: words.slice(1).join(' ') || NO_REASON };
}

function unusable(problems: readonly string[]): ConfigurationError {
  return new ConfigurationError('calendar_overrides_invalid', firstOf(problems).join('\n'), {
    hint: 'Correct these lines. Until then sessions are unknown and nothing is sent.',
  });
}
