import type { Period } from '../period.ts';
import { type Found, sequencesOf } from './findingRule.ts';

/** What the trail of the period does not hold: facts of a decided morning, entries lost by a restore. */
export function trailGaps(period: Period): readonly Found[] {
  return [...missingFacts(period), ...restores(period), ...unreadable(period)];
}

function missingFacts({ decisions, facts, firstFacts }: Period): readonly Found[] {
  const recorded = new Set(facts.map((entry) => entry.facts.sessionDate));
  return [...decisions].flatMap(([session, entries]) =>
    firstFacts === null || session < firstFacts || recorded.has(session)
      ? []
      : {
          session,
          trader: null,
          text: `The limits of ${session} were decided, and the facts of the desk are not recorded.`,
          entries: sequencesOf(entries.slice(0, 1)),
        },
  );
}

function restores({ others }: Period): readonly Found[] {
  return others.flatMap((entry) =>
    entry.kind !== 'restore'
      ? []
      : {
          session: null,
          trader: null,
          text: `${entry.backup} was put in place on ${entry.date}; ${lostWords(entry.sequence, entry.replacedSequence)}.`,
          entries: [entry.sequence],
        },
  );
}

function lostWords(sequence: number, replaced: number | null): string {
  if (replaced === null) return 'how far the replaced trail went is not known';
  return `the replaced trail went to entry ${replaced}, this one goes on with entry ${sequence}`;
}

function unreadable({ others }: Period): readonly Found[] {
  const entries = others.filter(({ kind }) => kind === 'unreadable');
  if (entries.length === 0) return [];
  return [
    {
      session: null,
      trader: null,
      text: `This version cannot read ${entries.length} of the entries.`,
      entries: sequencesOf(entries),
    },
  ];
}
