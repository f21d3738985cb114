import type { LimitEventKind } from '../../domain/limits/limitEvent.ts';
import type { MorningRecord } from '../../ports/deskRecords.ts';
import type { LimitStore } from '../../ports/limits.ts';
import type { MorningVersions } from '../../ports/morningVersions.ts';
import type { DecisionStore, Outbox } from '../../ports/outbox.ts';
import type { UnconfirmedAnswers } from '../../ports/unconfirmedAnswers.ts';

export interface MorningRecordPorts {
  readonly versions: MorningVersions;
  readonly decisions: DecisionStore;
  readonly limits: LimitStore;
  readonly outbox: Outbox;
  readonly unconfirmed: UnconfirmedAnswers;
}

/** The stored morning of a session; null where none was decided. */
export async function readMorning(
  { versions, decisions, limits, outbox, unconfirmed }: MorningRecordPorts,
  sessionDate: string,
): Promise<MorningRecord | null> {
  const version = await versions.version(sessionDate);
  const report = version === null ? null : await decisions.report(sessionDate);
  if (version === null || report === null) return null;
  const events = await limits.events(sessionDate);
  return {
    report: { ...report, revision: version.revision },
    decidedAt: version.decidedAt,
    answers: events.filter((event) => event.sessionDate === sessionDate && ANSWERS.has(event.kind)),
    unconfirmed: await unconfirmed.of(sessionDate),
    mails: await outbox.entries(sessionDate, 'morning'),
  };
}

const ANSWERS: ReadonlySet<LimitEventKind> = new Set(['applied', 'different', 'not-applied']);
