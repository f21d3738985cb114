import type { Tier } from '../engines/tier.ts';
import type { TierComparison, TierScores } from './backtestResult.ts';

/** P(large loss) from which an older system called a trader-day high, and neutral. */
const FIXED_HIGH = 0.7;
const FIXED_NEUTRAL = 0.4;
/** Fewer large losses than this and a hit rate is an anecdote. */
const MINIMUM_LARGE_LOSSES = 10;

type KnownTier = Exclude<Tier, 'unknown'>;

/** Counts what became of traded days by the tier they were given, by ours and by the fixed thresholds. */
export class TierAccumulator {
  readonly #ours = newCounts();
  readonly #fixed = newCounts();

  add(tier: KnownTier, largeLossProbability: number, isLargeLoss: boolean): void {
    count(this.#ours[tier], isLargeLoss);
    count(this.#fixed[fixedTier(largeLossProbability)], isLargeLoss);
  }

  comparison(): TierComparison {
    return { ours: scoresOf(this.#ours), fixed: scoresOf(this.#fixed) };
  }
}

interface Count {
  days: number;
  largeLosses: number;
}

type Counts = Readonly<Record<KnownTier, Count>>;

function newCounts(): Counts {
  const none = (): Count => ({ days: 0, largeLosses: 0 });
  return { high: none(), neutral: none(), low: none() };
}

function count(tier: Count, isLargeLoss: boolean): void {
  tier.days++;
  if (isLargeLoss) tier.largeLosses++;
}

function fixedTier(probability: number): KnownTier {
  if (probability >= FIXED_HIGH) return 'high';
  return probability >= FIXED_NEUTRAL ? 'neutral' : 'low';
}

function scoresOf({ high, neutral, low }: Counts): TierScores {
  const largeLosses = high.largeLosses + neutral.largeLosses + low.largeLosses;
  const rated = ({ days, largeLosses }: Count) => ({
    days,
    largeLosses,
    rate: days === 0 ? null : largeLosses / days,
  });
  return {
    high: rated(high),
    neutral: rated(neutral),
    low: rated(low),
    hitRate: largeLosses === 0 ? null : (high.largeLosses + neutral.largeLosses) / largeLosses,
    verdict: largeLosses < MINIMUM_LARGE_LOSSES ? 'not enough to tell' : 'told',
  };
}
