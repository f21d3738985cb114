import { closest } from '../text/closest.ts';
import { limitDollars } from '../text/money.ts';
import { quoted } from '../text/quoted.ts';
import { baseLimitOf, type RosterEntry, riskCapitalOf } from './roster.ts';
import type { KnownAccount, RosterChange, TraderEdit } from './rosterChange.ts';

export interface ChangeContext {
  readonly changes: readonly RosterChange[];
  readonly edits: readonly TraderEdit[];
  /** The roster after the change. */
  readonly roster: readonly RosterEntry[];
  /** The accounts after the change. */
  readonly accounts: readonly KnownAccount[];
  readonly defaultLimit: number;
  /** Whether each change lists all accounts of its trader, as the rows of a file do. */
  readonly listsAllAccounts: boolean;
}

/** What is stored but may be a slip, one sentence each: the risk manager reads it and decides. */
export function changeNotes(context: ChangeContext): readonly string[] {
  const entries = context.edits.flatMap(({ after }) => (after === null ? [] : [after]));
  return [
    ...unprovenAccounts(context),
    ...(context.listsAllAccounts ? keptAccounts(context) : []),
    ...context.edits.flatMap(withoutAccount),
    ...newDesks(context),
    ...entries.flatMap((entry) => smallCapital(entry, context.defaultLimit)),
  ];
}

function unprovenAccounts({ changes, accounts }: ChangeContext): readonly string[] {
  const proven = new Set(accounts.filter(({ isProven }) => isProven).map(({ code }) => code));
  return changes.flatMap(({ trader, accounts: codes = [] }) =>
    codes
      .filter((code) => !proven.has(code))
      .map(
        (code) =>
          `Account ${quoted(code)} of ${quoted(trader)} is unknown: no stored fill and no account list of the source has it.`,
      ),
  );
}

/** Accounts that the roster has and the new list does not name. */
function keptAccounts({ changes, edits }: ChangeContext): readonly string[] {
  return changes.flatMap(({ trader, accounts: listed }) => {
    const after = edits.find((edit) => edit.trader === trader)?.after;
    const kept = (after?.accounts ?? []).filter((code) => listed !== undefined && !listed.includes(code));
    if (kept.length === 0) return [];
    return [
      `${quoted(trader)} keeps ${kept.map(quoted).join(', ')}, which the list does not name. An account leaves only to another trader.`,
    ];
  });
}

function withoutAccount({ trader, before, after }: TraderEdit): readonly string[] {
  if (after === null || after.accounts.length > 0) return [];
  const lost = before !== null && before.accounts.length > 0;
  if (before !== null && !lost) return [];
  return [
    `${quoted(trader)} has no account${lost ? ' any more' : ''}: only fills of an account with the same name count.`,
  ];
}

function newDesks({ edits, roster }: ChangeContext): readonly string[] {
  return edits.flatMap(({ trader, before, after }) => {
    if (after === null || after.desk === '' || after.desk === before?.desk) return [];
    const others = roster.filter((entry) => entry.trader !== trader).map(({ desk }) => desk);
    if (others.includes(after.desk)) return [];
    const meant = closest(
      after.desk,
      others.filter((desk) => desk !== ''),
    );
    return meant === null
      ? []
      : [`Desk ${quoted(after.desk)} of ${quoted(trader)} is new; did you mean ${quoted(meant)}?`];
  });
}

function smallCapital(entry: RosterEntry, defaultLimit: number): readonly string[] {
  const [capital, limit] = [riskCapitalOf(entry, defaultLimit), baseLimitOf(entry, defaultLimit)];
  if (capital >= limit) return [];
  return [
    `${quoted(entry.trader)} has a risk capital of ${limitDollars(capital)}, less than the base limit of ${limitDollars(limit)}.`,
  ];
}
