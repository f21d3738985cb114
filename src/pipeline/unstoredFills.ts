import type { IngestCounts, RefusedSession } from '../ports/fillStore.ts';
import type { RejectedRow } from '../ports/source.ts';

/** Valid fills that were not stored: how many, and rejected rows that explain why. */
export interface UnstoredFills {
  readonly fills: number;
  readonly rows: readonly RejectedRow[];
}

/**
 * Returns one row for each conflicting fill, and one row for all refused fills of a pruned day: their file
 * has them all.
 */
export function unstoredFills(
  where: string,
  { conflicting, refused }: Pick<IngestCounts, 'conflicting' | 'refused'>,
): UnstoredFills {
  return {
    fills: conflicting.length + refused.reduce((sum, { fills }) => sum + fills, 0),
    rows: [
      ...conflicting.map((fill) => conflictRow(where, fill)),
      ...refused.map((session) => refusalRow(where, session)),
    ],
  };
}

/**
 * Two fills with one id. The first is kept: no rule can decide which is right. A spreadsheet keeps 15 digits
 * of a number, so longer ids become equal in it.
 */
function conflictRow(where: string, fill: IngestCounts['conflicting'][number]): RejectedRow {
  const { identity, account, sessionDate } = fill;
  return {
    where,
    line: 0,
    column: identity.startsWith('F:') ? 'Fill Id' : 'PropReports Id',
    value: identity.slice(identity.lastIndexOf(':') + 1),
    reason: `another fill of ${account} has this id: ids rounded by a spreadsheet, or one id for two fills. Export the file again and do not save it in a spreadsheet`,
    raw: JSON.stringify(fill),
    account,
    sessionDate,
  };
}

function refusalRow(where: string, session: RefusedSession): RejectedRow {
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
    account,
    sessionDate,
  };
}
