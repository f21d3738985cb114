import type { FillColumns } from './fillColumns.ts';
import { CONFLICT, type KeptIds, NEW, type Search } from './fillSearch.ts';
import { matchByContent } from './matchByContent.ts';
import { FILL_ID, fillIdDigest, isRounded, PROP_REPORTS_ID } from './sourceIds.ts';

export interface FillMatches {
  /** By place of the incoming fill: place of the stored one, NEW or CONFLICT. */
  readonly places: Int32Array;
  /** Pairs that do not keep the united ids of both, by place of the incoming fill. */
  readonly keptIds: ReadonlyMap<number, KeptIds>;
}

/**
 * Finds the stored fill of each incoming one. Exports of the same fills carry different ids: the PropReports
 * Id, the Fill Id, both or none. Two fills that have an id of one kind are compared by it alone. The others
 * are compared by their content without fees, one to one. No stored fill is found twice.
 *
 * Example: stored are `F:f1` and `F:f2` of equal content. Incoming `P:1` and `P:2` of that content are these
 * two; an incoming `F:f3` is a third one.
 */
export function matchFills(incoming: FillColumns, stored: FillColumns): FillMatches {
  const search: Search = {
    incoming,
    stored,
    places: new Int32Array(incoming.length).fill(NEW),
    taken: new Uint8Array(stored.length),
  };
  matchByIdentity(search);
  matchByFillId(search);
  return { places: search.places, keptIds: matchByContent(search) };
}

function matchByIdentity({ incoming, stored, places, taken }: Search): void {
  const known = placesOf(stored);
  // The text of a row without ids is content. It identifies a fill only where it cannot take the partner of
  // another row away: where all rows of one side are such rows.
  const textsIdentify = hasOnlyTexts(incoming) || hasOnlyTexts(stored);
  for (let place = 0; place < incoming.length; place++) {
    const key = incoming.identityKey(place);
    const found = known.get(key);
    if (found === undefined || taken[found] === 1) continue;
    if (isText(key) && !textsIdentify) continue;
    places[place] = areTheSame(incoming, place, stored, found) ? found : CONFLICT;
    taken[found] = 1;
  }
}

/** Whether two fills of one identity are one fill, perhaps corrected. A rounded id may name several fills. */
function areTheSame(incoming: FillColumns, place: number, stored: FillColumns, found: number): boolean {
  const [digest, storedDigest] = [incoming.idDigest(place), stored.idDigest(found)];
  const differ = digest !== 0 && storedDigest !== 0 && digest !== storedDigest;
  const key = incoming.identityKey(place);
  const rounded = typeof key === 'string' && !isText(key) && isRounded(key);
  if (!differ && !rounded) return true;
  return !(differ && rounded) && incoming.isSameTrade(place, stored, found);
}

/** Pairs a fill that has both ids with one that has only the Fill Id. */
function matchByFillId({ incoming, stored, places, taken }: Search): void {
  const byDigest = new Map<number, number>();
  for (let place = 0; place < stored.length; place++)
    if (taken[place] === 0 && hasFillId(stored, place)) byDigest.set(digestOf(stored, place), place);
  if (byDigest.size === 0) return;
  for (let place = 0; place < incoming.length; place++) {
    if (places[place] !== NEW || !hasFillId(incoming, place)) continue;
    const found = byDigest.get(digestOf(incoming, place));
    if (found === undefined || taken[found] === 1) continue;
    if (hasTheOtherKind(incoming, place, stored, found)) {
      places[place] = found;
      taken[found] = 1;
    }
  }
}

/**
 * Whether the digest decides: two PropReports Ids, or two Fill Ids in full, were compared before and differ.
 * A digest has 32 bits. Two ids of one digest rarely share the symbol and the side too.
 */
function hasTheOtherKind(incoming: FillColumns, place: number, stored: FillColumns, found: number): boolean {
  if ((incoming.kindsOfId(place) & stored.kindsOfId(found) & PROP_REPORTS_ID) !== 0) return false;
  if (isFillId(incoming.identityKey(place)) && isFillId(stored.identityKey(found))) return false;
  return incoming.isSameSymbol(place, stored, found);
}

function hasFillId(columns: FillColumns, place: number): boolean {
  return (columns.kindsOfId(place) & FILL_ID) !== 0;
}

function digestOf(columns: FillColumns, place: number): number {
  return fillIdDigest(columns.identity(place), columns.idDigest(place));
}

function hasOnlyTexts(columns: FillColumns): boolean {
  for (let place = 0; place < columns.length; place++) if (!isText(columns.identityKey(place))) return false;
  return true;
}

function isText(key: number | string): boolean {
  return typeof key === 'string' && key.startsWith('N:');
}

function isFillId(key: number | string): boolean {
  return typeof key === 'string' && key.startsWith('F:');
}

/** Places of fills by identity. */
export function placesOf(columns: FillColumns): Map<number | string, number> {
  const places = new Map<number | string, number>();
  for (let place = 0; place < columns.length; place++) places.set(columns.identityKey(place), place);
  return places;
}
