import type { Period } from './period.ts';
import type { TrailRecord } from './trailRecord.ts';

/** Where the figures of one morning came from. */
export interface SessionLineage {
  readonly entry: number;
  readonly session: string;
  readonly dataThrough: string;
  readonly source: string;
  readonly fills: number;
  readonly rejectedRows: number;
  /** Traders compared with the totals of the source, and those that differ. */
  readonly compared: number;
  readonly untied: number;
  readonly revisedSessions: readonly string[];
  readonly missingSessions: readonly string[];
}

/** A change of the data outside of a morning. */
export interface DataChange {
  readonly entry: number;
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly kind: 'import' | 'correction' | 'restore';
  readonly what: string;
  /** null: recorded by a version that did not name the individual. */
  readonly who: string | null;
}

export interface Lineage {
  readonly sessions: readonly SessionLineage[];
  /** Sessions with a decision, of which no facts are recorded. */
  readonly notRecorded: readonly string[];
  readonly changes: readonly DataChange[];
}

/** Which data each morning used, and how the data were changed. */
export function lineageOf({ facts, decisions, others }: Period): Lineage {
  const recorded = new Set(facts.map((entry) => entry.facts.sessionDate));
  return {
    sessions: facts.map(({ sequence, facts: { sessionDate, dataThrough, data } }) => {
      const { isStale: _, ...figures } = data;
      return { entry: sequence, session: sessionDate, dataThrough, ...figures };
    }),
    notRecorded: [...decisions.keys()].filter((session) => !recorded.has(session)).sort(),
    changes: others.flatMap(dataChange),
  };
}

function dataChange(entry: TrailRecord): readonly DataChange[] {
  const at = { entry: entry.sequence, time: entry.at };
  if (entry.kind === 'restore')
    return [{ ...at, kind: 'restore', what: `backup ${entry.backup}`, who: entry.by }];
  if (entry.kind === 'import' || entry.kind === 'correction')
    return [{ ...at, kind: entry.kind, what: `${entry.subject}: ${entry.what}`, who: entry.by }];
  return [];
}
