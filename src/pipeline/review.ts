import { isCritical } from '../domain/decision/criticalAlerts.ts';
import { BacktestAccumulator } from '../domain/evaluation/backtestAccumulator.ts';
import type { BacktestResult } from '../domain/evaluation/backtestResult.ts';
import { RowBuilder } from '../domain/evaluation/backtestRow.ts';
import { DecisionComparison } from '../domain/evaluation/decisionComparison.ts';
import { type DeskSessionTotals, deskSessionTotals } from '../domain/evaluation/deskSessionTotals.ts';
import { mailedMonth } from '../domain/evaluation/mailedMonth.ts';
import { withheldDays } from '../domain/evaluation/monthData.ts';
import type { MonthlyReview } from '../domain/evaluation/reviewResult.ts';
import { reviewShadows } from '../domain/evaluation/reviewShadows.ts';
import { scoreDrift } from '../domain/evaluation/scoreDrift.ts';
import { COMPARED_SESSIONS } from '../domain/evaluation/shadowComparison.ts';
import type { ShadowScore } from '../domain/evaluation/shadowScore.ts';
import type { StoredDecision } from '../domain/evaluation/storedDecision.ts';
import { tailComparison } from '../domain/evaluation/tailComparison.ts';
import { TraderMonths } from '../domain/evaluation/traderMonths.ts';
import { tradersToDiscuss } from '../domain/evaluation/tradersToDiscuss.ts';
import { addDays, monthOf } from '../domain/session/isoDate.ts';
import type { BootstrapOptions } from '../domain/statistics/stationaryBootstrap.ts';
import type { DriftLooks } from '../ports/driftLooks.ts';
import type { DecisionStore } from '../ports/outbox.ts';
import type { ShadowStore } from '../ports/shadows.ts';
import { type BacktestPorts, type BacktestRequest, planWalk, type RowSink, storedRange } from './backtest.ts';
import { sessionsBefore } from './limitedSessions.ts';
import { scoresOfSession } from './scoreShadows.ts';
import { type ClassifiedDayPorts, readClassifiedDays } from './steps/classifiedDays.ts';

export type ReviewPorts = BacktestPorts &
  ClassifiedDayPorts & {
    readonly decisions: DecisionStore;
    readonly shadows: Pick<ShadowStore, 'decided' | 'mornings'>;
    readonly driftLooks: Pick<DriftLooks, 'last'>;
  };

/** The backtest of a month with its review. */
export type ReviewedResult = BacktestResult & { readonly review: MonthlyReview };

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
): Promise<ReviewedResult> {
  const { month, ...rest } = request;
  const plan = await planWalk(ports, { ...rest, ...boundsOf(month) });
  const tally = new BacktestAccumulator({ ...plan, shadowStrategies: [] });
  const decisions = await ports.decisions.decisions(plan.first, plan.last);
  const decided = new DecisionComparison(decisions, plan.settings);
  const traders = new TraderMonths();
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
    for (const row of rows) {
      decided.add(row);
      traders.add(row);
    }
    const { sessionDate } = session.forecast;
    if (sessionDate >= from && sessionDate <= plan.last)
      scores.push(...(await scoresOfSession(ports, { ...session, sessionDate }, plan.settings)));
    if (rows.length > 0) await sink(rows);
  }
  const sessions = tally.sessions.map(({ sessionDate }) => sessionDate);
  const { days } = await readClassifiedDays(ports, plan.first, plan.last, request);
  const result = tally.result();
  return {
    ...result,
    review: {
      month,
      decided: decided.month(sessions, SAMPLING),
      mailed: mailedMonth({ sessions, decisions, events: await ports.limits.events(plan.last), days }),
      tail: yearTail([...before, ...tally.sessions]),
      discuss: tradersToDiscuss(traders.months(days, await criticalMornings(ports, decisions))),
      data: {
        withoutTrading: sessions.filter((session) => !traders.tradedOn(session)),
        withheld: withheldDays(decisions),
        unjudgedDays: result.unjudgedDays,
        closedDays: result.closedDays,
      },
      drift: scoreDrift(tally.sessions, before, SAMPLING),
      look: await ports.driftLooks.last(plan.last),
      shadows: reviewShadows(await ports.shadows.mornings(from, plan.last), scores, month),
    },
  };
}

/** The tail of the last sessions: a month alone has one day among its worst 5 %. */
function yearTail(walked: readonly DeskSessionTotals[]): MonthlyReview['tail'] {
  const sessions = walked.slice(-COMPARED_SESSIONS);
  const bindingDays = sessions.reduce((sum, session) => sum + session.bindingDays, 0);
  return tailComparison(sessions, bindingDays, SAMPLING);
}

/** How many mails of these decisions named each trader as critical. */
async function criticalMornings(
  { decisions }: Pick<ReviewPorts, 'decisions'>,
  decided: readonly StoredDecision[],
): Promise<ReadonlyMap<string, number>> {
  const mornings = new Map<string, number>();
  for (const session of new Set(decided.map(({ sessionDate }) => sessionDate))) {
    const alerts = (await decisions.report(session))?.alerts.filter(isCritical) ?? [];
    for (const trader of new Set(alerts.flatMap((alert) => alert.trader ?? [])))
      mornings.set(trader, (mornings.get(trader) ?? 0) + 1);
  }
  return mornings;
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
