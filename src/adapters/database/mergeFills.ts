import type { Fill } from '../../domain/ledger/fill.ts';
import { FillColumns } from './fillColumns.ts';
import { matchByContent } from './matchByContent.ts';

/** What became of one account's session when what came met what was stored. */
export interface MergedSession {
  readonly account: string;
  readonly sessionDate: string;
  /** What the store holds from now on. */
  readonly block: FillColumns;
  readonly inserted: number;
  readonly duplicates: number;
  /** Those of the duplicates that the stream itself sent more than once. */
  readonly repeated: number;
  readonly changed: number;
  readonly missing: number;
  /** Came with the identity of an earlier fill of the same stream, and other content; not in the block. */
  readonly conflicting: readonly Fill[];
}

export interface SessionFills {
  readonly account: string;
  readonly sessionDate: string;
  readonly came: FillColumns;
}

/**
 * Adds what is new to what is stored, in the order in which it came; a known identity with other content is changed, or
 * stays as it is stored with `keepKnown`.
 */
export function appendFills(
  session: SessionFills,
  stored: FillColumns | null,
  keepKnown = false,
): MergedSession {
  const unique = withoutRepeats(session);
  if (stored === null)
    return { ...session, ...unique, inserted: unique.block.length, changed: 0, missing: 0 };
  const places = placesOf(stored);
  const twins = matchByContent(unique.block, stored);
  let { duplicates } = unique;
  let changed = 0;
  const before = stored.length;
  for (let place = 0; place < unique.block.length; place++) {
    const known = places.get(unique.block.identityKey(place)) ?? twins.get(place);
    if (known !== undefined && (keepKnown || unique.block.equals(place, stored, known))) duplicates++;
    else if (known === undefined) stored.push(unique.block.at(place, session.account, session.sessionDate));
    else {
      stored.set(known, unique.block.at(place, session.account, session.sessionDate));
      changed++;
    }
  }
  const inserted = stored.length - before;
  return {
    ...session,
    block: stored,
    inserted,
    duplicates,
    repeated: unique.repeated,
    changed,
    missing: 0,
    conflicting: unique.conflicting,
  };
}

/** Makes what is stored equal to what came, order included, and counts how the two differed. */
export function replaceFills(session: SessionFills, stored: FillColumns | null): MergedSession {
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
  return { ...session, ...unique, inserted: unique.block.length - met, duplicates, changed, missing };
}

function withoutRepeats({ account, sessionDate, came }: SessionFills) {
  const seen = new Map<number | string, number>();
  const repeats: number[] = [];
  for (let place = 0; place < came.length; place++) {
    const identity = came.identityKey(place);
    if (seen.has(identity)) repeats.push(place);
    else seen.set(identity, place);
  }
  if (repeats.length === 0) return { block: came, duplicates: 0, repeated: 0, conflicting: [] };
  const first = (place: number) => seen.get(came.identityKey(place)) ?? place;
  const block = new FillColumns();
  for (const place of seen.values()) block.push(came.at(place, account, sessionDate));
  const conflicting = repeats.filter((place) => !came.equals(place, came, first(place)));
  return {
    block,
    duplicates: repeats.length - conflicting.length,
    repeated: repeats.length - conflicting.length,
    conflicting: conflicting.map((place) => came.at(place, account, sessionDate)),
  };
}

function placesOf(columns: FillColumns): Map<number | string, number> {
  const places = new Map<number | string, number>();
  for (let place = 0; place < columns.length; place++) places.set(columns.identityKey(place), place);
  return places;
}
