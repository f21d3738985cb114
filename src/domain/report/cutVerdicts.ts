import type { BacktestResult } from '../evaluation/backtestResult.ts';
import type { EqualCuts, NetVerdict } from '../evaluation/equalCuts.ts';
import type { StrategyImpact } from '../evaluation/impact.ts';
import type { MatchedControl } from '../evaluation/matchedControl.ts';
import { roughDollars } from '../text/money.ts';
import { type BacktestVerdict, TOO_FEW, type VerdictAnswer } from './backtestVerdict.ts';
import { counted, dollarInterval, grouped } from './backtestWords.ts';

/** Whether the cuts in force saved more than they cost, against no cut at all. */
export function cutsVerdict({ strategies, slippage, judgedDays, deskPnl }: BacktestResult): BacktestVerdict {
  const { limit } = strategies;
  const dearest = slippage.at(-1);
  const isSame = dearest === undefined || roughDollars(dearest.net.limit) === roughDollars(limit.net);
  const stress = isSame
    ? ''
    : ` If slippage were ${dearest.multiple} times as large, the net would be ${roughDollars(dearest.net.limit)}.`;
  return {
    question: 'Did the cuts help?',
    ...cutsAnswer(limit),
    evidence: `Losses avoided ${roughDollars(limit.avoided)}, gains forgone ${roughDollars(limit.opportunityCost)}, net ${netWords(limit)}. With no cut at all the desk would have made ${roughDollars(deskPnl.noCut.pnl)}, with the cuts ${roughDollars(deskPnl.withCuts.pnl)}. The cuts changed the result of ${grouped(limit.bindingDays)} of ${counted(judgedDays, 'trader-day')}.${stress}`,
  };
}

function cutsAnswer({ verdict, net, bindingDays }: StrategyImpact): VerdictAnswer {
  switch (verdict) {
    case 'helped':
      return { answer: `Yes: they saved ${roughDollars(net)} more than they cost`, tone: 'good' };
    case 'cost':
      return { answer: `No: they cost ${roughDollars(-net)} more than they saved`, tone: 'bad' };
    case 'could be chance':
      return { answer: `Not shown: a net of ${roughDollars(net)} could be chance`, tone: 'open' };
    case 'not enough to tell':
      return {
        answer: `${TOO_FEW}: the cuts changed the result of ${counted(bindingDays, 'trader-day')}`,
        tone: 'open',
      };
  }
}

/** Whether the cuts went to the right trader-days, against the same cuts for everyone and matched days. */
export function targetingVerdict({ strategies, engines, matchedControl }: BacktestResult): BacktestVerdict {
  const { limit } = strategies;
  const { equal, targeting } = engines.inForce.equalCuts;
  return {
    question: 'Did they go to the right days?',
    ...targetingAnswer(engines.inForce.equalCuts, limit),
    evidence: `The same cuts for everyone, in the same proportions, would have netted ${netWords(equal)}; choosing the trader-days added ${netWords(targeting)}. ${matchedSentence(matchedControl)}`,
  };
}

function targetingAnswer({ targeting: { net, verdict } }: EqualCuts, limit: StrategyImpact): VerdictAnswer {
  switch (verdict) {
    case 'helped':
      return {
        answer: `Yes: they saved ${roughDollars(net)} more than the same cuts for everyone`,
        tone: 'good',
      };
    case 'cost':
      return {
        answer: `No: the same cuts for everyone would have saved ${roughDollars(-net)} more`,
        tone: 'bad',
      };
    case 'could be chance':
      return limit.verdict === 'helped'
        ? { answer: 'Not shown: any cuts of this size would have saved as much', tone: 'open' }
        : { answer: `Not shown: a difference of ${roughDollars(net)} could be chance`, tone: 'open' };
    case 'not enough to tell':
      return {
        answer: `${TOO_FEW}: the cuts changed the result of ${counted(limit.bindingDays, 'trader-day')}`,
        tone: 'open',
      };
  }
}

/** Cut days against uncut days that followed the same result; results in ordinary days of the trader. */
function matchedSentence({ verdict, difference, interval, matchedDays }: MatchedControl): string {
  if (difference === null || interval === null) return 'Too few cut days have uncut days to match.';
  const size = `${Math.abs(difference).toFixed(2)} ordinary days ${difference < 0 ? 'worse' : 'better'}`;
  const bounds = interval.map(signedDecimal).join(' to ');
  return `Cut days ended ${size} than uncut days after the same result (5–95%: ${bounds}; ${grouped(matchedDays)} matched): ${verdict}.`;
}

function signedDecimal(value: number): string {
  const size = Math.abs(value).toFixed(2);
  return `${value < 0 && Number(size) > 0 ? '−' : ''}${size}`;
}

/** `$31,150 (5–95%: $4,120 to $58,900)`. */
export function netWords({ net, netInterval, verdict }: NetVerdict): string {
  const bounds =
    verdict === 'not enough to tell' ? 'not enough to tell' : `5–95%: ${dollarInterval(netInterval)}`;
  return `${roughDollars(net)} (${bounds})`;
}
