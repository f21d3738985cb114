import type { Fill } from '../../domain/ledger/fill.ts';
import { textOfReversible } from '../../domain/text/reversibleText.ts';
import { type RowError, rowError } from './rowError.ts';

const IDENTITY = /^(?:P:.|F:\d{4}-\d\d-\d\d:.|N:.*:\d+$)/s;
const DIGEST = /^(?:[0-9a-f]{8})?$/;

/**
 * The ids of a row that Daybreak exported, exactly as they were stored.
 * @param identity the cell of the column `Daybreak Id`, @param digest that of `Id Digest`.
 * @returns an error where either is none.
 */
export function readDaybreakId(
  identity: string,
  digest: string,
): Pick<Fill, 'identity' | 'idDigest'> | RowError {
  const text = textOfReversible(identity);
  if (!IDENTITY.test(text))
    return rowError(
      'Daybreak Id',
      identity,
      'not P:, F: or N: with an id; remove the column from other files',
    );
  if (!DIGEST.test(digest)) return rowError('Id Digest', digest, 'not eight digits 0-9 and a-f, or empty');
  return { identity: text, idDigest: Number.parseInt(digest || '0', 16) };
}
