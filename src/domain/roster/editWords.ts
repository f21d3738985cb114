import { limitDollars } from '../text/money.ts';
import { shownName } from '../text/outsideText.ts';
import { baseLimitOf, type RosterEntry, riskCapitalOf } from './roster.ts';
import type { MultiplierEdit, RosterEdits, TraderEdit } from './rosterChange.ts';

/**
 * What a change of the roster did, one line for each field that changed: before → after. A trader or rule
 * that stays as it was has the line `no change`.
 *
 * Example: `Ann · base limit $5,000 → $8,000`.
 */
export function editLines({ traders, multipliers }: RosterEdits, defaultLimit: number): readonly string[] {
  return [
    ...traders.flatMap((edit) =>
      traderLines(edit, defaultLimit).map((line) => `${shownName(edit.trader)} · ${line}`),
    ),
    ...moveLines(traders),
    ...multipliers.map((edit) => `${shownName(edit.pattern)} · ${multiplierLine(edit)}`),
  ];
}

function traderLines({ before, after }: TraderEdit, defaultLimit: number): readonly string[] {
  if (after === null) return before === null ? [] : [removedLine(before, defaultLimit)];
  if (before === null) return [`new: ${entryWords(after, defaultLimit)}`];
  const lines = [
    before.desk === after.desk ? '' : `desk ${deskWords(before)} → ${deskWords(after)}`,
    ...limitLines(before, after, defaultLimit),
    before.active === after.active
      ? ''
      : `active ${after.active ? 'no → yes: decisions from the next morning on' : 'yes → no: no more decisions'}`,
    before.accounts.join('\n') === after.accounts.join('\n')
      ? ''
      : `accounts ${accountsWords(before)} → ${accountsWords(after)}`,
  ].filter((line) => line !== '');
  return lines.length > 0 ? lines : ['no change'];
}

/** A new base limit moves a risk capital that the roster has no figure for, so both are shown. */
function limitLines(before: RosterEntry, after: RosterEntry, defaultLimit: number): readonly string[] {
  const [base, baseBefore] = [baseWords(after, defaultLimit), baseWords(before, defaultLimit)];
  const [capital, capitalBefore] = [capitalWords(after, defaultLimit), capitalWords(before, defaultLimit)];
  const derived = `${limitDollars(riskCapitalOf(before, defaultLimit))} → ${limitDollars(riskCapitalOf(after, defaultLimit))}, 20 × base limit; set it with --risk-capital to keep it`;
  return [
    base === baseBefore ? '' : `base limit ${baseBefore} → ${base}`,
    capital === capitalBefore
      ? ''
      : `risk capital ${after.riskCapital === null ? derived : `${capitalBefore} → ${capital}`}`,
  ];
}

/** Names what the roster had of the trader beyond the account. */
function removedLine(entry: RosterEntry, defaultLimit: number): string {
  const removed = 'removed from the roster: no account is left';
  const hasNoValues = entry.desk === '' && entry.baseLimit === null && entry.riskCapital === null;
  return hasNoValues ? removed : `${removed}; lost are ${entryWords(entry, defaultLimit)}`;
}

/** Example: `desk A, base limit $2,500, risk capital $50,000 (20 × base limit), active, accounts A1 A2`. */
function entryWords(entry: RosterEntry, defaultLimit: number): string {
  return [
    `desk ${deskWords(entry)}`,
    `base limit ${baseWords(entry, defaultLimit)}`,
    `risk capital ${capitalWords(entry, defaultLimit)}`,
    entry.active ? 'active' : 'not active',
    `accounts ${accountsWords(entry)}`,
  ].join(', ');
}

function baseWords(entry: RosterEntry, defaultLimit: number): string {
  const shown = limitDollars(baseLimitOf(entry, defaultLimit));
  return entry.baseLimit === null ? `${shown} (DEFAULT_LIMIT)` : shown;
}

function capitalWords(entry: RosterEntry, defaultLimit: number): string {
  const shown = limitDollars(riskCapitalOf(entry, defaultLimit));
  return entry.riskCapital === null ? `${shown} (20 × base limit)` : shown;
}

function deskWords({ desk }: RosterEntry): string {
  return desk === '' ? '(none)' : shownName(desk);
}

function accountsWords({ accounts }: RosterEntry): string {
  return accounts.length === 0 ? '(none)' : accounts.map(shownName).join(' ');
}

/** Example: `account DESK02 · trader Bob → Ann`. */
function moveLines(edits: readonly TraderEdit[]): readonly string[] {
  const owners = new Map(
    edits.flatMap(({ trader, before }) => (before?.accounts ?? []).map((code) => [code, trader] as const)),
  );
  return edits.flatMap(({ trader, after }) =>
    (after?.accounts ?? []).flatMap((code) => {
      const owner = owners.get(code);
      if (owner === undefined || owner === trader) return [];
      return [`account ${shownName(code)} · trader ${shownName(owner)} → ${shownName(trader)}`];
    }),
  );
}

function multiplierLine({ before, after }: MultiplierEdit): string {
  return before === after ? 'no change' : `multiplier ${before ?? '(none)'} → ${after}`;
}
