import type { FillColumns } from './fillColumns.ts';
import { type KeptIds, NEW, type Search } from './fillSearch.ts';
import { FILL_ID, PROP_REPORTS_ID } from './sourceIds.ts';

/** Fills of one content that no id has paired, by place. */
interface Group {
  readonly incoming: number[];
  readonly stored: number[];
}

const BOTH = PROP_REPORTS_ID + FILL_ID;
/**
 * The kinds of id of a stored fill that may be the incoming one, the best first, by the incoming fill's
 * own kinds. Fills with the fewest choices take theirs first, so as many as possible are paired.
 */
const CHOICES: readonly (readonly [kinds: number, storedKinds: readonly number[]])[] = [
  [BOTH, [0]],
  [PROP_REPORTS_ID, [FILL_ID, 0]],
  [FILL_ID, [PROP_REPORTS_ID, 0]],
  [0, [0, FILL_ID, PROP_REPORTS_ID, BOTH]],
];

/**
 * Pairs the fills that are left by content without fees, where they share no kind of id. Equal fills are
 * paired one to one: first those that agree in fees, order and status too, then in their order.
 * @returns which ids a pair keeps, where it does not keep both.
 */
export function matchByContent(search: Search): ReadonlyMap<number, KeptIds> {
  const keptIds = new Map<number, KeptIds>();
  if (!canMatch(search)) return keptIds;
  for (const group of groupsOf(search)) {
    pair(group, search);
    if (group.incoming.length === 1 && group.stored.length === 1) continue;
    const kept = keptOf(group, search);
    for (const place of group.incoming) if (search.places[place] !== NEW) keptIds.set(place, kept);
  }
  return keptIds;
}

/** Whether any incoming fill may be paired with any stored one: quickly false for ids of one kind. */
function canMatch({ incoming, stored, places, taken }: Search): boolean {
  const storedKinds = new Set<number>();
  for (let place = 0; place < stored.length; place++)
    if (taken[place] === 0) storedKinds.add(stored.kindsOfId(place));
  if (storedKinds.size === 0) return false;
  for (let place = 0; place < incoming.length; place++)
    if (places[place] === NEW)
      for (const kinds of storedKinds) if ((kinds & incoming.kindsOfId(place)) === 0) return true;
  return false;
}

/** Groups with fills on both sides. */
function groupsOf({ incoming, stored, places, taken }: Search): readonly Group[] {
  const groups = new Map<string, Group>();
  for (let place = 0; place < incoming.length; place++) {
    if (places[place] !== NEW) continue;
    const key = incoming.tradeKey(place);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { incoming: [place], stored: [] });
    else group.incoming.push(place);
  }
  for (let place = 0; place < stored.length; place++)
    if (taken[place] === 0) groups.get(stored.tradeKey(place))?.stored.push(place);
  return [...groups.values()].filter((group) => group.stored.length > 0);
}

function pair(group: Group, search: Search): void {
  const { incoming, places, taken } = search;
  const free = freeByKind(group, search);
  for (const [kinds, choices] of CHOICES) {
    const rows = group.incoming.filter((place) => incoming.kindsOfId(place) === kinds);
    for (const isExact of [true, false])
      for (const place of rows) {
        if (places[place] !== NEW) continue;
        const found = takeFrom(free, choices, detailsOf(incoming, place), isExact);
        if (found === null) continue;
        places[place] = found;
        taken[found] = 1;
      }
  }
}

/** Stored fills of a group by kind of id, then by the details in which equal fills may differ. */
type FreeFills = ReadonlyMap<number, Map<string, number[]>>;

function freeByKind({ stored: own }: Group, { stored }: Search): FreeFills {
  const free = new Map<number, Map<string, number[]>>();
  // From the last to the first, so that pop() takes the first.
  for (const place of own.toReversed()) {
    const kinds = stored.kindsOfId(place);
    const ofKind = free.get(kinds) ?? new Map<string, number[]>();
    free.set(kinds, ofKind);
    const details = detailsOf(stored, place);
    const places = ofKind.get(details) ?? [];
    ofKind.set(details, places);
    places.push(place);
  }
  return free;
}

function takeFrom(
  free: FreeFills,
  choices: readonly number[],
  details: string,
  isExact: boolean,
): number | null {
  for (const kinds of choices) {
    const ofKind = free.get(kinds);
    if (ofKind === undefined || ofKind.size === 0) continue;
    // The best kind that is left: an exact pair of a later kind could take the partner of another fill.
    const [key] = isExact ? [details] : [...ofKind.keys()].slice(-1);
    const places = ofKind.get(key ?? '');
    const found = places?.pop();
    if (places?.length === 0) ofKind.delete(key ?? '');
    return found ?? null;
  }
  return null;
}

function detailsOf(columns: FillColumns, place: number): string {
  const { fees, orderId, status } = columns.at(place, '', '');
  return JSON.stringify([fees, orderId, status]);
}

/**
 * Which ids stay where several fills cannot be distinguished. The pairs may be wrong one by one, so ids of
 * both sides must not mix: an id could then stay on two fills, and a later export would count one of them
 * again. The larger side has all of the fills; of two equal sides, the one with the stronger ids stays.
 */
function keptOf({ incoming: rows, stored: own }: Group, { incoming, stored }: Search): KeptIds {
  const [came, stand] = [strengthOf(incoming, rows), strengthOf(stored, own)];
  if (came === 0) return 'stored';
  if (stand === 0 || rows.length > own.length) return 'incoming';
  return rows.length === own.length && came > stand ? 'incoming' : 'stored';
}

/** Larger with more PropReports Ids, then with more Fill Ids; 0 without ids. */
function strengthOf(columns: FillColumns, places: readonly number[]): number {
  const count = (kind: number) => places.filter((place) => (columns.kindsOfId(place) & kind) !== 0).length;
  return count(PROP_REPORTS_ID) * (places.length + 1) + count(FILL_ID);
}
