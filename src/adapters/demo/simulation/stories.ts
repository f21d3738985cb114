import { createRandom, type Random } from './random.ts';
import type { DemoTrader } from './traders.ts';

/** What happens to a trader in a month, beyond chance. */
export interface Story {
  /** The scripted net P&L of a session of the month in daily sigmas; null: chance decides. */
  readonly targetOf: (place: number) => number | null;
  /** Whether the trader is on leave on a session of the month, counted from 0. */
  readonly isAway: (place: number) => boolean;
}

const ORDINARY: Story = { targetOf: () => null, isAway: () => false };

type StoryPlan = (random: Random, start: number) => Story;

/** Each story with its share of the months of a trader. The rest are ordinary months. */
const STORIES: readonly (readonly [share: number, plan: StoryPlan])[] = [
  [0.1, losingStreak],
  [0.12, veryBadDay],
  [0.08, wideSwings],
  [0.06, slump],
  [0.06, leave],
];

/** The story of a trader in a month, YYYY-MM. It depends on seed, trader and month only. */
export function storyOf(seed: number, { account }: DemoTrader, month: string): Story {
  const random = createRandom(seed, `${account}/story/${month}`);
  const start = random.whole(0, 14);
  let draw = random.uniform();
  for (const [share, plan] of STORIES) {
    if (draw < share) return plan(random, start);
    draw -= share;
  }
  return ORDINARY;
}

/** Five to seven losses in a row, none of them large. */
function losingStreak(random: Random, start: number): Story {
  return scripted(
    start,
    Array.from({ length: random.whole(5, 7) }, () => -random.between(0.4, 0.95)),
  );
}

function veryBadDay(random: Random, start: number): Story {
  return scripted(start, [-random.between(2, 3)]);
}

/** A week of large wins and losses by turns. */
function wideSwings(random: Random, start: number): Story {
  const first = random.pick([1, -1]);
  return scripted(
    start,
    Array.from({ length: 5 }, (_, at) => first * (at % 2 === 0 ? 1 : -1) * random.between(1.8, 2.7)),
  );
}

/** From the first days of the month on, two losses for each small win. */
function slump(random: Random): Story {
  return scripted(
    0,
    Array.from({ length: 18 }, (_, at) =>
      at % 3 === 2 ? random.between(0.3, 0.7) : -random.between(0.9, 1.5),
    ),
  );
}

function leave(random: Random, start: number): Story {
  const end = start + random.whole(3, 6);
  return { ...ORDINARY, isAway: (place) => place >= start && place < end };
}

function scripted(start: number, targets: readonly number[]): Story {
  return { ...ORDINARY, targetOf: (place) => targets[place - start] ?? null };
}
