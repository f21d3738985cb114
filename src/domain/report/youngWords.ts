import type { Decision } from '../decision/decision.ts';
import { hasYoungForecast } from '../engines/proposal.ts';
import type { BacktestResult } from '../evaluation/backtestResult.ts';
import { count, improvementWords } from '../text/words.ts';
import { shareInterval } from './backtestWords.ts';

/** The mark after each figure of a young trader. */
const MARK = '*';
/** What the mark means, where a table shows it. */
const YOUNG_NOTE = `${MARK} young: with 10 to 19 active sessions, VaR and chance of a large loss rest on few days. Decide the limit by hand.`;

/** The mark of a decision; empty unless its VaR is that of a young trader. */
export function youngMark(decision: Decision): string {
  return hasYoungForecast(decision) ? MARK : '';
}

/** What the mark means; empty where no decision has it. */
export function youngNote(decisions: readonly Decision[]): string {
  return decisions.some(hasYoungForecast) ? YOUNG_NOTE : '';
}

/** How the VaR of young traders held in a backtest; null where none was tested. */
export function youngCoverageSentence({ youngValueAtRisk: young }: BacktestResult): string | null {
  const { forecasts, exceptions, rate, rateInterval } = young;
  if (rate === null || rateInterval === null) return null;
  return `Young traders, with 10 to 19 active sessions, apart: ${count(exceptions, 'exception')} in ${count(forecasts, 'forecast')} (${improvementWords(rate)}, 90% interval ${shareInterval(rateInterval)}).`;
}
