import { z } from 'zod';
import { addDays, isIsoDate } from '../../../../domain/session/isoDate.ts';
import { instantOf } from '../../../../domain/session/marketTime.ts';
import type { AuditQuestion } from '../../../../ports/screens/auditPages.ts';

const LONGEST_NAME = 500;

const name = z.string().trim().max(LONGEST_NAME).catch('').default('');
const date = z
  .string()
  .refine((text) => text === '' || isIsoDate(text))
  .catch('')
  .default('');

/** `?kind=limit&author=ann&trader=NET001&from=2026-11-01&to=2026-11-30&before=400`; empty: no condition. */
export const auditQuery = z.object({
  kind: z.string().max(LONGEST_NAME).catch('').default(''),
  author: name,
  trader: name,
  from: date,
  to: date,
  before: z.coerce.number().int().positive().nullable().catch(null).default(null),
});

export type AuditQuery = z.infer<typeof auditQuery>;

/** The days of the query are those of the market's time zone, both included. */
export function questionOf(query: AuditQuery, timezone: string, most: number): AuditQuestion {
  const { kind, author, trader, from, to, before } = query;
  return {
    before,
    kind: kind || null,
    author: author || null,
    trader: trader || null,
    from: from === '' ? null : instantOf(from, '00:00', timezone),
    until: to === '' ? null : instantOf(addDays(to, 1), '00:00', timezone),
    most,
  };
}

/** The address of the same question from an entry on; null: from the newest. */
export function auditPath(query: AuditQuery, before: number | null): string {
  const { kind, author, trader, from, to } = query;
  const given = Object.entries({ kind, author, trader, from, to }).filter(([, value]) => value !== '');
  const search = new URLSearchParams(given);
  if (before !== null) search.set('before', String(before));
  return search.size === 0 ? '/history/audit' : `/history/audit?${search}`;
}
