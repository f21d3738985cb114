import type { Fill } from '../../domain/ledger/fill.ts';
import { isCancelled } from '../../domain/ledger/status.ts';
import { FillColumns } from './fillColumns.ts';
import { CONFLICT, type KeptIds, NEW } from './fillSearch.ts';
import { matchFills, placesOf } from './matchFills.ts';
import { unitedIds } from './sourceIds.ts';

/** Result of merging the incoming fills of one account and session with the stored ones. */
export interface MergedSession {
  readonly account: string;
  readonly sessionDate: string;
  /** The fills to store. */
  readonly block: FillColumns;
  /** Fills that were stored before. */
  readonly stored: number;
  readonly inserted: number;
  readonly duplicates: number;
  /** Those of the duplicates that the stream itself sent more than once. */
  readonly repeated: number;
  readonly changed: number;
  readonly missing: number;
  /** Those of the duplicates that taught the store an id, and those that taught it the currency. */
  readonly learnedIds: number;
  readonly learnedCurrencies: number;
  /**
   * Fills with the identity of another fill, of the stream or stored, that are not that fill; not in the
   * block.
   */
  readonly conflicting: readonly Fill[];
}

export interface SessionFills {
  readonly account: string;
  readonly sessionDate: string;
  readonly incoming: FillColumns;
}

/**
 * Adds new fills to the stored ones, in the order of arrival. A stored fill that arrives with other content
 * takes that content; with `keepKnown` it stays as it is. Changes `stored`.
 */
export function appendFills(
  session: SessionFills,
  stored: FillColumns | null,
  keepKnown = false,
): MergedSession {
  const { account, sessionDate } = session;
  const unique = withoutRepeats(session);
  if (stored === null)
    return {
      account,
      sessionDate,
      ...unique,
      ...NOTHING_LEARNED,
      stored: 0,
      inserted: unique.block.length,
      changed: 0,
      missing: 0,
    };
  const { places, keptIds } = matchFills(unique.block, stored);
  const counts = { duplicates: unique.duplicates, changed: 0, learnedIds: 0, learnedCurrencies: 0 };
  const conflicting = [...unique.conflicting];
  const before = stored.length;
  const newIdentity = identityGiver(stored);
  for (let place = 0; place < unique.block.length; place++) {
    const found = places[place] ?? NEW;
    if (found >= 0 && isRepeated(unique.block, place, stored, found)) {
      counts.duplicates++;
      continue;
    }
    const incoming = unique.block.at(place, account, sessionDate);
    if (found === CONFLICT) conflicting.push(incoming);
    else if (found === NEW) stored.push({ ...incoming, identity: newIdentity(incoming.identity) });
    else {
      const known = stored.at(found, account, sessionDate);
      const content = keepKnown ? known : corrected(known, incoming);
      const ids = keptIdsOf(known, incoming, keptIds.get(place) ?? 'united');
      const outcome = outcomeOf(known, { ...content, ...ids });
      counts[outcome === 'same' ? 'duplicates' : outcome]++;
      if (outcome === 'learnedIds' || outcome === 'learnedCurrencies') counts.duplicates++;
      if (outcome !== 'same') stored.set(found, { ...content, ...ids });
    }
  }
  const inserted = stored.length - before;
  return {
    ...unique,
    account,
    sessionDate,
    block: stored,
    stored: before,
    inserted,
    ...counts,
    conflicting,
    missing: 0,
  };
}

const NOTHING_LEARNED = { learnedIds: 0, learnedCurrencies: 0 };

/** Whether the incoming fill has nothing that the stored one lacks. */
function isRepeated(incoming: FillColumns, place: number, stored: FillColumns, found: number): boolean {
  return (
    incoming.identityKey(place) === stored.identityKey(found) &&
    isNoneOr(incoming.idDigest(place), 0, stored.idDigest(found)) &&
    isNoneOr(incoming.currency(place), '', stored.currency(found)) &&
    incoming.equals(place, stored, found)
  );
}

function isNoneOr<T>(value: T, none: T, expected: T): boolean {
  return value === none || value === expected;
}

/**
 * The content of a known fill that arrives again. Exports differ in their columns: what the incoming one
 * leaves out stays, fees included. A cancelled fill stays cancelled, in whatever order the files come. A
 * cancellation without a quantity says nothing else.
 */
function corrected(known: Fill, incoming: Fill): Fill {
  if (incoming.quantity === 0) return { ...known, status: incoming.status };
  const keepsStatus = incoming.status === '' || (isCancelled(known.status) && !isCancelled(incoming.status));
  return {
    ...incoming,
    fees: incoming.fees === 0 ? known.fees : incoming.fees,
    currency: incoming.currency || known.currency,
    orderId: incoming.orderId || known.orderId,
    status: keepsStatus ? known.status : incoming.status,
  };
}

function keptIdsOf(known: Fill, incoming: Fill, kept: KeptIds) {
  const { identity, idDigest } =
    kept === 'united' ? unitedIds(known, incoming) : kept === 'incoming' ? incoming : known;
  return { identity, idDigest };
}

type Outcome = 'same' | 'changed' | 'learnedIds' | 'learnedCurrencies';

function outcomeOf(before: Fill, after: Fill): Outcome {
  const content: readonly (keyof Fill)[] = [
    'secondOfDay',
    'side',
    'quantity',
    'symbol',
    'price',
    'fees',
    'orderId',
    'status',
  ];
  if (content.some((field) => before[field] !== after[field])) return 'changed';
  if (before.currency !== after.currency) return before.currency === '' ? 'learnedCurrencies' : 'changed';
  return before.identity === after.identity && before.idDigest === after.idDigest ? 'same' : 'learnedIds';
}

/** Gives a row without ids the next number where a stored row has its text and number. */
function identityGiver(stored: FillColumns): (identity: string) => string {
  let taken: Set<string> | null = null;
  return (identity) => {
    if (!identity.startsWith('N:')) return identity;
    taken ??= new Set(Array.from({ length: stored.length }, (_, place) => stored.identity(place)));
    const text = identity.slice(0, identity.lastIndexOf(':'));
    let free = identity;
    for (let number = 1; taken.has(free); number++) free = `${text}:${number}`;
    taken.add(free);
    return free;
  };
}

/** Replaces the stored fills by the incoming ones, order included, and counts the differences. */
export function replaceFills(session: SessionFills, stored: FillColumns | null): MergedSession {
  const { account, sessionDate } = session;
  const unique = withoutRepeats(session);
  const places = stored === null ? new Map<number | string, number>() : placesOf(stored);
  const counts = { duplicates: unique.duplicates, changed: 0, learnedIds: 0, learnedCurrencies: 0 };
  for (let place = 0; place < unique.block.length; place++) {
    const known = places.get(unique.block.identityKey(place));
    if (known === undefined || stored === null) continue;
    const currency = stored.currency(known);
    const hasOtherCurrency = unique.block.currency(place) !== currency;
    if (!unique.block.equals(place, stored, known) || (hasOtherCurrency && currency !== '')) {
      counts.changed++;
      continue;
    }
    counts.duplicates++;
    if (hasOtherCurrency) counts.learnedCurrencies++;
    else if (unique.block.idDigest(place) !== stored.idDigest(known)) counts.learnedIds++;
  }
  const met = counts.duplicates - unique.duplicates + counts.changed;
  const missing = (stored?.length ?? 0) - met;
  const inserted = unique.block.length - met;
  return { account, sessionDate, ...unique, stored: stored?.length ?? 0, inserted, ...counts, missing };
}

/**
 * Two rows of one identity are one fill only where content and the other ids are equal too. One of them may
 * cancel the other.
 */
function withoutRepeats({ account, sessionDate, incoming }: SessionFills) {
  const seen = new Map<number | string, number>();
  const repeats: number[] = [];
  for (let place = 0; place < incoming.length; place++) {
    const identity = incoming.identityKey(place);
    if (seen.has(identity)) repeats.push(place);
    else seen.set(identity, place);
  }
  if (repeats.length === 0) return { block: incoming, duplicates: 0, repeated: 0, conflicting: [] };
  const block = new FillColumns();
  for (const place of seen.values()) block.push(incoming.at(place, account, sessionDate));
  const places = placesOf(block);
  const conflicting: Fill[] = [];
  for (const place of repeats) {
    const first = places.get(incoming.identityKey(place)) ?? 0;
    const repeat = incoming.at(place, account, sessionDate);
    if (isCancellation(incoming, place, block, first)) {
      if (isCancelled(repeat.status))
        block.set(first, { ...block.at(first, account, sessionDate), status: repeat.status });
    } else if (!isTheSame(incoming, place, block, first)) conflicting.push(repeat);
  }
  const repeated = repeats.length - conflicting.length;
  return { block, duplicates: repeated, repeated, conflicting };
}

function isTheSame(incoming: FillColumns, place: number, block: FillColumns, first: number): boolean {
  return (
    incoming.equals(place, block, first) &&
    incoming.currency(place) === block.currency(first) &&
    incoming.idDigest(place) === block.idDigest(first)
  );
}

/** Whether one of two rows of one fill says that it was cancelled. */
function isCancellation(incoming: FillColumns, place: number, block: FillColumns, first: number): boolean {
  return (
    incoming.counts(place) !== block.counts(first) &&
    (incoming.isSameTrade(place, block, first) || saysNoQuantity(incoming, place, block, first)) &&
    incoming.idDigest(place) === block.idDigest(first)
  );
}

/** A cancellation may come without a quantity, which no other row may. */
function saysNoQuantity(incoming: FillColumns, place: number, block: FillColumns, first: number): boolean {
  const isWithout = incoming.quantity(place) === 0 || block.quantity(first) === 0;
  return isWithout && incoming.isSameSymbol(place, block, first);
}
