import type {
  DecisionEntry,
  FactsEntry,
  LimitEntry,
  OverrideApproved,
  OverrideEnded,
  OverrideGiven,
  RecordOf,
  TrailRecord,
} from './trailRecord.ts';

/** An override with what became of it. */
export interface WholeOverride {
  readonly given: OverrideGiven;
  readonly approved: OverrideApproved | null;
  readonly ended: OverrideEnded | null;
}

/** The sessions of a report and every entry of the trail that it reads, sorted for the findings. */
export interface Period {
  readonly from: string;
  readonly to: string;
  /** Sessions whose mails were due, ascending: a finding needs no entry of them. */
  readonly sessions: readonly string[];
  /** The first session that the trail has a decision of; null: it has none. */
  readonly firstMorning: string | null;
  /** The first session with facts of the desk; null: none is recorded. */
  readonly firstFacts: string | null;
  /** By session; within it by sequence. */
  readonly decisions: ReadonlyMap<string, readonly DecisionEntry[]>;
  readonly mails: ReadonlyMap<string, readonly RecordOf<'mail'>[]>;
  readonly runs: ReadonlyMap<string, readonly RecordOf<'run'>[]>;
  readonly limits: ReadonlyMap<string, readonly LimitEntry[]>;
  /** The last facts recorded for each session of the period, ascending. */
  readonly facts: readonly FactsEntry[];
  /** Facts of P&L, limits reached and data of the period, by the session that they describe. */
  readonly described: readonly FactsEntry[];
  readonly overrides: readonly WholeOverride[];
  /** Entries without a session of their own, dated within the period. */
  readonly others: readonly TrailRecord[];
}

export interface PeriodRequest {
  readonly from: string;
  readonly to: string;
  readonly sessions: readonly string[];
}

/**
 * Sorts the entries of the trail for a report.
 * @param records ascending; entries of earlier sessions may be left out, except overrides, limits, and the
 *   first decision and the first facts of the trail
 */
export function periodOf(records: readonly TrailRecord[], { from, to, sessions }: PeriodRequest): Period {
  const isInside = (session: string) => session >= from && session <= to;
  const ofKind = <Kind extends TrailRecord['kind']>(kind: Kind) =>
    records.filter((record): record is RecordOf<Kind> => record.kind === kind);
  const bySession = <Entry extends { readonly sessionDate: string }>(entries: readonly Entry[]) =>
    grouped(entries.filter(({ sessionDate }) => isInside(sessionDate)));
  const decisions = ofKind('decision');
  const facts = [...newestFacts(ofKind('desk-facts')).values()];
  const first = (dates: readonly string[]) => dates.toSorted()[0] ?? null;
  return {
    from,
    to,
    sessions,
    firstMorning: first([...new Set(decisions.map(({ sessionDate }) => sessionDate))]),
    firstFacts: first(facts.map((entry) => entry.facts.sessionDate)),
    decisions: bySession(decisions),
    mails: bySession(ofKind('mail')),
    runs: bySession(ofKind('run')),
    limits: bySession(ofKind('limit')),
    facts: facts.filter((entry) => isInside(entry.facts.sessionDate)),
    described: facts.filter((entry) => isInside(entry.facts.dataThrough)),
    overrides: wholeOverrides(ofKind('override')),
    others: records.filter((record) => isOther(record) && isInside(record.date)),
  };
}

function isOther({ kind }: TrailRecord): boolean {
  return !['decision', 'mail', 'run', 'limit', 'desk-facts', 'override'].includes(kind);
}

function grouped<Entry extends { readonly sessionDate: string }>(
  entries: readonly Entry[],
): ReadonlyMap<string, readonly Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.sessionDate);
    if (group === undefined) groups.set(entry.sessionDate, [entry]);
    else group.push(entry);
  }
  return groups;
}

/** A correction records the facts again: the last entry of a session counts. By session, ascending. */
function newestFacts(entries: readonly FactsEntry[]): ReadonlyMap<string, FactsEntry> {
  const newest = new Map<string, FactsEntry>();
  for (const entry of entries.toSorted(bySessionDate))
    if ((newest.get(entry.facts.sessionDate)?.sequence ?? 0) < entry.sequence)
      newest.set(entry.facts.sessionDate, entry);
  return newest;
}

function bySessionDate({ facts: a }: FactsEntry, { facts: b }: FactsEntry): number {
  if (a.sessionDate === b.sessionDate) return 0;
  return a.sessionDate < b.sessionDate ? -1 : 1;
}

function wholeOverrides(entries: readonly RecordOf<'override'>[]): readonly WholeOverride[] {
  const approved = new Map<number, OverrideApproved>();
  const ended = new Map<number, OverrideEnded>();
  for (const entry of entries) {
    if (entry.change === 'approved') approved.set(entry.id, entry);
    if (entry.change === 'ended') ended.set(entry.id, entry);
  }
  return entries.flatMap((given) =>
    given.change !== 'given'
      ? []
      : [{ given, approved: approved.get(given.id) ?? null, ended: ended.get(given.id) ?? null }],
  );
}

/** Overrides by trader, in the order in which they were given. */
export function overridesByTrader(
  overrides: readonly WholeOverride[],
): ReadonlyMap<string, readonly WholeOverride[]> {
  const byTrader = new Map<string, WholeOverride[]>();
  for (const override of overrides) {
    const own = byTrader.get(override.given.trader);
    if (own === undefined) byTrader.set(override.given.trader, [override]);
    else own.push(override);
  }
  return byTrader;
}

/** The override of a trader that covers a session; of several, the one given last. */
export function overrideOn(
  ownOverrides: readonly WholeOverride[] | undefined,
  sessionDate: string,
): WholeOverride | null {
  return (
    ownOverrides?.findLast(
      ({ given, ended }) =>
        given.firstSession <= sessionDate &&
        given.lastSession >= sessionDate &&
        (ended === null || ended.from > sessionDate),
    ) ?? null
  );
}
