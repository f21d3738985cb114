import type { Slippage } from '../../domain/outcome/counterfactual.ts';
import {
  CUT_PERFORMANCE_SESSIONS,
  cutPerformance,
  cutPerformanceAlert,
  type MailedCut,
} from '../../domain/outcome/cutPerformance.ts';
import { DONOR_SESSIONS } from '../../domain/outcome/limitOutcomes.ts';
import type { Calendar } from '../../domain/session/calendar.ts';
import type { DecisionStore, Outbox } from '../../ports/outbox.ts';
import { sessionsBefore } from '../limitedSessions.ts';
import { type ClassifiedDayPorts, type ClassifiedDaysRequest, readLimitOutcomes } from './classifiedDays.ts';

export interface CutPerformancePorts extends ClassifiedDayPorts {
  readonly decisions: DecisionStore;
  readonly outbox: Outbox;
}

export interface CutPerformanceRequest extends ClassifiedDaysRequest {
  readonly walk: { readonly stop: Slippage };
}

/**
 * Returns why the cuts mailed for the last sixty sessions should be doubted, or null if they should not.
 * Evaluates only cuts that were mailed to a risk manager, as they were decided then, on the facts as they are
 * stored now. A day that ended at a limit in force goes on like a day that lost as much.
 */
export async function readCutPerformanceAlert(
  ports: CutPerformancePorts,
  dataThrough: string,
  request: CutPerformanceRequest,
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
  const mailed = await withDays(ports, cuts, { from, dataThrough }, request);
  return cutPerformanceAlert(cutPerformance(sessions, mailed, request.walk.stop));
}

/** Cuts on days with fills. A cut on a day without fills had no effect and cannot be evaluated. */
async function withDays(
  ports: CutPerformancePorts,
  cuts: Awaited<ReturnType<DecisionStore['decisions']>>,
  { from, dataThrough }: { readonly from: string; readonly dataThrough: string },
  request: ClassifiedDaysRequest,
): Promise<readonly MailedCut[]> {
  const next = ports.calendar.nextSession(dataThrough);
  const sessions = sessionsBefore(ports.calendar, next, CUT_PERFORMANCE_SESSIONS + DONOR_SESSIONS);
  const { outcomes } = await readLimitOutcomes(ports, sessions, from, request);
  const key = (session: string, trader: string) => `${session} ${trader}`;
  const days = new Map(outcomes.map((day) => [key(day.summary.sessionDate, day.summary.trader), day]));
  return cuts.flatMap((decision) => {
    const { sessionDate, trader } = decision;
    const day = days.get(key(sessionDate, trader));
    return day === undefined ? [] : [{ sessionDate, decision, ...day, day: day.summary }];
  });
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
