import { z } from 'zod';
import type { TrailRecord } from '../../domain/compliance/trailRecord.ts';
import { limitEventKinds } from '../../domain/limits/limitEvent.ts';
import { auditWords } from '../../domain/report/screens/auditWords.ts';
import { deskFactsOf } from './deskFactsBody.ts';

type Body = Readonly<Record<string, unknown>>;

/** Place, time and kind of an entry, with the date of its time in the zone of the market. */
export interface EntryPlace {
  readonly sequence: number;
  readonly at: string;
  readonly date: string;
  readonly subject: string;
}

const number = z.number();
const text = z.string();

const decision = z.object({ sessionDate: text, action: text, baseLimit: number, newLimit: number });
const mail = z.object({ sessionDate: text, kind: text, status: text });
const run = z.object({ step: text, status: text, error: text.nullable() });
const limit = z.object({
  event: z.enum(Object.keys(limitEventKinds) as (keyof typeof limitEventKinds)[]),
  trader: text.nullable(),
  sessionDate: text,
  dollars: number.nullable(),
  baseLimit: number.nullable(),
  reason: text.nullable(),
  by: text,
  through: text,
});
const override = z.discriminatedUnion('change', [
  z.object({
    change: z.literal('given'),
    id: number,
    dollars: number,
    firstSession: text,
    lastSession: text,
    reason: text,
    note: text.nullable(),
    by: text,
    baseLimit: number,
    recommended: number.nullable(),
    renewals: number,
  }),
  z.object({ change: z.literal('approved'), id: number, by: text }),
  z.object({ change: z.literal('ended'), id: number, from: text, by: text }),
]);
const acceptance = z.union([
  z.object({ sessionDate: text, reason: text, by: text }),
  // The session without trading is the subject of its entry.
  z.object({ noTrading: z.literal(true), reason: text, by: text }),
]);
const answer = z.object({ sessionDate: text, by: text, because: text });
const restore = z.object({
  replacedHead: z.object({ sequence: number }).nullish().catch(null),
  by: text.nullish(),
});
const gate = z.object({ from: text, to: text, why: text });
const signed = z.object({ by: text.nullish() });

/** How an entry of each kind is read; null where its body has another shape. */
const readers: Readonly<Record<string, (place: EntryPlace, body: Body) => TrailRecord | null>> = {
  decision: (place, body) =>
    entry(decision, body, (read) => ({ ...at(place), ...read, kind: 'decision', trader: place.subject })),
  mail: (place, body) =>
    entry(mail, body, ({ kind, ...read }) => ({ ...at(place), ...read, kind: 'mail', mail: kind })),
  run: (place, body) =>
    entry(run, body, (read) => ({ ...at(place), ...read, kind: 'run', sessionDate: place.subject })),
  limit: (place, body) => entry(limit, body, (read) => ({ ...at(place), ...read, kind: 'limit' })),
  override: (place, body) => entry(override, body, (read) => overrideEntry(place, read)),
  acceptance: (place, body) =>
    entry(acceptance, body, (read) => {
      const { reason, by } = read;
      const of =
        'noTrading' in read
          ? { trader: null, sessionDate: place.subject }
          : { trader: place.subject, sessionDate: read.sessionDate };
      return { ...at(place), ...of, kind: 'acceptance', reason, by };
    }),
  answer: (place, body) =>
    entry(answer, body, (read) => ({ ...at(place), ...read, kind: 'answer', trader: place.subject })),
  restore: (place, body) =>
    entry(restore, body, ({ replacedHead, by }) => ({
      ...at(place),
      kind: 'restore',
      backup: place.subject,
      replacedSequence: replacedHead?.sequence ?? null,
      by: by ?? null,
    })),
  gate: (place, body) =>
    entry(gate, body, (read) => ({ ...at(place), ...read, kind: 'gate', sessionDate: place.subject })),
  'desk-facts': (place, body) => {
    const facts = deskFactsOf(body);
    return facts === null ? null : { ...at(place), kind: 'desk-facts', facts };
  },
  roster: (place, body) => change('roster', place, body),
  correction: (place, body) => change('correction', place, body),
  import: (place, body) => change('import', place, body),
  access: (place, body) => change('access', place, body),
};

/**
 * What the compliance report reads of an entry; null for a kind that it does not read. A body of another
 * shape becomes an `unreadable` record.
 */
export function trailRecord(kind: string, place: EntryPlace, body: Body): TrailRecord | null {
  const read = readers[kind];
  if (read === undefined) return null;
  return read(place, body) ?? { ...at(place), kind: 'unreadable', of: kind };
}

function entry<T>(schema: z.ZodType<T>, body: Body, record: (read: T) => TrailRecord): TrailRecord | null {
  const result = schema.safeParse(body);
  return result.success ? record(result.data) : null;
}

function overrideEntry(place: EntryPlace, read: z.infer<typeof override>): TrailRecord {
  return read.change === 'given'
    ? { ...at(place), ...read, kind: 'override', trader: place.subject }
    : { ...at(place), ...read, kind: 'override' };
}

function change(
  kind: 'roster' | 'correction' | 'import' | 'access',
  place: EntryPlace,
  body: Body,
): TrailRecord | null {
  const { by: _, ...what } = body;
  return entry(signed, body, ({ by }) => ({
    ...at(place),
    kind,
    subject: place.subject,
    what: auditWords(what),
    by: by ?? null,
  }));
}

function at({ sequence, at: time, date }: EntryPlace) {
  return { sequence, at: time, date };
}
