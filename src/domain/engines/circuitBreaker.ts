/** What the model proposes for one trader, and how much of its input was known. */
export interface ModelAnswer {
  readonly reductionPct: number;
  /** The cut that the rules propose, percent of the base limit. */
  readonly rulesReductionPct: number;
  readonly figures: readonly number[];
  /** Number of features, and how many of them are unknown. */
  readonly features: number;
  readonly unknownFeatures: number;
}

/**
 * A cut from 40 % on is deep. Deep cuts for more than 60 % of the desk mean a broken model, or a day that
 * risk managers must judge.
 */
export const DEEP_CUT_PCT = 40;
const LARGEST_DEEP_SHARE = 0.6;
/**
 * Where the rules propose nearly as many deep cuts, the desk is in trouble and the model is right to cut
 * deep.
 */
const DEEP_SHARE_BEYOND_RULES = 0.25;
/** A trader with more than half of the features unknown counts as a trader without features. */
const UNKNOWN_SHARE = 0.5;
const LARGEST_UNKNOWN_SHARE = 1 / 3;
/** On smaller desks all traders get the same cut by chance. */
const LEAST_TRADERS = 3;

/**
 * Returns why the model must not decide this morning, whatever its record; null when it may (docs/methods.md,
 * section 9). It checks five things: sessions missing in the store, figures that are not numbers, one cut for
 * everyone, deep cuts for more than 60 % of the desk, and features missing for more than a third of the desk.
 * @param missingSessions how many of the last 60 sessions of the desk are missing in the store: streaks,
 * means and   volatilities would look across them
 */
export function circuitBreaker(answers: readonly ModelAnswer[], missingSessions = 0): string | null {
  if (missingSessions > 0) return `${missingSessions} of the last 60 sessions are missing in the store`;
  if (answers.length === 0) return 'no trader has the history that the model needs';
  if (!answers.every(({ figures }) => figures.every(Number.isFinite)))
    return 'a figure of it is not a number';
  if (answers.length < LEAST_TRADERS) return null;
  const [first] = answers;
  if (first && first.reductionPct > 0 && answers.every((a) => a.reductionPct === first.reductionPct))
    return `it asks for the same cut of ${first.reductionPct}% for everybody`;
  const deep = shareOf(answers, ({ reductionPct }) => reductionPct >= DEEP_CUT_PCT);
  if (
    isTooDeep(
      deep,
      shareOf(answers, ({ rulesReductionPct }) => rulesReductionPct >= DEEP_CUT_PCT),
    )
  )
    return `it asks for cuts of ${DEEP_CUT_PCT}% and more for ${Math.round(100 * deep)}% of the desk`;
  const unknown = shareOf(answers, (a) => a.unknownFeatures > UNKNOWN_SHARE * a.features);
  if (unknown > LARGEST_UNKNOWN_SHARE)
    return `indicators are missing for ${Math.round(100 * unknown)}% of the desk`;
  return null;
}

/**
 * Returns whether too large a share of the desk gets deep cuts, given the share that the rules would cut as
 * deep.
 */
export function isTooDeep(share: number, rulesShare: number): boolean {
  return share > LARGEST_DEEP_SHARE && share > rulesShare + DEEP_SHARE_BEYOND_RULES;
}

function shareOf<T>(all: readonly T[], holds: (one: T) => boolean): number {
  return all.filter(holds).length / all.length;
}
