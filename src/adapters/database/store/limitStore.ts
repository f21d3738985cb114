import type { LimitStore } from '../../../ports/limits.ts';
import type { Database } from '../database.ts';
import { eventRow, limitEvent, overrideRow, storedOverride } from './limitRows.ts';

/**
 * Limits on the platform and overrides. Triggers record every write in the audit trail.
 */
export function createLimitStore(database: Database): LimitStore {
  const { queries } = database;
  return {
    async events(through) {
      const rows = await queries
        .selectFrom('limit_event')
        .selectAll()
        .where('session_date', '<=', through)
        .orderBy('session_date')
        .orderBy('recorded_at')
        .orderBy('id')
        .execute();
      return rows.map(limitEvent);
    },

    record: (events) =>
      database.transaction(async (transaction) => {
        for (const event of events)
          await transaction.queries.insertInto('limit_event').values(eventRow(event)).execute();
      }),

    async firstBaseLimits() {
      const first = queries
        .selectFrom('decision')
        .select((e) => ['trader', e.fn.min('session_date').as('session_date')])
        .groupBy('trader')
        .as('first');
      const rows = await queries
        .selectFrom('decision')
        .innerJoin(first, (join) =>
          join
            .onRef('first.trader', '=', 'decision.trader')
            .onRef('first.session_date', '=', 'decision.session_date'),
        )
        .select(['decision.trader', 'decision.base_limit'])
        .execute();
      return new Map(rows.map(({ trader, base_limit }) => [trader, base_limit]));
    },

    async overrides() {
      const rows = await queries.selectFrom('limit_override').selectAll().orderBy('id').execute();
      return rows.map(storedOverride);
    },

    addOverride: (override) =>
      database.transaction(async (transaction) => {
        const row = await transaction.queries
          .insertInto('limit_override')
          .values(overrideRow(override))
          .returningAll()
          .executeTakeFirstOrThrow();
        return storedOverride(row);
      }),

    approveOverride: (id, by, at) =>
      database.transaction(async (transaction) => {
        await transaction.queries
          .updateTable('limit_override')
          .set({ approved_by: by, approved_at: at.toISOString() })
          .where('id', '=', id)
          .where('approved_by', 'is', null)
          .execute();
      }),

    endOverride: (id, from, by, at) =>
      database.transaction(async (transaction) => {
        await transaction.queries
          .updateTable('limit_override')
          .set({ ended_from: from, ended_by: by, ended_at: at.toISOString() })
          .where('id', '=', id)
          .where('ended_from', 'is', null)
          .execute();
      }),
  };
}
