import { setImmediate } from 'node:timers/promises';
import type { TrailFault } from '../../../domain/compliance/brokenTrail.ts';
import type { TrailRecord } from '../../../domain/compliance/trailRecord.ts';
import { marketDate } from '../../../domain/session/marketTime.ts';
import type {
  RawEntry,
  TrailRange,
  TrailReading,
  TrailRequest,
  VerifiedTrail,
} from '../../../ports/verifiedTrail.ts';
import { type AuditHead, type AuditRow, auditBody, faultAfter, GENESIS } from '../auditChain.ts';
import type { Database } from '../database.ts';
import { trailRecord } from '../trailRecords.ts';
import { entriesAfter } from './auditRows.ts';
import { tailFault } from './auditTrail.ts';

/** Entries of one slice: other work of the process goes on between two of them. */
const SLICE = 200;

/** The audit trail for a report. */
export function createVerifiedTrail(database: Database): VerifiedTrail {
  const { connection } = database;
  return {
    count: async () => (await connection.value<number>('SELECT count(*) FROM audit_entry')) ?? 0,

    async read(request) {
      const reading = new Reading(request);
      let last: AuditHead = GENESIS;
      for (;;) {
        const rows: readonly AuditRow[] = await entriesAfter(connection, last.sequence, SLICE);
        const fault: TrailFault | null = faultAfter(last, rows);
        if (fault !== null) return { fault };
        for (const row of rows) reading.add(row);
        last = rows.at(-1) ?? last;
        request.onVerified(rows.length);
        if (rows.length < SLICE) break;
        await setImmediate();
      }
      const cut = await tailFault(database, connection);
      return cut === null ? reading.result(last) : { fault: cut };
    },
  };
}

/** Collects what a report of the range needs. */
class Reading {
  readonly #request: TrailRequest;
  readonly #records: TrailRecord[] = [];
  readonly #raw: RawEntry[] = [];
  #decided: TrailRange | null = null;
  #hasFacts = false;

  constructor(request: TrailRequest) {
    this.#request = request;
  }

  add(row: AuditRow): void {
    const { sequence, at, kind, subject } = row;
    const body = auditBody(row);
    const session = sessionOf(row, body);
    const date = session ?? marketDate(new Date(at), this.#request.timezone);
    const isInside = this.#isInside(session ?? date) || this.#isInside(textOf(body['dataThrough']) ?? '');
    if (isInside && this.#request.keepsRaw) this.#raw.push(rawOf(row));
    const isRead = isInside || this.#isNeeded(kind);
    const record = isRead ? trailRecord(kind, { sequence, at, subject, date }, body) : null;
    if (record !== null) this.#records.push(record);
    this.#notice(kind, session);
  }

  result({ sequence, hash }: AuditHead): TrailReading {
    return { head: { sequence, hash }, records: this.#records, raw: this.#raw, decided: this.#decided };
  }

  #isInside(day: string): boolean {
    return day >= this.#request.from && day <= this.#request.to;
  }

  /** The first decision and the first facts say since when the trail can have findings. */
  #isNeeded(kind: string): boolean {
    if (kind === 'override') return true;
    return (kind === 'decision' && this.#decided === null) || (kind === 'desk-facts' && !this.#hasFacts);
  }

  #notice(kind: string, session: string | null): void {
    if (kind === 'desk-facts') this.#hasFacts = true;
    if (kind !== 'decision' || session === null) return;
    const { from, to } = this.#decided ?? { from: session, to: session };
    this.#decided = { from: session < from ? session : from, to: session > to ? session : to };
  }
}

/** The session that an entry is about; null: it has only a time. */
function sessionOf({ kind, subject }: AuditRow, body: Readonly<Record<string, unknown>>): string | null {
  if (kind === 'run' || kind === 'gate' || body['noTrading'] === true) return subject;
  return textOf(body['sessionDate']);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function rawOf({ sequence, at, kind, subject, body, hash }: AuditRow): RawEntry {
  return { sequence, at, kind, subject, body, hash };
}
