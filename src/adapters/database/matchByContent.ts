import type { FillColumns } from './fillColumns.ts';

/**
 * Fills that came, and stored ones that are the same though told apart by another kind of id: one export carries the
 * vendor's ids, an older one only fill ids, and without this every fill of theirs would count twice. Only where the two
 * share no kind of id at all, for else the ids themselves say what is what. Fees, orders and statuses may differ: older
 * exports know fewer of them. Fills alike are paired one to one, in their order.
 * @returns place of what is stored by place of what came.
 */
export function matchByContent(came: FillColumns, stored: FillColumns): ReadonlyMap<number, number> {
  const twins = new Map<number, number>();
  if (shareKindOfId(came, stored)) return twins;
  const free = new Map<string, number[]>();
  for (let place = stored.length - 1; place >= 0; place--) {
    const alike = contentOf(stored, place);
    free.set(alike, [...(free.get(alike) ?? []), place]);
  }
  for (let place = 0; place < came.length; place++) {
    const twin = free.get(contentOf(came, place))?.pop();
    if (twin !== undefined) twins.set(place, twin);
  }
  return twins;
}

function shareKindOfId(came: FillColumns, stored: FillColumns): boolean {
  const kinds = new Set<string>();
  for (let place = 0; place < stored.length; place++) kinds.add(kindOfId(stored, place));
  for (let place = 0; place < came.length; place++) if (kinds.has(kindOfId(came, place))) return true;
  return false;
}

/** The identity's first letter says where it is from. */
function kindOfId(columns: FillColumns, place: number): string {
  return columns.identity(place).charAt(0);
}

function contentOf(columns: FillColumns, place: number): string {
  const { secondOfDay, side, quantity, symbol, price } = columns.at(place, '', '');
  return [secondOfDay, side, quantity, price, symbol].join(' ');
}
