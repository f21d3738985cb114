import { roundCut } from '../outcome/reduction.ts';

/** Where the cut begins and where it is full, as multiples of the usual chance of a large loss. */
export interface CutCurve {
  readonly beginsAt: number;
  readonly fullAt: number;
}

/** The deepest cut that a model asks for, percent. */
const DEEPEST_CUT_PCT = 80;

/** The curves that training chooses from: (ρ₀, ρ₁). */
export const CUT_CURVES: readonly CutCurve[] = [0.4, 0.7, 1, 1.3, 1.7, 2.2].flatMap((beginsAt) =>
  [0.7, 1.5, 3].map((width) => ({ beginsAt, fullAt: beginsAt + width })),
);

/** In force until there is a record to choose by: nothing below twice the usual risk. */
export const FIRST_CURVE: CutCurve = { beginsAt: 2.2, fullAt: 5.2 };

/**
 * Cut = 80 %·clip((ρ − ρ₀)/(ρ₁ − ρ₀), 0, 1), to the nearest 5, below 10 none (methods: from forecast to cut), never beyond
 * `deepestPct`. ρ = P(large loss) over its usual 15 %.
 */
export function cutFor(riskRatio: number, { beginsAt, fullAt }: CutCurve, deepestPct: number): number {
  const share = Math.min(Math.max((riskRatio - beginsAt) / (fullAt - beginsAt), 0), 1);
  return roundCut(DEEPEST_CUT_PCT * share, deepestPct);
}
