import { InvalidArgumentError } from 'commander';
import { isIsoDate } from '../domain/session/isoDate.ts';
import { isRecipient } from '../shared/mailAddress.ts';
import type { ExportKind } from './commandOptions.ts';

// Each function parses the text of one option and throws InvalidArgumentError, which ends the command with
// exit code 2.

export function session(text: string): string {
  if (isIsoDate(text)) return text;
  throw new InvalidArgumentError('Expected a date as YYYY-MM-DD.');
}

export function month(text: string): string {
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return text;
  throw new InvalidArgumentError('Expected a month as YYYY-MM.');
}

export function positive(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('Expected a number above 0.');
}

export function yesNo(text: string): boolean {
  if (text === 'yes' || text === 'no') return text === 'yes';
  throw new InvalidArgumentError('Expected yes or no.');
}

export function exportKind(text: string): ExportKind {
  if (text === 'trader-days' || text === 'decisions' || text === 'indicators') return text;
  throw new InvalidArgumentError('Expected trader-days, decisions or indicators.');
}

/** Adds one more address to an option that may be repeated. */
export function collectRecipient(value: string, all: readonly string[]): string[] {
  if (isRecipient(value)) return [...all, value];
  throw new InvalidArgumentError('Expected one address, name@domain.');
}

/** Adds one more text to an option that may be repeated. */
export function collect(value: string, all: readonly string[]): string[] {
  return [...all, value];
}
