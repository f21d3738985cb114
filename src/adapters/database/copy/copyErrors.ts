import { StoreError } from '../../../shared/errors.ts';

/** The target of a copy has something already. */
export function targetInTheWay(place: string, found: string, hint: string): StoreError {
  return new StoreError('database_in_the_way', `Copy to ${place} · found ${found} · expected nothing there`, {
    hint: `Nothing was changed. ${hint}`,
  });
}

/** The copy is not what its source is. */
export function copyDiffers(where: string, found: string, expected: string): StoreError {
  return new StoreError('copy_differs', `Copy, ${where} · found ${found} · expected ${expected}`, {
    hint: 'The copy was not put in place. Stop everything that writes to the source, remove the unfinished copy, and copy again.',
  });
}
