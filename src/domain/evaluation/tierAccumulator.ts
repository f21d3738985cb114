import type { Tier } from '../engines/tier.ts';
import type { TierComparison, TierScores } from './backtestResult.ts';

/** The P(large loss) from which an earlier system used the tiers high and neutral. */
const FIXED_HIGH = 0.7;
const FIXED_NEUTRAL = 0.4;
/** With fewer large losses a hit rate has no verdict. */
const MINIMUM_LARGE_LOSSES = 10;

type KnownTier = Exclude<Tier, 'unknown'>;

/** Counts large losses of traded days by Daybreak's tier and by the fixed thresholds. */
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
