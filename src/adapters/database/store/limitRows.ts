import { z } from 'zod';
import {
  type EventChannel,
  type LimitEvent,
  type LimitEventKind,
  limitEventKinds,
  type NewLimitEvent,
} from '../../../domain/limits/limitEvent.ts';
import { type Override, type OverrideReason, overrideReasons } from '../../../domain/limits/override.ts';
import { unreadableJson } from '../storedJson.ts';
import type { LimitEventRow, LimitOverrideRow } from './schema.ts';

/** The row of an event. */
export function eventRow(event: NewLimitEvent): Omit<LimitEventRow, 'id'> {
  const { kind, trader, sessionDate, recordedAt, dollars, baseLimit, revision, reason, by, through } = event;
  return {
    kind,
    trader,
    session_date: sessionDate,
    recorded_at: recordedAt.toISOString(),
    dollars,
    base_limit: baseLimit,
    revision,
    reason,
    recorded_by: by,
    through,
  };
}

type Stored<Row> = Omit<Row, 'id'> & { readonly id: number };

const kinds: z.ZodType<LimitEventKind> = z.custom<LimitEventKind>(
  (value) => typeof value === 'string' && Object.hasOwn(limitEventKinds, value),
);

const channels: z.ZodType<EventChannel> = z.enum([
  'mail',
  'command',
  'link',
  'page',
  'api',
  'file',
  'restore',
  'upgrade',
]);

const reasons: z.ZodType<OverrideReason> = z.custom<OverrideReason>(
  (value) => typeof value === 'string' && Object.hasOwn(overrideReasons, value),
);

/** The event of a row. @throws StoreError `stored_json` */
export function limitEvent(row: Stored<LimitEventRow>): LimitEvent {
  return {
    id: row.id,
    kind: known(kinds, row.kind, 'limit_event.kind', row.id),
    trader: row.trader,
    sessionDate: row.session_date,
    recordedAt: new Date(row.recorded_at),
    dollars: row.dollars,
    baseLimit: row.base_limit,
    revision: row.revision,
    reason: row.reason,
    by: row.recorded_by,
    through: known(channels, row.through, 'limit_event.through', row.id),
  };
}

/** The row of a new override. */
export function overrideRow(
  override: Omit<Override, 'id' | 'approvedBy' | 'endedFrom' | 'endedBy'>,
): Omit<LimitOverrideRow, 'id'> {
  const {
    trader,
    dollars,
    firstSession,
    lastSession,
    reason,
    note,
    by,
    at,
    baseLimit,
    recommended,
    renewals,
  } = override;
  return {
    trader,
    dollars,
    first_session: firstSession,
    last_session: lastSession,
    reason,
    note,
    given_by: by,
    given_at: at.toISOString(),
    base_limit: baseLimit,
    recommended,
    renewals,
    approved_by: null,
    approved_at: null,
    ended_from: null,
    ended_by: null,
    ended_at: null,
  };
}

/** The override of a row. @throws StoreError `stored_json` */
export function storedOverride(row: Stored<LimitOverrideRow>): Override {
  return {
    id: row.id,
    trader: row.trader,
    dollars: row.dollars,
    firstSession: row.first_session,
    lastSession: row.last_session,
    reason: known(reasons, row.reason, 'limit_override.reason', row.id),
    note: row.note,
    by: row.given_by,
    at: new Date(row.given_at),
    baseLimit: row.base_limit,
    recommended: row.recommended,
    renewals: row.renewals,
    approvedBy: row.approved_by,
    endedFrom: row.ended_from,
    endedBy: row.ended_by,
  };
}

/** @throws StoreError `stored_json` for a word that this version does not know. */
function known<T>(words: z.ZodType<T>, word: string, place: string, id: number): T {
  const result = words.safeParse(word);
  if (result.success) return result.data;
  throw unreadableJson(place, `row ${id}`, JSON.stringify(word), 'a word of this version');
}
