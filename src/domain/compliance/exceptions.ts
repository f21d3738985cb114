import { limitDollars } from '../text/money.ts';
import { overrideWhy } from './limitChanges.ts';
import type { Period, WholeOverride } from './period.ts';
import type { LimitEntry, TrailRecord } from './trailRecord.ts';

/** A departure from the usual course that the rules allow, with who made it and why. */
export interface ComplianceException {
  readonly entries: readonly number[];
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly kind: 'override' | 'answer' | 'unconfirmed answer' | 'acceptance' | 'stale data';
  /** null: it concerns no single session. */
  readonly session: string | null;
  readonly trader: string | null;
  readonly who: string;
  readonly text: string;
}

/** Every exception of the period, in the order of the trail. */
export function exceptionsOf(period: Period): readonly ComplianceException[] {
  return [
    ...overrides(period),
    ...[...period.limits.values()].flat().flatMap(otherAnswer),
    ...staleMornings(period),
    ...period.others.flatMap(otherException),
  ].toSorted((a, b) => (a.entries[0] ?? 0) - (b.entries[0] ?? 0));
}

function overrides({ overrides: all, from, to }: Period): readonly ComplianceException[] {
  return all
    .filter(({ given }) => given.firstSession <= to && given.lastSession >= from)
    .map((override) => {
      const { given, approved, ended } = override;
      const entries = [given, approved, ended].flatMap((entry) => entry?.sequence ?? []);
      return {
        entries,
        time: given.at,
        kind: 'override' as const,
        session: given.firstSession,
        trader: given.trader,
        who: given.by,
        text: overrideText(override),
      };
    });
}

function overrideText(override: WholeOverride): string {
  const { given, approved, ended } = override;
  const instead = given.recommended === null ? '' : ` instead of ${limitDollars(given.recommended)}`;
  return [
    `${limitDollars(given.dollars)}${instead} through ${given.lastSession} (${overrideWhy(override)})`,
    ...(approved === null ? [] : [`approved by ${approved.by}`]),
    ...(given.dollars > given.baseLimit && approved === null ? ['not approved, without effect'] : []),
    ...(given.renewals > 0 ? [`renewal ${given.renewals}`] : []),
    ...(ended === null ? [] : [`ended from ${ended.from} by ${ended.by}`]),
  ].join('; ');
}

function otherAnswer(event: LimitEntry): readonly ComplianceException[] {
  if (event.event !== 'different' && event.event !== 'not-applied') return [];
  const what =
    event.event === 'not-applied'
      ? 'the mailed change was not applied'
      : `${limitDollars(event.dollars ?? 0)} was set instead of the mailed limit`;
  return [
    {
      entries: [event.sequence],
      time: event.at,
      kind: 'answer',
      session: event.sessionDate,
      trader: event.trader,
      who: event.by,
      text: event.reason === null ? what : `${what}: ${event.reason}`,
    },
  ];
}

function staleMornings({ facts }: Period): readonly ComplianceException[] {
  return facts
    .filter((entry) => entry.facts.data.isStale)
    .map(({ sequence, at, facts: { sessionDate, dataThrough } }) => ({
      entries: [sequence],
      time: at,
      kind: 'stale data' as const,
      session: sessionDate,
      trader: null,
      who: 'the run with --allow-stale',
      text: `decided with fills through ${dataThrough}; no limit was raised`,
    }));
}

function otherException(entry: TrailRecord): readonly ComplianceException[] {
  if (entry.kind === 'acceptance') {
    const what = entry.trader === null ? 'the desk did not trade' : 'the P&L is accepted as it is';
    return [{ ...exceptionAt(entry), kind: 'acceptance', text: `${what}: ${entry.reason}` }];
  }
  if (entry.kind === 'answer')
    return [
      {
        ...exceptionAt(entry),
        kind: 'unconfirmed answer',
        text: `kept without effect: ${entry.because}`,
      },
    ];
  return [];
}

type Signed = Extract<TrailRecord, { readonly kind: 'acceptance' | 'answer' }>;

function exceptionAt({ sequence, at, sessionDate, trader, by }: Signed) {
  return { entries: [sequence], time: at, session: sessionDate, trader, who: by };
}
