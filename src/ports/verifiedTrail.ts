import type { TrailFault } from '../domain/compliance/brokenTrail.ts';
import type { TrailHead } from '../domain/compliance/complianceReport.ts';
import type { TrailRecord } from '../domain/compliance/trailRecord.ts';

/** An entry of the trail as it is stored, for a file of entries. */
export interface RawEntry {
  readonly sequence: number;
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly kind: string;
  readonly subject: string;
  /** Canonical JSON. */
  readonly body: string;
  /** SHA-256, hexadecimal. */
  readonly hash: string;
}

/** Sessions, both included. */
export interface TrailRange {
  readonly from: string;
  readonly to: string;
}

export interface TrailReading {
  readonly head: TrailHead;
  /** Ascending; what a report of the range needs. */
  readonly records: readonly TrailRecord[];
  /** The entries of the range as stored, where they were asked for. */
  readonly raw: readonly RawEntry[];
  /** First and last session of the trail's decisions; null: it has none. */
  readonly decided: TrailRange | null;
}

export interface TrailRequest extends TrailRange {
  /** Zone of the market. */
  readonly timezone: string;
  readonly keepsRaw: boolean;
  /** Called with the number of entries that were verified since the last call. */
  readonly onVerified: (entries: number) => void;
}

/** Reads the audit trail for a report, and verifies every hash on the way. */
export interface VerifiedTrail {
  /** Entries of the trail. */
  count(): Promise<number>;
  /** Verifies the whole trail, whatever the range. */
  read(request: TrailRequest): Promise<TrailReading | { readonly fault: TrailFault }>;
}
