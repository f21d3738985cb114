import { MINIMUM_SESSIONS } from '../engines/proposal.ts';
import type { Tier } from '../engines/tier.ts';
import type { Decision } from './decision.ts';

const HIGH_CUT = 0.4;
const FLOAT_ALLOWANCE = 1e-9;

/**
 * The tier of a decision, from its cut = 1 − target / base limit and from the model's own tier. High: the cut
 * is 40 % or more, or the model's tier is high. Neutral: any cut, or the model's tier is neutral. A trader
 * who is cut is never low.
 *
 * Example: base $5,000, target $3,000: a cut of 40 %, high. With a target of $4,500: neutral.
 *
 * Source: docs/methods.md, section 7.
 */
export function decisionTier(
  { activeSessions, baseLimit, modelTier }: Pick<Decision, 'activeSessions' | 'baseLimit' | 'modelTier'>,
  target: number,
): Tier {
  if (activeSessions < MINIMUM_SESSIONS) return 'unknown';
  const cut = 1 - target / baseLimit;
  if (cut >= HIGH_CUT - FLOAT_ALLOWANCE || modelTier === 'high') return 'high';
  return cut > FLOAT_ALLOWANCE || modelTier === 'neutral' ? 'neutral' : 'low';
}
