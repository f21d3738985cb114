import type { BacktestResult, DeskCoverage } from '../evaluation/backtestResult.ts';
import { judgedZone } from '../evaluation/coverage.ts';
import type { CoverageZone } from '../statistics/pooledCoverage.ts';
import type { Interval } from '../statistics/sessionInterval.ts';
import { EXCEPTION_RATE } from '../statistics/varBacktest.ts';
import { shownSentence } from '../text/outsideText.ts';
import { improvementWords } from '../text/words.ts';
import { type BacktestVerdict, TOO_FEW, type VerdictAnswer } from './backtestVerdict.ts';
import { counted, grouped, shareInterval } from './backtestWords.ts';
import { cutsVerdict, netWords, targetingVerdict } from './cutVerdicts.ts';
import { tailVerdict } from './tailWords.ts';

/**
 * A VaR is called honest if the interval of its exception rate lies within half to one and a half times 5 %.
 */
const HONEST_RATES: Interval = [0.5 * EXCEPTION_RATE, 1.5 * EXCEPTION_RATE];

/**
 * The answers at the top of the page and of the review: were the bad days smaller, did the cuts help, did
 * they go to the right days, is the model better, is the VaR honest. The tail comes before the net.
 */
export function backtestVerdicts(result: BacktestResult): readonly BacktestVerdict[] {
  return [
    tailVerdict(result.tail, result.strategies.limit.bindingDays),
    cutsVerdict(result),
    targetingVerdict(result),
    modelVerdict(result),
    coverageVerdict(result.valueAtRisk),
  ];
}

function modelVerdict({ gate, engines, period }: BacktestResult): BacktestVerdict {
  const nets = `Over the whole period the limits of the model alone would have netted ${netWords(engines.ridge.limit)}, those of the rules alone ${netWords(engines.rules.limit)}.`;
  const share = `The model was in force on ${gate.ridgeSessions} of ${counted(period.sessions, 'session')}.`;
  return {
    question: 'Is the model better than the rules?',
    ...modelAnswer(gate.latest),
    evidence: `${improvementSentence(gate.latest)}${nets} ${share}`,
  };
}

function modelAnswer(latest: BacktestResult['gate']['latest']): VerdictAnswer {
  if (latest === null) return { answer: `${TOO_FEW}: the gate has not been decided yet`, tone: 'open' };
  if (latest.inForce) return { answer: `Yes: ${shownSentence(latest.why)}`, tone: 'good' };
  return { answer: `Not shown: ${shownSentence(latest.why)}`, tone: 'open' };
}

function improvementSentence(latest: BacktestResult['gate']['latest']): string {
  if (latest === null || latest.improvement === null || latest.lowerBound === null) return '';
  return `On the last gate morning, ${latest.decidedFor}, the model's regret was ${comparison(latest.improvement)} the rules'${boundWords(latest.lowerBound)}, over ${counted(latest.sessions, 'session')}. `;
}

function comparison(improvement: number): string {
  return improvement < 0
    ? `${improvementWords(-improvement)} more than`
    : `${improvementWords(improvement)} less than`;
}

/** Empty if the bound is infinite because all resamples are equal. */
function boundWords(lowerBound: number): string {
  return Number.isFinite(lowerBound) ? ` (5% bound of the improvement: ${improvementWords(lowerBound)})` : '';
}

function coverageVerdict(desk: DeskCoverage): BacktestVerdict {
  const { forecasts, exceptions, rate, rateInterval, effectiveForecasts } = desk;
  const question = 'Is the VaR honest?';
  if (rate === null || rateInterval === null || effectiveForecasts === null)
    return { question, answer: `${TOO_FEW}: no VaR was tested`, evidence: '', tone: 'open' };
  const zone = judgedZone(desk);
  const evidence = `${grouped(exceptions)} of ${counted(forecasts, 'VaR')} ${exceptions === 1 ? 'was' : 'were'} breached, ${improvementWords(rate)} (5–95%: ${shareInterval(rateInterval)}), where 5% are meant to be. Breaches of one day come together: they tell as much as ${counted(Math.round(effectiveForecasts), 'independent one')}. Zone: ${zone ?? 'too few to tell'}.`;
  return { question, ...coverageAnswer(zone, desk, rate, rateInterval), evidence };
}

/**
 * The amount of data comes first: with a handful of forecasts, one breach looks like too many and none like
 * enough.
 */
function coverageAnswer(
  zone: CoverageZone | null,
  { effectiveForecasts, sessions }: DeskCoverage,
  rate: number,
  [low, high]: Interval,
): VerdictAnswer {
  const found = improvementWords(rate);
  if (zone === null) {
    const worth = counted(Math.round(effectiveForecasts ?? 0), 'independent forecast');
    return { answer: `${TOO_FEW}: worth ${worth}, over ${counted(sessions, 'session')}`, tone: 'open' };
  }
  if (zone === 'red')
    return { answer: `No: it is breached far too often, ${found} of the days`, tone: 'bad' };
  if (zone === 'yellow')
    return { answer: `Doubtful: it is breached too often, ${found} of the days`, tone: 'bad' };
  if (high < EXCEPTION_RATE)
    return { answer: `Rather cautious: it is breached on ${found} of the days`, tone: 'open' };
  if (low > EXCEPTION_RATE)
    return { answer: `Nearly: it is breached a little too often, ${found} of the days`, tone: 'open' };
  if (low < HONEST_RATES[0] || high > HONEST_RATES[1])
    return {
      answer: `Not shown: it is breached on ${found} of the days, which could be chance`,
      tone: 'open',
    };
  return { answer: `Yes: it is breached on ${found} of the days`, tone: 'good' };
}
