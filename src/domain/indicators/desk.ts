import type { DeskMorning, Indicator } from './indicator.ts';
import { firstNotBelow } from './sortedWindow.ts';

/** With fewer other traders the desk is too small for a comparison. */
const LEAST_OTHERS = 3;

/** The results of the other traders of the desk on the previous session, without the trader's own. */
export const desk: readonly Indicator[] = [
  {
    id: 'desk_loss_share',
    family: 'desk',
    label: 'Desk losing',
    unit: 'fraction, 0 to 1',
    windowSessions: 1,
    minimumObservations: LEAST_OTHERS,
    nullReason: 'fewer than 3 other traders with a scaled result on the previous session',
    worse: 'higher',
    formula: 'share of the other traders active on the previous session whose r was below 0',
    sentence: 'How many of the others lost on the last session: near 1 the market is hurting the whole desk.',
    source: 'Desk practice; co-movement of losses, Adrian & Brunnermeier (2016)',
    dependsOnMorning: true,
    isOfDesk: true,
    compute: (_, { deskSortedScaledPnl: everyone, previousSessionScaledPnl: own }) => {
      const others = everyone.length - (own === null ? 0 : 1);
      const losing = firstNotBelow(everyone, 0) - (own !== null && own < 0 ? 1 : 0);
      return others < LEAST_OTHERS ? null : losing / others;
    },
  },
  {
    id: 'desk_relative_r',
    family: 'desk',
    label: 'Last day against the desk',
    unit: 'ordinary days',
    windowSessions: 1,
    minimumObservations: LEAST_OTHERS,
    nullReason: 'idle on the previous session, no scale, or fewer than 3 other traders with a scaled result',
    worse: 'lower',
    formula: 'r of the previous session − median r of the other traders active on it',
    sentence:
      "The last session's result with the desk's common luck taken out: below 0 is the trader's own doing.",
    source: 'Relative performance, Holmström (1982)',
    dependsOnMorning: true,
    compute: (_, { deskSortedScaledPnl: everyone, previousSessionScaledPnl: own }) =>
      own === null || everyone.length - 1 < LEAST_OTHERS ? null : own - medianWithout(everyone, own),
  },
];

/**
 * Median of `sorted` without one element equal to `own`, found by index so that nothing is copied. This is
 * the 0.5-quantile of `quantile`, written as the mean of the two middle values.
 *
 * Example: −1, 0.5, 1, 2 without 1: the median of −1, 0.5 and 2 is 0.5.
 */
function medianWithout(sorted: DeskMorning['deskSortedScaledPnl'], own: number): number {
  const gap = firstNotBelow(sorted, own);
  const middle = (sorted.length - 2) / 2;
  return 0.5 * (valueBeside(gap, sorted, Math.floor(middle)) + valueBeside(gap, sorted, Math.ceil(middle)));
}

function valueBeside(gap: number, sorted: Float64Array, place: number): number {
  return sorted[place < gap ? place : place + 1]!;
}
