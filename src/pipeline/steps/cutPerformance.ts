import type { LimitBasis } from '../../domain/ledger/traderDayFacts.ts';
import type { Slippage } from '../../domain/outcome/counterfactual.ts';
import {
  CUT_PERFORMANCE_SESSIONS,
  cutPerformance,
  cutPerformanceAlert,
  type MailedCut,
} from '../../domain/outcome/cutPerformance.ts';
import type { Calendar } from '../../domain/session/calendar.ts';
import type { LedgerStore } from '../../ports/ledgerStore.ts';
import type { DecisionStore, Outbox } from '../../ports/outbox.ts';

export interface CutPerformancePorts {
  readonly calendar: Calendar;
  readonly decisions: DecisionStore;
  readonly ledger: LedgerStore;
  readonly outbox: Outbox;
}

/**
 * Returns why the cuts mailed for the last sixty sessions should be doubted, or null if they should not.
 * Evaluates only cuts that were mailed to a risk manager, as they were decided then, on the facts as they are
 * stored now.
 */
export async function readCutPerformanceAlert(
  ports: CutPerformancePorts,
  dataThrough: string,
  { basis, stop }: { readonly basis: LimitBasis; readonly stop: Slippage },
): Promise<string | null> {
  const from = firstOf(ports.calendar, dataThrough);
  const decisions = await ports.decisions.decisions(from, dataThrough);
  const decided = [...new Set(decisions.map(({ sessionDate }) => sessionDate))];
  const sessions: string[] = [];
  for (const session of decided) if (await wasMailed(ports.outbox, session)) sessions.push(session);
  const cuts = decisions.filter(
    ({ action, sessionDate }) => action === 'cut' && sessions.includes(sessionDate),
  );
  if (cuts.length === 0) return null;
  return cutPerformanceAlert(
    cutPerformance(sessions, await withDays(ports, cuts, { from, dataThrough, basis }), stop),
  );
}

/** Cuts on days with fills. A cut on a day without fills had no effect and cannot be evaluated. */
async function withDays(
  { ledger }: CutPerformancePorts,
  cuts: Awaited<ReturnType<DecisionStore['decisions']>>,
  range: { readonly from: string; readonly dataThrough: string; readonly basis: LimitBasis },
): Promise<readonly MailedCut[]> {
  const { from, dataThrough, basis } = range;
  const key = (session: string, trader: string) => `${session} ${trader}`;
  const days = new Map(
    (await ledger.days(from, dataThrough)).map((day) => [key(day.sessionDate, day.trader), day]),
  );
  const judged: MailedCut[] = [];
  for await (const { sessionDate, marks } of ledger.lowWaterMarks(from, dataThrough, basis)) {
    for (const decision of cuts) {
      const day = days.get(key(sessionDate, decision.trader));
      if (decision.sessionDate !== sessionDate || day === undefined) continue;
      judged.push({ sessionDate, decision, day, marks: marks.get(decision.trader) ?? [] });
    }
  }
  return judged;
}

async function wasMailed(outbox: Outbox, session: string): Promise<boolean> {
  return (await outbox.entries(session, 'morning')).some(({ status }) => status === 'sent');
}

function firstOf(calendar: Calendar, last: string): string {
  let first = last;
  for (let session = 1; session < CUT_PERFORMANCE_SESSIONS; session++)
    first = calendar.previousSession(first);
  return first;
}
