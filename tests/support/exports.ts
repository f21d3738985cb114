import { digestOfId } from '../../src/adapters/database/sourceIds.ts';
import type { Fill } from '../../src/domain/ledger/fill.ts';
import { storedFill } from './fill.ts';

/** Ids that an export may give for a fill: the PropReports Id, the Fill Id, both or none. */
export type IdKind = 'P' | 'F' | 'PF' | 'N';

const SESSION = '2026-03-02';

/** One fill as it truly happened, with a number for its ids. */
export interface TrueFill {
  readonly number: number;
  readonly second: number;
  readonly side: 'B' | 'S';
  readonly price: number;
  readonly fees: number;
}

/** The rows of an export, each with its own kind of ids; the n-th identical row without ids has number n. */
export function exported(
  rows: readonly { readonly fill: TrueFill; readonly ids: IdKind; readonly withFees: boolean }[],
): readonly Fill[] {
  const seen = new Map<string, number>();
  return rows.map(({ fill, ids, withFees }) => {
    const fees = withFees ? fill.fees : 0;
    const text = [fill.second, fill.side, fill.price, fees].join(',');
    const number = (seen.get(text) ?? 0) + 1;
    if (ids === 'N') seen.set(text, number);
    return storedFill({
      sessionDate: SESSION,
      secondOfDay: fill.second,
      side: fill.side,
      price: fill.price,
      fees,
      orderId: 'O',
      ...idsOf(fill.number, ids, `N:${text}:${number}`),
    });
  });
}

function idsOf(number: number, ids: IdKind, text: string): Pick<Fill, 'identity' | 'idDigest'> {
  if (ids === 'N') return { identity: text, idDigest: 0 };
  if (ids === 'F') return { identity: `F:${SESSION}:f${number}`, idDigest: 0 };
  return { identity: `P:${7000 + number}`, idDigest: ids === 'PF' ? digestOfId(`f${number}`) : 0 };
}
