import type { Output } from '../adapters/terminal/output.ts';
import { textTable } from '../adapters/terminal/table.ts';
import type { WalkedDesk } from '../domain/evaluation/backtestResult.ts';
import {
  type ContestantResult,
  type ContestResult,
  type Difference,
  MEASURES,
  type Measure,
} from '../domain/evaluation/challengers/contestResult.ts';
import { longDay } from '../domain/text/dates.ts';
import { count } from '../domain/text/words.ts';

/** If two models are equally good, this share of their differences still lies outside a 90% interval. */
const CHANCE_SHARE = 0.1;
/** Decimals printed for each measure. */
const DIGITS: Readonly<Record<Measure, number>> = { pinball: 4, brier: 4, regret: 4, auc: 3 };
const LABELS: Readonly<Record<Measure, string>> = {
  pinball: 'PINBALL 5%',
  brier: 'BRIER',
  regret: 'REGRET',
  auc: 'AUC',
};

/**
 * Prints a comparison on the terminal: scores, differences to the product with intervals, the best model, the
 * gate.
 */
export function printComparison(
  output: Output,
  result: ContestResult,
  source: WalkedDesk,
  file: string,
): void {
  if (result.first === null || result.last === null) {
    output.line('Comparison: no session on which every contestant has learned enough to forecast.');
    return;
  }
  output.line(
    `Comparison of ${count(result.contestants.length, 'model')} over ${count(result.sessions, 'session')}, ` +
      `${longDay(result.first)} to ${longDay(result.last)} · ${count(result.traderDays, 'trader-day')}, the same for each`,
  );
  output.line(
    `Source: ${source === 'demo' ? 'the demo desk (import fills for your own)' : 'what is stored'}`,
  );
  output.line(`\n${scoreTable(result.contestants)}`);
  output.line('Pinball over S, regret in base limits a trader-day; lower is better, of AUC higher.');
  output.line(
    `\nDifference to the product, 90% interval over resampled sessions\n${differenceTable(result)}`,
  );
  output.line(`\n${MEASURES.map((measure) => winnerOf(result, measure)).join('\n')}`);
  const chance = chanceWords(result);
  if (chance !== null) output.line(chance);
  output.line(`\nThe gate, were each the engine\n${gateTable(result.contestants)}`);
  output.line(`\nFile\n  ${file}`);
}

function scoreTable(contestants: readonly ContestantResult[]): string {
  const right = { align: 'right' as const };
  return textTable(
    [
      { head: 'MODEL' },
      ...MEASURES.map((measure) => ({ head: LABELS[measure], ...right })),
      { head: 'BELOW 5%', ...right },
    ],
    contestants.map(({ name, measures, breaches }) => [
      name,
      ...MEASURES.map((measure) => fixed(measures[measure], DIGITS[measure])),
      breaches === null ? '–' : `${(100 * breaches).toFixed(1)}%`,
    ]),
  );
}

function differenceTable({ contestants }: ContestResult): string {
  const right = { align: 'right' as const };
  return textTable(
    [
      { head: 'MEASURE' },
      { head: 'MODEL' },
      { head: 'DIFFERENCE', ...right },
      { head: 'INTERVAL' },
      { head: '' },
    ],
    MEASURES.flatMap((measure) =>
      contestants.flatMap(({ name, differences }) => {
        const difference = differences?.[measure] ?? null;
        return difference === null ? [] : [[LABELS[measure], name, ...inWords(difference, DIGITS[measure])]];
      }),
    ),
  );
}

function inWords({ value, interval, verdict }: Difference, digits: number): readonly string[] {
  const [low, high] = interval.map((bound) => signed(bound, digits));
  const bounds = verdict === 'not enough to tell' ? 'n/a' : `${low} to ${high}`;
  return [signed(value, digits), bounds, verdict];
}

/** The best model of a measure, and whether it beats the product by more than chance. */
function winnerOf({ contestants }: ContestResult, measure: Measure): string {
  const known = contestants.filter(({ measures }) => measures[measure] !== null);
  const sign = measure === 'auc' ? -1 : 1;
  const [best] = [...known].sort((a, b) => sign * ((a.measures[measure] ?? 0) - (b.measures[measure] ?? 0)));
  const label = LABELS[measure];
  if (best === undefined) return `${label}: not known`;
  if (known.every(({ differences }) => !isJudged(differences?.[measure])))
    return `${label}: not enough to tell`;
  if (best.differences === null) return `${label}: the product is best`;
  const verdict = best.differences[measure]?.verdict;
  if (verdict === 'better') return `${label}: ${best.name} beats the product by more than chance`;
  const doubt = verdict === 'could be chance' ? 'which could be chance' : 'by too little to tell';
  return `${label}: ${best.name} is ahead of the product, ${doubt}`;
}

function isJudged(difference: Difference | null | undefined): boolean {
  return (difference ?? null) !== null && difference?.verdict !== 'not enough to tell';
}

/**
 * Warns that each difference is judged on its own, so some look significant by chance. Example: of 16 judged
 * differences about 0.1 · 16 = 2 would be called better or worse even if all models were equal. Returns null
 * if none was judged.
 */
function chanceWords({ contestants }: ContestResult): string | null {
  const judged = contestants.flatMap(({ differences }) =>
    MEASURES.filter((measure) => isJudged(differences?.[measure])),
  ).length;
  if (judged === 0) return null;
  const byChance = (CHANCE_SHARE * judged).toFixed(0);
  return `${count(judged, 'difference')} judged one by one: were all models as good as the product, some ${byChance} would be called better or worse by luck.`;
}

function gateTable(contestants: readonly ContestantResult[]): string {
  return textTable(
    [{ head: 'MODEL' }, { head: 'GATE' }, { head: 'WHY' }],
    contestants.map(({ name, gate }) => [
      name,
      gate === null ? '–' : gate.inForce ? 'open' : 'shut',
      gate?.why ?? '–',
    ]),
  );
}

function fixed(value: number | null, digits: number): string {
  return value === null ? '–' : value.toFixed(digits);
}

function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${value < 0 ? '−' : '+'}${text}`;
}
