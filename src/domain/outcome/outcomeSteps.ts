import {
  CUT_GRID_PCT,
  hasReached,
  type JudgedDay,
  outcomesOverCuts,
  type StopOptions,
} from './counterfactual.ts';
import { limitAfter } from './reduction.ts';

/** The P&L of a day from a cut on: it holds up to the next step, dollars. */
export interface OutcomeStep {
  /** Percent of the base limit. */
  readonly fromPct: number;
  readonly pnl: number;
}

/** Every cut that an engine can propose, ascending: 0, 5, … 80 %, and the cap if it is no multiple of 5. */
export function cutDepths(maxReductionPct: number): readonly number[] {
  return CUT_GRID_PCT.includes(maxReductionPct)
    ? CUT_GRID_PCT
    : [...CUT_GRID_PCT, maxReductionPct].sort((a, b) => a - b);
}

/**
 * The P&L of the day under each cut, as steps: the first is from 0 %, under the base limit, and each later
 * one differs from the one before. Most days have one step, since no cut is reached.
 *
 * Example: limit $1,000, marks at −$420 and −$800, close −$300, limits in steps of $50 and no slippage. Cuts
 * up to 15 % are not reached, from 20 % on the day ends at −$800, and from 60 % on at −$420: steps from 0 %
 * −$300, from 20 % −$800, from 60 % −$420.
 *
 * @param rounded rounds an outcome, dollars
 * @throws DecisionError unless the base limit is finite and above 0.
 */
export function outcomeSteps(
  day: JudgedDay,
  baseLimit: number,
  depths: readonly number[],
  options: StopOptions,
  rounded: (dollars: number) => number,
): readonly OutcomeStep[] {
  const deepest = limitAfter(baseLimit, depths.at(-1) ?? 0, options.limitRoundTo);
  if (!hasReached(day.marks.at(-1), deepest)) return [{ fromPct: 0, pnl: rounded(day.netPnl) }];
  const outcomes = new Float64Array(depths.length);
  outcomesOverCuts(day, baseLimit, options, outcomes, depths);
  const steps: OutcomeStep[] = [];
  for (const [place, fromPct] of depths.entries()) {
    if (place > 0 && outcomes[place] === outcomes[place - 1]) continue;
    const pnl = rounded(outcomes[place]!);
    if (pnl !== steps.at(-1)?.pnl) steps.push({ fromPct, pnl });
  }
  return steps;
}

/** The P&L under a cut, dollars; 0 without steps. */
export function outcomeFrom(steps: readonly OutcomeStep[], reductionPct: number): number {
  return steps.findLast(({ fromPct }) => fromPct <= reductionPct)?.pnl ?? 0;
}
