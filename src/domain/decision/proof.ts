import type { LedgerFinding } from '../ledger/finding.ts';
import type { Mismatch } from '../ledger/reconciliation.ts';
import { type AcceptedDay, isCovered } from './acceptedDay.ts';
import { type Doubt, type IncompleteFacts, PROOF_CODES, type ProofItem } from './proofItem.ts';
import {
  acceptedWords,
  findingWords,
  incompleteWords,
  leftOutWords,
  olderPositionsWords,
  untiedWords,
} from './proofWords.ts';

/** What is not proven of one trader, and what is only noted; both by session, the newest first. */
export interface TraderProof {
  /** Withholds the trader's decision until each item is settled or accepted. */
  readonly notProven: readonly ProofItem[];
  readonly notes: readonly ProofItem[];
}

/** What is known on a morning about the sessions of the last 60 through the one before it. */
export interface ProofFacts {
  readonly findings: readonly (LedgerFinding & { readonly trader: string; readonly sessionDate: string })[];
  readonly incompleteDays: readonly IncompleteFacts[];
  readonly mismatches: readonly Mismatch[];
  readonly accepted: readonly AcceptedDay[];
  /** Net P&L of the accepted trader-days as it is now, dollars, by `dayKey`; absent: no fills. */
  readonly netPnl: ReadonlyMap<string, number>;
  /** Whether the source has ever sent the side T or C: then it marks short sales. */
  readonly hasShortSides: boolean;
  /**
   * The first session from which position_not_explained withholds, on a store that an earlier version wrote;
   * null on any other.
   */
  readonly positionsProvenFrom: string | null;
}

/** Most items of one trader and list: the mail and the stored decision stay small. */
const MOST_ITEMS = 20;

/**
 * Decides for every trader what withholds the decision and what is only noted. Traders without either are
 * absent. The facts decide alone, so an item ends once its cause is gone, it is accepted as it is, or its
 * session is more than 60 sessions old.
 *
 * Example: of 17 Nov the source reports $0 and the ledger has −$45,450. The trader has one item `untied`
 * until 17 Nov is accepted with this difference. If late fills then make it −$45,500, the item is back.
 */
export function proofByTrader(facts: ProofFacts): ReadonlyMap<string, TraderProof> {
  const acceptedDays = new Map(facts.accepted.map((day) => [dayKey(day), day]));
  const lists = new Map<string, { notProven: Doubt[]; notes: Doubt[]; olderPositions: Doubt[] }>();
  for (const doubt of doubtsOf(facts)) {
    const own = lists.get(doubt.trader) ?? { notProven: [], notes: [], olderPositions: [] };
    lists.set(doubt.trader, own);
    const key = { trader: doubt.trader, sessionDate: doubt.session };
    const accepted = acceptedDays.get(dayKey(key));
    if (doubt.isNote) own.notes.push(doubt);
    else if (accepted && isCovered(doubt, accepted, facts.netPnl.get(dayKey(key)) ?? null))
      own.notes.push({ ...doubt, text: acceptedWords(doubt.text, accepted) });
    else if (isBeforeUpgrade(doubt, facts.positionsProvenFrom)) own.olderPositions.push(doubt);
    else own.notProven.push(doubt);
  }
  return new Map(
    [...lists].map(([trader, { notProven, notes, olderPositions }]) => [
      trader,
      { notProven: shownItems(notProven), notes: shownItems([...notes, ...oneNote(olderPositions)]) },
    ]),
  );
}

/** The key of a trader's session in maps. */
export function dayKey({ trader, sessionDate }: { trader: string; sessionDate: string }): string {
  return `${sessionDate} ${trader}`;
}

/** Every doubt and note, before acceptances. */
export function doubtsOf(facts: Omit<ProofFacts, 'accepted' | 'netPnl'>): readonly Doubt[] {
  return [
    ...facts.mismatches.map(untied),
    ...facts.incompleteDays.map(incomplete),
    ...facts.findings.flatMap((finding) => found(finding, facts.hasShortSides)),
  ];
}

function untied(mismatch: Mismatch): Doubt {
  const { trader, sessionDate, ourNetPnl, theirNetPnl, missingAccounts } = mismatch;
  const size = (ourNetPnl ?? 0) - (theirNetPnl ?? 0);
  const text = untiedWords(mismatch);
  const item = { code: 'untied', session: sessionDate, symbol: null, text } as const;
  // Another account without totals is another doubt.
  return { ...item, trader, account: missingAccounts.join(', ') || null, size, isNote: false };
}

function incomplete(day: IncompleteFacts): Doubt {
  const { trader, account, sessionDate, rows } = day;
  const text = incompleteWords(day);
  const item = { code: 'day_incomplete', session: sessionDate, symbol: null, text } as const;
  return { ...item, trader, account, size: rows, isNote: false };
}

/** multiplier_assumed and currency_converted concern the desk: the data quality of the mail has them. */
function found(finding: ProofFacts['findings'][number], hasShortSides: boolean): readonly Doubt[] {
  const { code, trader, account, sessionDate, symbol, weight, fills } = finding;
  if (code === 'multiplier_assumed' || code === 'currency_converted') return [];
  const isNote = weight === 'note' || (weight === 'onShortSides' && !hasShortSides);
  const text = findingWords(finding);
  const shown = symbol === '' ? null : symbol;
  return [{ code, trader, account, session: sessionDate, symbol: shown, size: fills, text, isNote }];
}

function isBeforeUpgrade({ code, session }: Doubt, provenFrom: string | null): boolean {
  return code === 'position_not_explained' && provenFrom !== null && session < provenFrom;
}

/** Positions that were not explained before the upgrade, as one note a trader. */
function oneNote(older: readonly Doubt[]): readonly Doubt[] {
  const [newest] = older.toSorted(newestFirst);
  if (newest === undefined) return [];
  return [{ ...newest, symbol: null, text: olderPositionsWords(older) }];
}

function shownItems(doubts: readonly Doubt[]): readonly ProofItem[] {
  const sorted = doubts.toSorted(newestFirst);
  const shown = sorted.slice(0, MOST_ITEMS).map(itemOf);
  const oldest = sorted.at(-1);
  const hidden = sorted.length - shown.length;
  if (hidden === 0 || oldest === undefined) return shown;
  return [...shown, { ...itemOf(oldest), symbol: null, text: leftOutWords(hidden, oldest.session) }];
}

function itemOf({ code, session, symbol, text }: Doubt): ProofItem {
  return { code, session, symbol, text };
}

function newestFirst(a: Doubt, b: Doubt): number {
  if (a.session !== b.session) return a.session < b.session ? 1 : -1;
  return PROOF_CODES.indexOf(a.code) - PROOF_CODES.indexOf(b.code);
}
