import type { Fill } from '../../domain/ledger/fill.ts';

/** The part of a fill that identifies it at its source. */
export type SourceIds = Pick<Fill, 'identity' | 'idDigest'>;

/** Bits for the kinds of id that a fill has. Two fills that share a kind are compared by it alone. */
export const PROP_REPORTS_ID = 1;
export const FILL_ID = 2;

/** A spreadsheet keeps 15 digits of a number and writes zeros for the others. */
const ROUNDED = /^[1-9]\d{14}0+$/;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * The kinds of id that a fill has: a sum of bits. A PropReports Id that a spreadsheet may have rounded is no
 * id: several fills can share it.
 */
export function kindsOfId(identity: string, idDigest: number): number {
  if (identity.startsWith('F:')) return FILL_ID;
  const own = identity.startsWith('P:') && !isRounded(identity) ? PROP_REPORTS_ID : 0;
  return own + (idDigest === 0 ? 0 : FILL_ID);
}

/** Whether the number in an identity may be one that a spreadsheet rounded: `P:20261124170012300`. */
export function isRounded(identity: string): boolean {
  return identity.length > 17 && ROUNDED.test(idText(identity));
}

/** Digest of a fill's Fill Id; 0 where it has none. */
export function fillIdDigest(identity: string, idDigest: number): number {
  return identity.startsWith('F:') ? digestOfId(idText(identity)) : idDigest;
}

/**
 * FNV-1a digest of an id, 32 bits, never 0; 0 for an empty text. The reader of rows computes the same digest
 * of a Fill Id. Source: http://www.isthe.com/chongo/tech/comp/fnv. Example: `a` is 0xe40c292c.
 */
export function digestOfId(id: string): number {
  if (id === '') return 0;
  let digest = FNV_OFFSET;
  for (let at = 0; at < id.length; at++) digest = Math.imul(digest ^ id.charCodeAt(at), FNV_PRIME);
  return digest >>> 0 || 1;
}

/** Digest of the Fill Id 0: servers without Fill Ids send it for every fill. */
export const DIGEST_OF_NO_ID = digestOfId('0');

/**
 * The ids of one fill that came with two sets of them: the PropReports Id before the Fill Id, before the text
 * of the row. A Fill Id next to a PropReports Id is kept as its digest.
 */
export function unitedIds(stored: SourceIds, incoming: SourceIds): SourceIds {
  const [stronger, weaker] = strength(incoming) > strength(stored) ? [incoming, stored] : [stored, incoming];
  if (!stronger.identity.startsWith('P:')) return stronger;
  const digest = stronger.idDigest || fillIdDigest(weaker.identity, weaker.idDigest);
  return { identity: stronger.identity, idDigest: digest };
}

function strength({ identity }: SourceIds): number {
  if (identity.startsWith('P:')) return isRounded(identity) ? 1 : 3;
  return identity.startsWith('F:') ? 2 : 0;
}

/** The id in `P:<id>` and `F:<date>:<id>`. */
function idText(identity: string): string {
  if (identity.startsWith('P:')) return identity.slice(2);
  return identity.charAt(12) === ':' ? identity.slice(13) : identity.slice(2);
}
