import type { IngestCounts, RefusedSession } from '../ports/fillStore.ts';
import type { RejectedRow } from '../ports/source.ts';
import { conflict } from './conflict.ts';

/** Fills that were read well and yet not taken: how many, and the rows that say why. */
export interface NotTaken {
  readonly fills: number;
  readonly rows: readonly RejectedRow[];
}

/** Conflicting fills have a row each; those of a pruned day have one together, since their file still holds them. */
export function notTaken(
  where: string,
  { conflicting, refused }: Pick<IngestCounts, 'conflicting' | 'refused'>,
): NotTaken {
  return {
    fills: conflicting.length + refused.reduce((sum, { fills }) => sum + fills, 0),
    rows: [
      ...conflicting.map((fill) => conflict(where, fill)),
      ...refused.map((session) => refusal(where, session)),
    ],
  };
}

function refusal(where: string, session: RefusedSession): RejectedRow {
  const { account, sessionDate, fills, prunedFills, prunedThrough } = session;
  const why =
    prunedFills === null
      ? `this trader's fills are pruned through ${prunedThrough}, and a day before that can no longer be computed`
      : `the ${prunedFills} fills of this day were pruned, and these are others`;
  return {
    where,
    line: 0,
    column: 'Date/Time',
    value: sessionDate,
    reason: `${fills} fills of ${account} not taken: ${why}; its figures stay as they were. To take them in, import everything into a new database`,
    raw: JSON.stringify(session),
  };
}
