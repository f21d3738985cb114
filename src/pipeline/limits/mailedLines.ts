import type { Decision } from '../../domain/decision/decision.ts';
import type { LimitEvent } from '../../domain/limits/limitEvent.ts';
import type { MorningReport } from '../../domain/report/report.ts';
import type { LimitStore } from '../../ports/limits.ts';
import type { DecisionStore, Outbox } from '../../ports/outbox.ts';

export interface MailedPorts {
  readonly decisions: DecisionStore;
  readonly outbox: Outbox;
  readonly limits: LimitStore;
}

/** What the mails of a session asked for, for one trader. */
export interface MailedLine {
  readonly trader: string;
  readonly dollars: number;
  readonly baseLimit: number;
  readonly revision: number;
  readonly isChange: boolean;
  /** The mails of the session asked for this trader's limit more than once: by a correction too. */
  readonly wasCorrected: boolean;
  readonly decision: Decision;
}

/** What the mails of a session asked for, its report, and every event up to the session. */
export interface MailedSession {
  readonly report: MorningReport;
  readonly lines: readonly MailedLine[];
  readonly events: readonly LimitEvent[];
}

/** By trader: the last accepted change, or else the decision. null: no mail of the session was sent. */
export async function readMailedSession(
  { decisions, outbox, limits }: MailedPorts,
  sessionDate: string,
): Promise<MailedSession | null> {
  const report = await decisions.report(sessionDate);
  const entries = await outbox.entries(sessionDate, 'morning');
  const wasMailed = entries.some(({ status }) => status === 'sent' || status === 'ambiguous');
  if (report === null || !wasMailed) return null;
  const events = await limits.events(sessionDate);
  const mailed = events.filter((event) => event.kind === 'mailed' && event.sessionDate === sessionDate);
  const lines = report.decisions.map((decision) =>
    lineOfMail(
      decision,
      mailed.filter(({ trader }) => trader === decision.trader),
      report,
    ),
  );
  return { report, lines, events };
}

function lineOfMail(
  decision: Decision,
  mailed: readonly LimitEvent[],
  { revision = 0 }: MorningReport,
): MailedLine {
  const { trader, limit, newLimit, baseLimit } = decision;
  const change = limit?.change ?? (newLimit < baseLimit ? 'lower' : 'stay');
  const last = mailed.at(-1);
  return {
    trader,
    dollars: last?.dollars ?? limit?.target ?? newLimit,
    // The roster may have changed since: that change has still to be asked for.
    baseLimit: last?.baseLimit ?? baseLimit,
    revision: last?.revision ?? revision,
    isChange: last !== undefined || change !== 'stay',
    wasCorrected: mailed.length > 1,
    decision,
  };
}
