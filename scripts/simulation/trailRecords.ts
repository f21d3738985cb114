import type { DeskFacts, TraderFacts } from '../../src/domain/compliance/deskFacts.ts';
import type { LimitEntry, OverrideGiven, TrailRecord } from '../../src/domain/compliance/trailRecord.ts';

/** An entry without the place that the chain gives it. */
export type Unnumbered = TrailRecord extends infer Entry
  ? Entry extends TrailRecord
    ? Omit<Entry, 'sequence' | 'date'>
    : never
  : never;

/** Gives entries their numbers, in the order of their times, and their dates. */
export function trail(...entries: readonly (Unnumbered | readonly Unnumbered[])[]): readonly TrailRecord[] {
  return entries
    .flat()
    .toSorted((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1))
    .map((entry, place) => ({ ...entry, sequence: place + 1, date: entry.at.slice(0, 10) }) as TrailRecord);
}

/** An instant of a session, RFC 3339 in UTC: the desk's mail goes out at 10:01. */
export function at(session: string, clock: string): string {
  return `${session}T${clock}:00.000Z`;
}

export function traderFacts(parts: Partial<TraderFacts> = {}): TraderFacts {
  return {
    trader: 'NET001',
    netPnl: 120,
    stop: 'free',
    limitDuring: 5000,
    reachedAtSecond: null,
    largestPositionPct: { value: null, why: 'not computed' },
    valueAtRisk95: 900,
    tiedOut: true,
    notProven: [],
    limitInForce: 5000,
    ...parts,
  };
}

/** Facts of two traders on a quiet morning. */
export function deskFacts(
  sessionDate: string,
  dataThrough: string,
  parts: Partial<DeskFacts> = {},
): DeskFacts {
  return {
    sessionDate,
    dataThrough,
    revision: 0,
    times: {
      due: at(sessionDate, '10:00'),
      lateAt: at(sessionDate, '13:30'),
      deadline: at(sessionDate, '14:25'),
      opensAt: at(sessionDate, '14:30'),
    },
    rules: {
      version: '0.7.0',
      engine: 'rules',
      modelId: null,
      maxReductionPct: 80,
      limitRoundTo: 50,
      limitBasis: 'realised',
      limitLifetime: 'until-changed',
      maxPositionPct: null,
      maxPortfolioRiskPct: 2,
    },
    desk: {
      capital: { value: 200_000, why: null },
      valueAtRisk95: { value: 1500, why: null },
    },
    traders: [traderFacts(), traderFacts({ trader: 'NET002' })],
    pairs: [],
    data: {
      source: 'propreports',
      fills: 40,
      rejectedRows: 0,
      compared: 2,
      untied: 0,
      revisedSessions: [],
      missingSessions: [],
      isStale: false,
    },
    ...parts,
  };
}

/** A morning that was decided at 10:00 and mailed at 10:01: NET001 and NET002 keep $5,000. */
export function quietMorning(facts: DeskFacts, mailedAt = '10:01'): readonly Unnumbered[] {
  const { sessionDate } = facts;
  const decided = (trader: string): Unnumbered => ({
    kind: 'decision',
    at: at(sessionDate, '10:00'),
    trader,
    sessionDate,
    action: 'keep',
    baseLimit: 5000,
    newLimit: 5000,
  });
  return [
    ...facts.traders.map(({ trader }) => decided(trader)),
    { kind: 'desk-facts', at: at(sessionDate, '10:00'), facts },
    {
      kind: 'mail',
      at: at(sessionDate, mailedAt),
      sessionDate,
      mail: 'morning',
      status: 'sent',
    },
  ];
}

/** A limit event of NET001, $3,000 below a base limit of $5,000, mailed at 10:01. */
export function limitEntry(
  sessionDate: string,
  parts: Partial<Omit<LimitEntry, 'kind' | 'sequence' | 'date'>> = {},
): Unnumbered {
  return {
    kind: 'limit',
    at: at(sessionDate, '10:01'),
    event: 'mailed',
    trader: 'NET001',
    sessionDate,
    dollars: 3000,
    baseLimit: 5000,
    reason: null,
    by: 'daybreak',
    through: 'mail',
    ...parts,
  };
}

/** An override of NET001 to $4,000 for one session, given by ann at 11:00. */
export function overrideGiven(
  session: string,
  parts: Partial<Omit<OverrideGiven, 'kind' | 'change' | 'sequence' | 'date'>> = {},
): Unnumbered {
  return {
    kind: 'override',
    change: 'given',
    at: at(session, '11:00'),
    id: 1,
    trader: 'NET001',
    dollars: 4000,
    firstSession: session,
    lastSession: session,
    reason: 'hedged',
    note: null,
    by: 'ann',
    baseLimit: 5000,
    recommended: 3000,
    renewals: 0,
    ...parts,
  };
}
