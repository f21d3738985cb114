/** What a model asks of one trader, and whether enough was known of the trader to ask it. */
export interface ModelAnswer {
  readonly reductionPct: number;
  /** What the rules ask for, percent. */
  readonly rulesReductionPct: number;
  readonly figures: readonly number[];
  /** Indicators that the model looks at, and those of them that were unknown. */
  readonly features: number;
  readonly unknownFeatures: number;
}

/** Cuts of so many percent for so large a share of the desk are a broken model, or a day for a person to judge. */
export const DEEP_CUT_PCT = 40;
const LARGEST_DEEP_SHARE = 0.6;
/** A desk on which the rules ask for nearly as many deep cuts is in trouble, and the model right to say so. */
const DEEP_SHARE_BEYOND_RULES = 0.25;
/** A trader of whom more than half of the indicators are unknown counts as one without. */
const UNKNOWN_SHARE = 0.5;
const LARGEST_UNKNOWN_SHARE = 1 / 3;
/** Desks smaller than this agree by chance. */
const LEAST_TRADERS = 3;

/**
 * Why the model must not speak this morning whatever its record; null when it may (methods: circuit breaker). It is asked about
 * everything it would send out: figures that are not numbers, one cut for everybody, deep cuts for more than 60 % of the desk,
 * indicators missing for more than a third.
 */
export function circuitBreaker(answers: readonly ModelAnswer[]): string | null {
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

/** Whether deep cuts for such a share of the desk are too many, given the share that the rules would cut as deep. */
export function isTooDeep(share: number, rulesShare: number): boolean {
  return share > LARGEST_DEEP_SHARE && share > rulesShare + DEEP_SHARE_BEYOND_RULES;
}

function shareOf<T>(all: readonly T[], holds: (one: T) => boolean): number {
  return all.filter(holds).length / all.length;
}
