import { StoreError } from '../../shared/errors.ts';

/** The first entry that does not follow from those before it. */
export interface TrailFault {
  readonly sequence: number;
  readonly found: string;
  readonly expected: string;
}

/** What to do with a database whose trail does not hold. */
export const BROKEN_TRAIL_HINT =
  'The database was changed by something other than Daybreak. Keep the file as it is, and compare it with a backup.';

/** The error of a trail that was edited, cut or continued by another program. */
export function brokenTrail({ sequence, found, expected }: TrailFault, hint = BROKEN_TRAIL_HINT): StoreError {
  return new StoreError(
    'audit_broken',
    `Audit trail, entry ${sequence} · found ${found} · expected ${expected}`,
    { hint },
  );
}
