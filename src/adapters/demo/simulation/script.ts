import type { DemoTrader } from './traders.ts';

/**
 * The scripted net P&L of a trader's day in units of the trader's daily sigma; null for a random day. The
 * last sessions are scripted, so that the demo's morning always shows each kind of cut: a losing streak, a
 * slow drawdown, a jump in volatility and one very bad day, on a desk whose other traders keep their limits.
 */
export function scriptedDay(trader: DemoTrader, sessionsBack: number): number | null {
  const story = STORIES[trader.trader] ?? ORDINARY;
  return story(sessionsBack - trader.lastSession, trader.accountId);
}

type Story = (sessionsBack: number, accountId: number) => number | null;

/** Days of a trader without a cut: never two losses in a row, and no large loss. */
const QUIET_DAYS = [0.45, -0.5, 0.8, 0.35, -0.7, 0.6, -0.35, 0.9, 0.25, -0.55, 0.7] as const;
const QUIET_SESSIONS = 10;

const STORIES: Readonly<Record<string, Story>> = {
  NET002: losingStreak,
  NET004: slowDrawdown,
  NET008: volatilityJump,
  NET010: oneVeryBadDay,
};

const ORDINARY: Story = (sessionsBack, accountId) =>
  sessionsBack < QUIET_SESSIONS ? (QUIET_DAYS[(sessionsBack + accountId) % QUIET_DAYS.length] ?? null) : null;

/** Six losses in a row, none of them large, so only the streak is a reason for a cut. */
function losingStreak(sessionsBack: number, accountId: number): number | null {
  const losses = [-0.55, -0.8, -0.45, -0.65, -0.9, -0.5, 0.7];
  return losses[sessionsBack] ?? ORDINARY(sessionsBack, accountId);
}

/**
 * About two normal months, then five weeks with two losses for each small win: a sixth of the risk capital is
 * lost.
 */
function slowDrawdown(sessionsBack: number): number | null {
  const steps = sessionsBack < 26 ? [0.5, -1.25, -1.5] : [0.5, -0.6, 0.7, -0.3];
  return sessionsBack < 65 ? (steps[sessionsBack % steps.length] ?? null) : null;
}

/** A month of small days, then a week of large wins and losses. */
function volatilityJump(sessionsBack: number): number | null {
  const week = [1.9, -1.7, 2.6, -2.3, 2.1];
  const calm = [0.6, -0.7, 0.9, -0.4, 0.5, 0.3, -0.8];
  return week[sessionsBack] ?? (sessionsBack < 27 ? (calm[sessionsBack % calm.length] ?? null) : null);
}

/** Three normal months, then one loss larger than all before. */
function oneVeryBadDay(sessionsBack: number): number | null {
  if (sessionsBack === 0) return -2.5;
  const decent = [1.5, -1, 0.3, 1.2, -0.9, 0.8, -1];
  return sessionsBack <= 62 ? (decent[sessionsBack % decent.length] ?? null) : null;
}
