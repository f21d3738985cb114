import type { DriftLook } from '../evaluation/driftLook.ts';
import { indicators } from '../indicators/registry.ts';
import { type IndicatorDrift, isOneTrader } from '../risk/drift/indicatorDrift.ts';
import { shownName } from '../text/outsideText.ts';
import { count } from '../text/words.ts';
import { decayedWords } from './decayWords.ts';

const labels = new Map(indicators.map(({ id, label }) => [id, label]));

/** What a look found about the desk, in one sentence. */
export function indicatorsHeadline({ missingSessions, indicators: found }: DriftLook): string {
  if (missingSessions > 0)
    return `Not yet: indicators are compared over 310 sessions, and ${count(missingSessions, 'session')} ${missingSessions === 1 ? 'is' : 'are'} missing.`;
  const of = (level: IndicatorDrift['level']) => found.filter((each) => each.level === level).length;
  const [alarms, watched] = [of('alarm'), of('watch')];
  if (alarms + watched === 0)
    return `None of ${found.length} indicators has moved beyond what is usual on this desk.`;
  const changed = `${alarms === 0 ? 'None' : alarms} of ${found.length} indicators ${alarms <= 1 ? 'has' : 'have'} changed`;
  return watched === 0
    ? `${changed}.`
    : `${changed}; ${watched} ${watched === 1 ? 'is' : 'are'} to be watched.`;
}

/** What a look found about the model, in one sentence. */
export function scoresHeadline({ missingScores, scores, retrain }: DriftLook): string {
  if (missingScores > 0)
    return `Not yet: scores of the model are compared over 310 sessions with forecasts, and ${count(missingScores, 'session')} ${missingScores === 1 ? 'is' : 'are'} missing.`;
  if (!retrain) return 'No score of the model has decayed at two weekly looks running.';
  return `The model forecasts worse than before: ${decayedWords(scores.filter(({ decayed }) => decayed))}. It is fitted again outside the weekly fit.`;
}

export function indicatorLabel(id: string): string {
  return labels.get(id) ?? id;
}

/** The level in words: a change through one trader names the trader. */
export function levelWords(drift: IndicatorDrift): string {
  if (drift.level !== 'ok') return drift.level;
  return isOneTrader(drift) ? 'ok: one trader only' : 'ok';
}

/** Who moves the index most, and the index without that trader; empty where the index is usual. */
export function moverWords(drift: IndicatorDrift): string {
  const { mover, psi, watchAbove } = drift;
  if (mover === null || psi <= watchAbove) return '';
  return `${shownName(mover.trader)}: ${mover.psiWithout.toFixed(2)} without`;
}

/** Indicators that have moved, then the others; within each, the index furthest beyond its bound first. */
export function byDrift(found: readonly IndicatorDrift[]): readonly IndicatorDrift[] {
  const order = { alarm: 0, watch: 1, ok: 2 };
  return found.toSorted(
    (a, b) => order[a.level] - order[b.level] || b.psi / b.watchAbove - a.psi / a.watchAbove,
  );
}

/** How similar the last two weekly fits are, in one sentence. */
export function fitsSentence({ fits }: DriftLook): string {
  if (fits === null) return 'The model has not been fitted twice yet.';
  const { location, logScale, locationFlips, logScaleFlips } = fits;
  const correlation = (value: number | null) => (value === null ? 'unknown' : value.toFixed(2));
  const flips = locationFlips.length + logScaleFlips.length;
  return `Rank correlation of the weights in the last two weekly fits: ${correlation(logScale)} for the spread, ${correlation(location)} for the result; 1 is the same order. ${flips === 0 ? 'No weight' : count(flips, 'weight')} changed ${flips > 1 ? 'their signs' : 'its sign'}.`;
}
