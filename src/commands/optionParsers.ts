import { InvalidArgumentError } from 'commander';
import type { z } from 'zod';
import { accountList } from '../domain/roster/accountList.ts';
import { nameKey, nameProblem as newNameProblem } from '../domain/roster/names.ts';
import { isIsoDate } from '../domain/session/isoDate.ts';
import { uniqueRecipients } from '../domain/text/mailbox.ts';
import { capitalised, cleanLine, nameProblem } from '../domain/text/outsideText.ts';
import { readDollarText } from '../shared/dollarText.ts';
import { limitAmount } from '../shared/limitAmounts.ts';
import { isRecipient } from '../shared/mailAddress.ts';
import type { ExportKind } from './commandOptions.ts';

// Each function parses the text of one option and throws InvalidArgumentError, which ends the command with
// exit code 2.

export function session(text: string): string {
  if (isIsoDate(text)) return text;
  throw new InvalidArgumentError('Expected a date as YYYY-MM-DD.');
}

/** An instant with its zone: a time without one would be read by the clock of the host. */
export function instant(text: string): Date {
  const time = new Date(text);
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*(?:Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(time.getTime()))
    return time;
  throw new InvalidArgumentError('Expected a time with its zone, as 2026-03-03T12:00:00Z.');
}

export function month(text: string): string {
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return text;
  throw new InvalidArgumentError('Expected a month as YYYY-MM.');
}

/**
 * A parser of dollars from the schema of a plain number in text: it also takes `5,000`, `$5,000` and
 * `5000.00`. An amount that may mean two things is refused. The error names the reason and the bounds.
 */
export function dollarsOption(schema: z.ZodType<number, string>): (text: string) => number {
  return (text) => {
    const read = readDollarText(text);
    const { success, data, error } = schema.safeParse('plain' in read ? read.plain : '');
    if (success) return data;
    const reason = 'problem' in read ? `${capitalised(read.problem)}. ` : '';
    throw new InvalidArgumentError(`${reason}Expected ${error.issues[0]?.message ?? 'a number'}.`);
  };
}

/** A daily loss limit in dollars. */
export const limitDollarsOption = dollarsOption(limitAmount);

export function yesNo(text: string): boolean {
  if (text === 'yes' || text === 'no') return text === 'yes';
  throw new InvalidArgumentError('Expected yes or no.');
}

export function exportKind(text: string): ExportKind {
  if (text === 'trader-days' || text === 'decisions' || text === 'indicators' || text === 'fills')
    return text;
  throw new InvalidArgumentError('Expected trader-days, decisions, indicators or fills.');
}

/** Longer texts would not fit a mail. */
const LONGEST_TEXT = 300;

/** A text from the command line, as one line. */
export function writtenText(text: string): string {
  const line = cleanLine(text);
  if (line !== '' && line.length <= LONGEST_TEXT) return line;
  throw new InvalidArgumentError(`Expected a text of 1 to ${LONGEST_TEXT} characters.`);
}

/** Adds one more address to an option that may be repeated. */
export function collectRecipient(value: string, all: readonly string[]): string[] {
  if (isRecipient(value)) return uniqueRecipients([...all, value]);
  throw new InvalidArgumentError('Expected one address, name@domain.');
}

/** A name of a trader, desk or account as files may write it. */
export function oneName(text: string): string {
  const problem = nameProblem(text);
  if (text.trim() !== '' && problem === null) return text;
  throw new InvalidArgumentError(`Expected a name on one line, not ${problem ?? 'an empty one'}.`);
}

/** Adds one more name to an option that may be repeated. */
export function collectNames(value: string, all: readonly string[]): string[] {
  return [...all, oneName(value)];
}

/** Adds one more account, or a list of them, to an option that may be repeated. */
export function collectAccounts(value: string, all: readonly string[]): string[] {
  const codes = accountList(oneName(value));
  if (codes.length === 0) throw new InvalidArgumentError('Expected the code of an account.');
  return [...all, ...codes];
}

/** The name of an individual, for the audit trail. `daybreak` names the program itself. */
export function author(text: string): string {
  const name = text.trim();
  const problem = name === '' ? 'a name' : newNameProblem(name);
  if (problem !== null) throw new InvalidArgumentError(`Expected ${problem}.`);
  if (nameKey(name) !== 'daybreak') return name;
  throw new InvalidArgumentError('Expected the name of an individual; daybreak is the program.');
}

/** The number of a stored entry. */
export function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a number, as a list shows it.');
}

/** The number of a port; 0: any free one. */
export function port(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('Expected the number of a port, 0 to 65535.');
}

/** The id of an access key, as `keys list` shows it. */
export function keyId(text: string): string {
  if (/^[0-9a-f]{10}$/.test(text)) return text;
  throw new InvalidArgumentError('Expected the id of a key, as `keys list` shows it; not the key itself.');
}

/** The help of `--allow-stale`. */
export const STALE_HELP =
  'decide although fills of the session before are missing; the mail is headed STALE and no limit is raised';

/** A share above 0, at most 1. */
export function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value <= 1) return value;
  throw new InvalidArgumentError('Expected a share above 0 and at most 1, such as 0.02 for 2 %.');
}

/** A price, which may be below 0 or 0. */
export function price(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Expected a price, such as 187.50.');
}

export function wholeUnits(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('Expected a whole number of units, 1 or more.');
}
