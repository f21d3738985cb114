import { DeskHistory } from '../src/domain/engines/model/deskHistory.ts';
import type { RecordedMember } from '../src/domain/engines/model/sessionForecast.ts';
import { MINIMUM_SESSIONS } from '../src/domain/engines/proposal.ts';
import { drawdownOf, RULES_WINDOW_SESSIONS } from '../src/domain/engines/rules/drawdown.ts';
import { DRAWDOWN_BOUND_PCT } from '../src/domain/engines/rules/evaluateRules.ts';
import { createCalendar } from '../src/domain/session/calendar.ts';
import { bootstrapInterval } from '../src/domain/statistics/stationaryBootstrap.ts';
import { simulateDesk, type Truth } from './simulation/simulatedDesk.ts';
import { sessionsAfter } from './simulation/walkedDesk.ts';

/**
 * Counts large losses on days that begin with a drawdown beyond 15 % of the risk capital, fresh against
 * stale, on simulated desks of every truth: `fresh-drawdown.ts [DESKS [TRADERS [SESSIONS]]]`. A large loss is
 * a day below the trader's own 15 % quantile before it. The intervals resample desks. Docs/methods.md,
 * section 5, shows the table.
 */
const [desks = 40, traders = 12, sessions = 260] = process.argv.slice(2).map(Number);
const FIRST_SEED = 900;
const TRUTHS: readonly Truth[] = ['tilt', 'noEdge', 'meanReversion', 'regimeChange'];
const GROUPS = ['fresh', 'stale', 'other'] as const;
type Group = (typeof GROUPS)[number];
/** Days, and how many of them were large losses. */
type DeskCount = Record<Group, [days: number, large: number]>;

const calendar = createCalendar('nyse');

for (const truth of TRUTHS) {
  const counted = Array.from({ length: desks }, (_, place) => countDesk(truth, FIRST_SEED + place));
  const rates = GROUPS.map(
    (group) => `${group} ${percent(rateOf(counted, group))} of ${daysOf(counted, group)}`,
  );
  const [low, high] = bootstrapInterval(counted, differenceOf, {
    seed: 1,
    meanBlockSessions: 1,
    probabilities: [0.05, 0.95],
  });
  const words = `fresh less stale ${percent(differenceOf(counted))} [${percent(low)}, ${percent(high)}]`;
  process.stdout.write(`${truth}: ${rates.join(', ')}; ${words}\n`);
}

function countDesk(truth: Truth, seed: number): DeskCount {
  const count: DeskCount = { fresh: [0, 0], stale: [0, 0], other: [0, 0] };
  const desk = simulateDesk({ traders, sessions, seed, truth });
  const history = new DeskHistory(desk.roster, sessionsAfter);
  for (const { sessionDate, days } of desk) {
    const today = new Map(days.map((day) => [day.trader, day.netPnl]));
    for (const member of history.members(calendar.previousSession(sessionDate))) {
      const netPnl = today.get(member.trader);
      if (netPnl === undefined || member.past.series.length < MINIMUM_SESSIONS) continue;
      const own = count[groupOf(member)];
      own[0]++;
      if (netPnl < -member.past.largeLossThreshold) own[1]++;
    }
    history.push(days);
  }
  return count;
}

function daysOf(desksCounted: readonly DeskCount[], group: Group): number {
  return desksCounted.reduce((sum, count) => sum + count[group][0], 0);
}

function rateOf(desksCounted: readonly DeskCount[], group: Group): number {
  return desksCounted.reduce((sum, count) => sum + count[group][1], 0) / daysOf(desksCounted, group);
}

function differenceOf(desksCounted: readonly DeskCount[]): number {
  return rateOf(desksCounted, 'fresh') - rateOf(desksCounted, 'stale');
}

function percent(share = Number.NaN): string {
  return `${(100 * share).toFixed(1)} %`;
}

function groupOf({ past: record, riskCapital }: RecordedMember): Group {
  const fall = drawdownOf(record.series.netPnl.last(RULES_WINDOW_SESSIONS));
  if ((100 * fall.dollars) / riskCapital <= DRAWDOWN_BOUND_PCT) return 'other';
  return fall.isFresh ? 'fresh' : 'stale';
}
