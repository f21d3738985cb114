import type { Output } from '../adapters/terminal/output.ts';
import { textTable } from '../adapters/terminal/table.ts';
import type { BacktestResult, EngineScores } from '../domain/evaluation/backtestResult.ts';
import { judgedZone } from '../domain/evaluation/coverage.ts';
import type { CutShare } from '../domain/evaluation/cutRates.ts';
import type { NetVerdict } from '../domain/evaluation/equalCuts.ts';
import type { StrategyImpact } from '../domain/evaluation/impact.ts';
import type { MonthlyReview } from '../domain/evaluation/reviewResult.ts';
import type { ShadowComparison } from '../domain/evaluation/shadowComparison.ts';
import { STRATEGIES } from '../domain/evaluation/strategies.ts';
import { TAIL_FIGURES } from '../domain/evaluation/tailComparison.ts';
import { backtestVerdicts } from '../domain/report/backtestVerdicts.ts';
import { closedDaysWords, dollarInterval } from '../domain/report/backtestWords.ts';
import { overrideReasonWords } from '../domain/report/limitWords.ts';
import { reviewGroups } from '../domain/report/review/reviewGroups.ts';
import type { ReviewInput } from '../domain/report/review/reviewInput.ts';
import { reviewVerdict } from '../domain/report/review/reviewVerdict.ts';
import { rulesWorthSentence, worthRows } from '../domain/report/rulesWorthWords.ts';
import { shadowSentences } from '../domain/report/shadowWords.ts';
import { SIZING_ROWS } from '../domain/report/sizingWords.ts';
import { TAIL_NAMES } from '../domain/report/tailWords.ts';
import { youngCoverageSentence } from '../domain/report/youngWords.ts';
import type { LikelihoodRatioTest } from '../domain/statistics/varBacktest.ts';
import { longDay } from '../domain/text/dates.ts';
import { roughDollars } from '../domain/text/money.ts';
import { capitalised } from '../domain/text/outsideText.ts';
import { count, improvementWords, shareWords } from '../domain/text/words.ts';
import type { SendResult } from '../ports/mail.ts';

/** Prints a backtest on the terminal: engines, value of the cuts, VaR, gate, and the paths of the files. */
export function printBacktest(output: Output, result: BacktestResult, files: readonly string[]): void {
  printResult(output, 'Backtest', result);
  printShadows(output, result.shadows);
  output.line(`\nFiles\n  ${files.join('\n  ')}`);
}

export interface ReviewEnding {
  readonly files: readonly string[];
  /** null: the review was not mailed. */
  readonly delivery: readonly ReviewDelivery[] | null;
}

/** Prints a review on the terminal: what was mailed and what became of it, then the backtest of the month. */
export function printReview(output: Output, input: ReviewInput, { files, delivery }: ReviewEnding): void {
  const { result } = input;
  output.line(`${capitalised(reviewVerdict(input).clause)}.`);
  for (const { title, facts } of reviewGroups(input))
    output.line(`\n${title}\n${facts.map(({ label, text }) => `  ${label}: ${text}`).join('\n')}`);
  output.line('');
  printResult(output, 'Review', result);
  if (result.review !== null) printDecided(output, result.review);
  printShadows(output, result.review?.shadows ?? []);
  output.line(`\nFiles\n  ${files.join('\n  ')}`);
  if (delivery === null) return;
  const answers = delivery.map(({ address, status, response }) => `${address}: ${status} (${response})`);
  output.line(`\nMail\n  ${answers.join('\n  ')}`);
}

function printResult(output: Output, title: string, result: BacktestResult): void {
  const { period, source, closedDays } = result;
  output.line(
    `${title} of ${count(period.sessions, 'session')}, ${longDay(period.first)} to ${longDay(period.last)} · ` +
      `${count(period.traders, 'trader')}, ${count(period.tradedDays, 'trader-day')} traded of ${period.traderDays}`,
  );
  output.line(
    `Source: ${source === 'demo' ? 'the demo desk (import fills for your own)' : 'what is stored'} · walked from ${period.walkedFrom}`,
  );
  if (closedDays.traderDays > 0) output.line(`Closed days: ${closedDaysWords(closedDays)}`);
  output.line(`\nVerdicts\n${verdictLines(result)}`);
  output.line(`\nThe desk by session, under base limits and under the cut limits\n${tailTable(result)}`);
  output.line(`\nThe cuts in force against three controls\n${controlTable(result)}`);
  output.line(`\nEngines, each as if in force throughout\n${engineTable(result)}`);
  output.line(`\nStrategies of the engine in force, against uncut base limits\n${strategyTable(result)}`);
  printRules(output, result);
  output.line(`\nSizes, against full size under base limits\n${sizingTable(result)}`);
  output.line(`\nValue at risk, 95%\n  ${coverageWords(result)}`);
  const young = youngCoverageSentence(result);
  if (young !== null) output.line(`  ${young}`);
  output.line(`Probability of a large loss\n  ${probabilityWords(result)}`);
  output.line(`Gate\n  ${gateWords(result)}`);
}

/** Prints nothing where no rule fired. */
function printRules(output: Output, { rulesWorth }: BacktestResult): void {
  const rows = worthRows(rulesWorth, 'rules');
  if (rows.length === 0) return;
  const rules = textTable(
    [
      { head: 'RULE' },
      { head: 'FIRED', align: 'right' },
      { head: 'LARGE LOSSES', align: 'right' },
      { head: 'WITHOUT', align: 'right' },
      ...IMPACT_COLUMNS,
    ],
    rows.map((row) => [
      row.name,
      String(row.days),
      row.rate === null ? 'n/a' : improvementWords(row.rate),
      row.otherRate === null ? 'n/a' : improvementWords(row.otherRate),
      ...impactCells(row),
    ]),
  );
  output.line(`\nRules, each as if it alone had cut\n${rules}\n  ${rulesWorthSentence(rulesWorth)}`);
}

function printDecided(output: Output, review: MonthlyReview): void {
  output.line(`Decided and mailed\n  ${decidedWords(review)}`);
  const { overrides } = review.decided;
  if (overrides.length === 0) return;
  output.line(
    `\nOverrides against Daybreak's own recommendation\n${textTable(
      [
        { head: 'BY' },
        { head: 'REASON' },
        { head: 'OVERRIDDEN', align: 'right' },
        { head: 'NOT KNOWN', align: 'right' },
        { head: 'ESTIMATED', align: 'right' },
        ...IMPACT_COLUMNS,
      ],
      overrides.map((one) => [
        one.by,
        overrideReasonWords(one.reason),
        ...[one.traderDays, one.notKnownDays, one.estimatedDays].map(String),
        ...impactCells(one),
      ]),
    )}`,
  );
}

/** Prints nothing where no shadow strategy decided. */
function printShadows(output: Output, shadows: readonly ShadowComparison[]): void {
  if (shadows.length === 0) return;
  const lines = shadows.map((shadow) => `  ${shadow.name} (${shadow.words}): ${shadowSentences(shadow)}`);
  output.line(`\nShadow strategies against the strategy in force\n${lines.join('\n')}`);
}

function decidedWords({ decided }: MonthlyReview): string {
  const { traderDays, sessions, cuts, agreeing, limit, estimatedDays } = decided;
  if (traderDays === 0) return 'no decision in this month';
  return `${count(cuts, 'cut')} among ${count(traderDays, 'limit')} on ${count(sessions, 'session')}, the walk agrees on ${agreeing}; kept, they would have netted ${roughDollars(limit.net)} (${limit.verdict}; ${estimatedDays} of ${count(limit.bindingDays, 'binding day')} estimated)`;
}

function engineTable({ engines }: BacktestResult): string {
  const rows: readonly (readonly [string, EngineScores])[] = [
    ['ridge', engines.ridge],
    ['rules', engines.rules],
    ['in force', engines.inForce],
  ];
  return textTable(
    [
      { head: 'ENGINE' },
      { head: 'HIT RATE', align: 'right' },
      { head: 'FALSE POS.', align: 'right' },
      ...IMPACT_COLUMNS,
      { head: 'REGRET', align: 'right' },
    ],
    rows.map(([name, { cutRates, limit, regret }]) => [
      name,
      rateWords(cutRates.largeLosses),
      rateWords(cutRates.profitable),
      ...impactCells(limit),
      regret === null ? 'n/a' : regret.toFixed(4),
    ]),
  );
}

function verdictLines(result: BacktestResult): string {
  return backtestVerdicts(result)
    .map(({ question, answer }) => `  ${question} ${answer}.`)
    .join('\n');
}

function tailTable({ tail }: BacktestResult): string {
  if (tail === null) return '  no session';
  return textTable(
    [
      { head: 'FIGURE' },
      ...['BASE', 'CUT', 'BETTER BY', '5% TO 95%'].map((head) => ({ head, align: 'right' as const })),
      { head: 'VERDICT' },
    ],
    TAIL_FIGURES.map((name) => {
      const { before, after, improvement, verdict } = tail.figures[name];
      return [
        TAIL_NAMES[name].toLowerCase(),
        roughDollars(before.value),
        roughDollars(after.value),
        roughDollars(improvement.value),
        boundsWords({ netInterval: improvement.interval, verdict }),
        verdict,
      ];
    }),
  );
}

function controlTable({ strategies, engines, matchedControl }: BacktestResult): string {
  const { equal, targeting } = engines.inForce.equalCuts;
  const nets: readonly (readonly [string, NetVerdict])[] = [
    ['cuts, against no cut', strategies.limit],
    ['the same cuts for everyone, against no cut', equal],
    ['cuts, against the same for everyone', targeting],
  ];
  const { difference, interval, verdict } = matchedControl;
  return textTable(
    [
      { head: 'COMPARISON' },
      { head: 'NET', align: 'right' },
      { head: '5% TO 95%', align: 'right' },
      { head: 'VERDICT' },
    ],
    [
      ...nets.map(([name, net]) => [name, roughDollars(net.net), boundsWords(net), net.verdict]),
      [
        'cut days, against matched days (r)',
        difference?.toFixed(3) ?? 'n/a',
        interval?.map((bound) => bound.toFixed(3)).join(' to ') ?? 'n/a',
        verdict,
      ],
    ],
  );
}

function strategyTable({ strategies, cutSwitch }: BacktestResult): string {
  return textTable(
    [{ head: 'STRATEGY' }, ...IMPACT_COLUMNS],
    [
      ...STRATEGIES.map((name) => [name, ...impactCells(strategies[name])]),
      ...(cutSwitch.offSessions === 0
        ? []
        : [['limit, cuts never off', ...impactCells(cutSwitch.limitWithoutSwitch)]]),
    ],
  );
}

function sizingTable({ sizing }: BacktestResult): string {
  return textTable(
    [{ head: 'FIGURE' }, ...IMPACT_COLUMNS],
    SIZING_ROWS.map(({ key, name }) => [name, ...impactCells(sizing[key])]),
  );
}

/** Columns of the dollars that cuts saved and cost. DAYS counts the days with an effect. */
const IMPACT_COLUMNS = [
  { head: 'AVOIDED', align: 'right' },
  { head: 'COST', align: 'right' },
  { head: 'NET', align: 'right' },
  { head: '5% TO 95%', align: 'right' },
  { head: 'DAYS', align: 'right' },
  { head: 'VERDICT' },
] as const;

function impactCells(impact: StrategyImpact): readonly string[] {
  return [
    roughDollars(impact.avoided),
    roughDollars(impact.opportunityCost),
    roughDollars(impact.net),
    boundsWords(impact),
    String(impact.bindingDays),
    impact.verdict,
  ];
}

/** With only a few days, an interval could exclude $0 by chance. Then no interval is printed. */
function boundsWords({ netInterval, verdict }: Pick<NetVerdict, 'netInterval' | 'verdict'>): string {
  return verdict === 'not enough to tell' ? 'n/a' : dollarInterval(netInterval);
}

/** Formats a share and its number of days, for example `67% of 3`. */
function rateWords({ share, days }: CutShare): string {
  return share === null ? 'n/a' : `${shareWords(share)} of ${days}`;
}

function coverageWords({ valueAtRisk }: BacktestResult): string {
  const { forecasts, exceptions, rate, kupiec, christoffersen, pinball } = valueAtRisk;
  if (rate === null) return 'no forecast of a day that was traded';
  return [
    `${count(exceptions, 'exception')} in ${count(forecasts, 'forecast')} (${(100 * rate).toFixed(1)}%)`,
    `zone ${judgedZone(valueAtRisk) ?? 'n/a, too few to tell'}`,
    `Kupiec p ${pWords(kupiec)}`,
    `Christoffersen p ${pWords(christoffersen)}`,
    `pinball ${(pinball ?? 0).toFixed(4)} S`,
  ].join(' · ');
}

/** The p-value with three decimals; `n/a` if the test was not made. */
function pWords(test: LikelihoodRatioTest | null): string {
  return test === null ? 'n/a' : test.pValue.toFixed(3);
}

function probabilityWords({ probability: { days, brier, skill, auc } }: BacktestResult): string {
  if (brier === null) return 'no forecast of a day that was traded';
  return [
    `Brier ${brier.toFixed(4)} over ${count(days, 'trader-day')}`,
    `skill ${skill === null ? 'n/a' : improvementWords(skill)}`,
    `AUC ${auc === null ? 'n/a' : auc.toFixed(3)}`,
  ].join(' · ');
}

function gateWords({ gate }: BacktestResult): string {
  const off = gate.noCutSessions === 0 ? '' : `, cuts were switched off on ${gate.noCutSessions}`;
  const used = `the model decided on ${count(gate.ridgeSessions, 'session')}, the rules on ${gate.rulesSessions}${off}`;
  if (gate.latest === null) return `${used}; no decision yet`;
  return `${used}; since ${gate.latest.decidedFor}: ${gate.latest.inForce ? 'model' : 'rules'} (${gate.latest.why})`;
}

/** The answer of the mail server for one recipient of a review. */
export interface ReviewDelivery {
  readonly address: string;
  readonly status: SendResult['outcome'];
  readonly response: string;
}
