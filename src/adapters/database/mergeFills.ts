import type { Fill } from '../../domain/ledger/fill.ts';
import { FillColumns } from './fillColumns.ts';
import { matchByContent } from './matchByContent.ts';

/** Result of merging the incoming fills of one account and session with the stored ones. */
export interface MergedSession {
  readonly account: string;
  readonly sessionDate: string;
  /** The fills to store. */
  readonly block: FillColumns;
  readonly inserted: number;
  readonly duplicates: number;
  /** Those of the duplicates that the stream itself sent more than once. */
  readonly repeated: number;
  readonly changed: number;
  readonly missing: number;
  /** Fills with the identity of an earlier fill of the stream and other content; not in the block. */
  readonly conflicting: readonly Fill[];
}

export interface SessionFills {
  readonly account: string;
  readonly sessionDate: string;
  readonly incoming: FillColumns;
}

/**
 * Adds new fills to the stored ones, in the order of arrival. A stored fill whose identity arrives with other
 * content takes that content; with `keepKnown` it stays as it is. Changes `stored`.
 */
export function appendFills(
  session: SessionFills,
  stored: FillColumns | null,
  keepKnown = false,
): MergedSession {
  const { account, sessionDate } = session;
  const unique = withoutRepeats(session);
  if (stored === null)
    return { account, sessionDate, ...unique, inserted: unique.block.length, changed: 0, missing: 0 };
  const places = placesOf(stored);
  const matches = matchByContent(unique.block, stored);
  let { duplicates } = unique;
  let changed = 0;
  const before = stored.length;
  for (let place = 0; place < unique.block.length; place++) {
    const known = places.get(unique.block.identityKey(place)) ?? matches.get(place);
    if (known !== undefined && (keepKnown || unique.block.equals(place, stored, known))) duplicates++;
    else if (known === undefined) stored.push(unique.block.at(place, account, sessionDate));
    else {
      stored.set(known, unique.block.at(place, account, sessionDate));
      changed++;
    }
  }
  const inserted = stored.length - before;
  return { account, sessionDate, ...unique, block: stored, inserted, duplicates, changed, missing: 0 };
}

/** Replaces the stored fills by the incoming ones, order included, and counts the differences. */
export function replaceFills(session: SessionFills, stored: FillColumns | null): MergedSession {
  const { account, sessionDate } = session;
  const unique = withoutRepeats(session);
  const places = stored === null ? new Map<number | string, number>() : placesOf(stored);
  let { duplicates } = unique;
  let changed = 0;
  for (let place = 0; place < unique.block.length; place++) {
    const known = places.get(unique.block.identityKey(place));
    if (known === undefined || stored === null) continue;
    if (unique.block.equals(place, stored, known)) duplicates++;
    else changed++;
  }
  const met = duplicates - unique.duplicates + changed;
  const missing = (stored?.length ?? 0) - met;
  const inserted = unique.block.length - met;
  return { account, sessionDate, ...unique, inserted, duplicates, changed, missing };
}

function withoutRepeats({ account, sessionDate, incoming }: SessionFills) {
  const seen = new Map<number | string, number>();
  const repeats: number[] = [];
  for (let place = 0; place < incoming.length; place++) {
    const identity = incoming.identityKey(place);
    if (seen.has(identity)) repeats.push(place);
    else seen.set(identity, place);
  }
  if (repeats.length === 0) return { block: incoming, duplicates: 0, repeated: 0, conflicting: [] };
  const first = (place: number) => seen.get(incoming.identityKey(place)) ?? place;
  const block = new FillColumns();
  for (const place of seen.values()) block.push(incoming.at(place, account, sessionDate));
  const conflicting = repeats.filter((place) => !incoming.equals(place, incoming, first(place)));
  return {
    block,
    duplicates: repeats.length - conflicting.length,
    repeated: repeats.length - conflicting.length,
    conflicting: conflicting.map((place) => incoming.at(place, account, sessionDate)),
  };
}

function placesOf(columns: FillColumns): Map<number | string, number> {
  const places = new Map<number | string, number>();
  for (let place = 0; place < columns.length; place++) places.set(columns.identityKey(place), place);
  return places;
}
