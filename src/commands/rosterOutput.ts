import { baseLimitOf, type RosterEntry, riskCapitalOf } from '../domain/roster/roster.ts';
import type { RosterEdits } from '../domain/roster/rosterChange.ts';
import { count } from '../domain/text/words.ts';

/** What a change of the roster did, as one sentence: `1 trader is new, 2 changed, 3 without change`. */
export function summaryWords({ traders, multipliers }: RosterEdits): string {
  const added = traders.filter(({ before, after }) => before === null && after !== null).length;
  const removed = traders.filter(({ before, after }) => before !== null && after === null).length;
  const kept = [...traders, ...multipliers].filter(isUnchanged).length;
  const changed = traders.length + multipliers.length - added - removed - kept;
  const noun = traders.length > 0 ? 'trader' : 'multiplier';
  const parts = [
    [added, 'new'],
    [changed, traders.length > 0 ? 'changed' : 'set'],
    [removed, 'removed'],
    [kept, 'without change'],
  ] as const;
  return parts
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${count(number, noun)} ${word}`)
    .join(', ');
}

/** Every trader and rule that the change names, with its values before and after, for `--json`. */
export function editDocuments({ traders, multipliers }: RosterEdits, defaultLimit: number) {
  return [
    ...traders.map(({ trader, before, after }) => ({
      trader,
      before: entryDocument(before, defaultLimit),
      after: entryDocument(after, defaultLimit),
    })),
    ...multipliers.map(({ pattern, before, after }) => ({ pattern, before, after })),
  ];
}

function entryDocument(entry: RosterEntry | null, defaultLimit: number) {
  if (entry === null) return null;
  const { trader: _, ...stored } = entry;
  return {
    ...stored,
    effectiveBaseLimit: baseLimitOf(entry, defaultLimit),
    effectiveRiskCapital: riskCapitalOf(entry, defaultLimit),
  };
}

function isUnchanged({ before, after }: { readonly before: unknown; readonly after: unknown }): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}
