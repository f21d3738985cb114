import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { DeskRecords, MorningRecord } from '../../../ports/deskRecords.ts';
import type { MorningVersion } from '../../../ports/morningVersions.ts';
import { morningOf } from './documents.ts';
import { morning } from './schemas/morning.ts';

/** One answer, ready to be sent. */
export interface Body {
  readonly identity: Buffer;
  readonly gzip: Buffer;
  readonly br: Buffer;
}

/** A morning in memory with its answers, each made at most once. */
export interface CachedMorning {
  /** Weak: the same in every encoding. */
  readonly etag: string;
  readonly record: MorningRecord;
  body(includesIndicators: boolean): Promise<Body>;
}

/** Mornings that are read often: today's, and the last ones of a client that reads the past. */
const MOST_MORNINGS = 8;
/** Names of sessions that are resolved since the last change. */
const MOST_NAMES = 500;

/**
 * Keeps mornings in memory for as long as their version is the newest. A request for a known one costs a
 * read of the change counter; after a change of the database it costs two reads more.
 */
export function createMorningCache(records: DeskRecords): (session: string) => Promise<CachedMorning | null> {
  const mornings = new Map<string, Promise<CachedMorning | null>>();
  const resolved = new Map<string, Promise<CachedMorning | null>>();
  let mark: string | null = null;
  return async (session) => {
    const now = await records.mark();
    if (now !== mark) resolved.clear();
    mark = now;
    return remembered(resolved, session, MOST_NAMES, async () => {
      const sessionDate = session === 'latest' ? await records.lastDecided() : session;
      const version = sessionDate === null ? null : await records.version(sessionDate);
      if (version === null) return null;
      const etag = etagOf(version);
      return remembered(mornings, etag, MOST_MORNINGS, () => read(records, version.sessionDate, etag));
    });
  };
}

/** The value of a key, made once; the oldest entry leaves, and a failure is forgotten. */
function remembered<T>(
  entries: Map<string, Promise<T>>,
  key: string,
  most: number,
  make: () => Promise<T>,
): Promise<T> {
  const known = entries.get(key);
  if (known !== undefined) return known;
  const made = make();
  made.catch(() => entries.delete(key));
  entries.set(key, made);
  const [oldest] = entries.keys();
  if (entries.size > most && oldest !== undefined) entries.delete(oldest);
  return made;
}

function etagOf({ sessionDate, revision, decidedAt, state }: MorningVersion): string {
  const hash = createHash('sha256').update(`${decidedAt.toISOString()} ${state}`).digest('base64url');
  return `W/"${sessionDate}.r${revision}.${hash.slice(0, 16)}"`;
}

async function read(records: DeskRecords, sessionDate: string, etag: string): Promise<CachedMorning | null> {
  const record = await records.morning(sessionDate);
  if (record === null) return null;
  const bodies = new Map<string, Promise<Body>>();
  return {
    etag,
    record,
    body: (includesIndicators) =>
      remembered(bodies, String(includesIndicators), 2, () => bodyOf(record, includesIndicators)),
  };
}

async function bodyOf(record: MorningRecord, includesIndicators: boolean): Promise<Body> {
  const document = morning.parse(morningOf(record, includesIndicators));
  const identity = Buffer.from(JSON.stringify(document));
  const [packed, br] = await Promise.all([
    promisify(gzip)(identity),
    promisify(brotliCompress)(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
  ]);
  return { identity, gzip: packed, br };
}

/** The highest that takes milliseconds; it is smaller than gzip. */
const BROTLI_QUALITY = 5;
