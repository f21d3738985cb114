import { BacktestAccumulator } from '../domain/evaluation/backtestAccumulator.ts';
import type { BacktestResult } from '../domain/evaluation/backtestResult.ts';
import { RowBuilder } from '../domain/evaluation/backtestRow.ts';
import { DecisionComparison } from '../domain/evaluation/decisionComparison.ts';
import { type DeskSessionTotals, deskSessionTotals } from '../domain/evaluation/deskSessionTotals.ts';
import { reviewShadows } from '../domain/evaluation/reviewShadows.ts';
import { scoreDrift } from '../domain/evaluation/scoreDrift.ts';
import { COMPARED_SESSIONS } from '../domain/evaluation/shadowComparison.ts';
import type { ShadowScore } from '../domain/evaluation/shadowScore.ts';
import { addDays, monthOf } from '../domain/session/isoDate.ts';
import type { BootstrapOptions } from '../domain/statistics/stationaryBootstrap.ts';
import type { DriftLooks } from '../ports/driftLooks.ts';
import type { DecisionStore } from '../ports/outbox.ts';
import type { ShadowStore } from '../ports/shadows.ts';
import { type BacktestPorts, type BacktestRequest, planWalk, type RowSink, storedRange } from './backtest.ts';
import { sessionsBefore } from './limitedSessions.ts';
import { scoresOfSession } from './scoreShadows.ts';

export interface ReviewPorts extends BacktestPorts {
  readonly decisions: DecisionStore;
  readonly shadows: Pick<ShadowStore, 'decided' | 'mornings'>;
  readonly driftLooks: Pick<DriftLooks, 'last'>;
}

/** Request of a review; `month` is YYYY-MM. */
export type ReviewRequest = Omit<BacktestRequest, 'start' | 'end'> & { readonly month: string };

/** The fixed seed of the bootstrap: the same month always gives the same intervals. */
const SAMPLING: BootstrapOptions = { seed: 20_250_109 };

/**
 * Runs the backtest of one month. Compares it with the decisions that were made and mailed in that month, and
 * compares the scores of the month with those of earlier months.
 * @throws InputError if the month has no stored session.
 */
export async function reviewMonth(
  ports: ReviewPorts,
  request: ReviewRequest,
  sink: RowSink,
): Promise<BacktestResult> {
  const { month, ...rest } = request;
  const plan = await planWalk(ports, { ...rest, ...boundsOf(month) });
  const tally = new BacktestAccumulator({ ...plan, shadowStrategies: [] });
  const decided = new DecisionComparison(
    await ports.decisions.decisions(plan.first, plan.last),
    plan.settings,
  );
  const rowMaker = new RowBuilder(plan.roster, plan.settings, plan.riskCapitals);
  const before: DeskSessionTotals[] = [];
  const [from = plan.first] = sessionsBefore(
    ports.calendar,
    ports.calendar.nextSession(plan.last),
    COMPARED_SESSIONS,
  );
  const scores: ShadowScore[] = [];
  for await (const session of plan.sessions()) {
    const rows = tally.add(session);
    if (session.forecast.sessionDate < plan.first)
      before.push(deskSessionTotals(session, rowMaker.rows(session)));
    for (const row of rows) decided.add(row);
    const { sessionDate } = session.forecast;
    if (sessionDate >= from && sessionDate <= plan.last)
      scores.push(...(await scoresOfSession(ports, { ...session, sessionDate }, plan.settings)));
    if (rows.length > 0) await sink(rows);
  }
  const sessions = tally.sessions.map(({ sessionDate }) => sessionDate);
  return {
    ...tally.result(),
    review: {
      month,
      decided: decided.month(sessions, SAMPLING),
      drift: scoreDrift(tally.sessions, before, SAMPLING),
      look: await ports.driftLooks.last(plan.last),
      shadows: reviewShadows(await ports.shadows.mornings(from, plan.last), scores, month),
    },
  };
}

/**
 * Returns the last month of which every session is stored, YYYY-MM. Example: if the last stored session is
 * 2026-03-31, the next session is in April, and the last full month is 2026-03.
 * @throws InputError if nothing is stored.
 */
export async function lastFullMonth(ports: BacktestPorts): Promise<string> {
  const { last } = await storedRange(ports);
  const next = ports.calendar.nextSession(last);
  return monthOf(addDays(`${monthOf(next)}-01`, -1));
}

/** First and last day of a month. */
function boundsOf(month: string): { readonly start: string; readonly end: string } {
  const first = `${month}-01`;
  // 31 days after the first of any month is a day of the next month.
  const firstOfNext = `${monthOf(addDays(first, 31))}-01`;
  return { start: first, end: addDays(firstOfNext, -1) };
}
