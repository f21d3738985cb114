import { roundCut } from '../outcome/reduction.ts';

/** The risk ratio at which the cut begins, and the one at which it reaches 80 %. */
export interface CutCurve {
  readonly beginsAt: number;
  readonly fullAt: number;
}

/** The deepest cut that the model proposes, percent of the base limit. */
const DEEPEST_CUT_PCT = 80;

/** The curves (ρ₀, ρ₁) that training chooses from. */
export const CUT_CURVES: readonly CutCurve[] = [0.4, 0.7, 1, 1.3, 1.7, 2.2].flatMap((beginsAt) =>
  [0.7, 1.5, 3].map((width) => ({ beginsAt, fullAt: beginsAt + width })),
);

/** Up to this risk ratio a day is ordinary for an ordinary trader (docs/methods.md, section 7). */
const ORDINARY_RATIO = 1.3;

/** Whether a curve cuts an ordinary trader on an ordinary day. */
export function isLowCurve({ beginsAt }: CutCurve): boolean {
  return beginsAt < ORDINARY_RATIO;
}

/** The curve until a record exists to choose by. It cuts no one below 2.2 times the usual risk. */
export const FIRST_CURVE: CutCurve = { beginsAt: 2.2, fullAt: 5.2 };

/**
 * Returns the cut for a risk ratio ρ: 80 %·clip((ρ − ρ₀)/(ρ₁ − ρ₀), 0, 1), rounded by `roundCut`
 * (docs/methods.md, section 7). Percent of the base limit.
 * @param riskRatio ρ = P(large loss) / 0.15
 * @param deepestPct no cut goes beyond it
 * @example
 * // ρ₀ = 1, ρ₁ = 2.5: a quarter of the way is 80 % · 0.25 = 20 %.
 * cutFor(1.375, { beginsAt: 1, fullAt: 2.5 }, 80); // 20
 */
export function cutFor(riskRatio: number, { beginsAt, fullAt }: CutCurve, deepestPct: number): number {
  const share = Math.min(Math.max((riskRatio - beginsAt) / (fullAt - beginsAt), 0), 1);
  return roundCut(DEEPEST_CUT_PCT * share, deepestPct);
}
