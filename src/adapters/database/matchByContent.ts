import type { FillColumns } from './fillColumns.ts';

/**
 * Pairs incoming fills with stored ones of the same content. One export carries the vendor's ids and an older
 * one only fill ids; without this, every fill of theirs would count twice. It applies only where the two
 * share no kind of id: otherwise the ids decide. Fees, orders and statuses may differ, because older exports
 * lack some of them. Equal fills are paired one to one, in their order.
 * @returns place of the stored fill by place of the incoming one.
 */
export function matchByContent(incoming: FillColumns, stored: FillColumns): ReadonlyMap<number, number> {
  const matches = new Map<number, number>();
  if (shareKindOfId(incoming, stored)) return matches;
  const unpaired = new Map<string, number[]>();
  for (let place = stored.length - 1; place >= 0; place--) {
    const content = contentOf(stored, place);
    unpaired.set(content, [...(unpaired.get(content) ?? []), place]);
  }
  for (let place = 0; place < incoming.length; place++) {
    const match = unpaired.get(contentOf(incoming, place))?.pop();
    if (match !== undefined) matches.set(place, match);
  }
  return matches;
}

function shareKindOfId(incoming: FillColumns, stored: FillColumns): boolean {
  const kinds = new Set<string>();
  for (let place = 0; place < stored.length; place++) kinds.add(kindOfId(stored, place));
  for (let place = 0; place < incoming.length; place++) if (kinds.has(kindOfId(incoming, place))) return true;
  return false;
}

/** The first letter of an identity names its kind. */
function kindOfId(columns: FillColumns, place: number): string {
  return columns.identity(place).charAt(0);
}

function contentOf(columns: FillColumns, place: number): string {
  const { secondOfDay, side, quantity, symbol, price } = columns.at(place, '', '');
  return [secondOfDay, side, quantity, price, symbol].join(' ');
}
