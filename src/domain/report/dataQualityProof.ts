import type { Decision } from '../decision/decision.ts';
import { PROOF_CODES, type ProofCode, type ProofItem } from '../decision/proofItem.ts';
import { causeWords } from '../decision/proofWords.ts';
import { shortDay } from '../text/dates.ts';
import { count } from '../text/words.ts';
import { missingWords } from './proofReport.ts';
import type { DataQualityNote } from './report.ts';

/** What is not proven, or only noted, and what is missing; every list may be empty. */
export interface ProofQuality {
  /** What is not proven of the traders, and what is noted. */
  readonly notProven: ReadonlyMap<ProofCode, readonly string[]>;
  readonly notes: ReadonlyMap<ProofCode, readonly string[]>;
  /** Fills of the last session that were converted into the base currency, and their traders. */
  readonly converted: { readonly fills: number; readonly traders: readonly string[] };
  /** Options without a multiplier of their own, on the first morning that has one. */
  readonly assumedMultipliers: readonly string[];
  /** On the first morning after the upgrade: whether fills of an earlier version are stored. */
  readonly hasUnknownCurrency: boolean;
  /** Sessions missing in the history, ascending, and whether the source will be asked for them. */
  readonly holes: readonly string[];
  readonly holesAreFetched: boolean;
  /** Earlier sessions whose corrections could not be fetched, and why; null: all were. */
  readonly notRefetched: { readonly sessions: readonly string[]; readonly why: string } | null;
}

/** The traders of each cause, in the order of the decisions. */
export function tradersByCause(
  decisions: readonly Decision[],
  itemsOf: (decision: Decision) => readonly ProofItem[],
): ReadonlyMap<ProofCode, readonly string[]> {
  return new Map(
    PROOF_CODES.map((code) => [
      code,
      decisions
        .filter((decision) => itemsOf(decision).some((item) => item.code === code))
        .map(({ trader }) => trader),
    ]),
  );
}

/** One line per cause; lines without a case are left out by the caller. */
export function proofNotes(quality: ProofQuality): readonly DataQualityNote[] {
  const { holes, notRefetched, converted, assumedMultipliers } = quality;
  const untied = quality.notProven.get('untied') ?? [];
  return [
    note('holes', holes.length, () => missingWords(holes, quality.holesAreFetched)),
    note(
      'unreconciled',
      untied.length,
      (n) => `${count(n, 'trader')} ${n === 1 ? 'does' : 'do'} not tie out with the source: ${names(untied)}`,
    ),
    ...PROOF_CODES.filter((code) => code !== 'untied').map((code) => {
      const traders = quality.notProven.get(code) ?? [];
      return note(
        code,
        traders.length,
        (n) => `${count(n, 'trader')} not proven, ${causeWords(code)}: ${names(traders)}`,
      );
    }),
    ...PROOF_CODES.map((code) => {
      const traders = quality.notes.get(code) ?? [];
      return note(
        `noted_${code}`,
        traders.length,
        (n) =>
          `${count(n, 'trader')} with a note that withholds nothing, ${causeWords(code)}: ${names(traders)}`,
      );
    }),
    note(
      'not_refetched',
      notRefetched?.sessions.length ?? 0,
      (n) =>
        `${count(n, 'earlier session')} not fetched again for corrections (${(notRefetched?.sessions ?? []).map(shortDay).join(', ')}): ${notRefetched?.why ?? ''}`,
    ),
    note(
      'currency_converted',
      converted.fills,
      (n) =>
        `${count(n, 'fill')} converted into the base currency with the stored rates: ${names(converted.traders)}`,
    ),
    note(
      'multiplier_assumed',
      assumedMultipliers.length,
      (n) =>
        `${count(n, 'option')} without a multiplier on the roster, each counted as 100 shares a contract (said once): ${names(assumedMultipliers)}`,
    ),
    note(
      'unknown_currency',
      quality.hasUnknownCurrency ? 1 : 0,
      () =>
        'the currency of the fills stored before the upgrade is unknown; they count as BASE_CURRENCY (said once)',
    ),
  ];
}

export function note(code: string, howMany: number, text: (howMany: number) => string): DataQualityNote {
  return { code, count: howMany, text: text(howMany) };
}

/** At most eight names, so the report stays readable when half the desk is idle. */
export function names(all: readonly string[]): string {
  const shown = all.slice(0, 8).join(', ');
  return all.length > 8 ? `${shown} and ${all.length - 8} more` : shown;
}
