import { counted, grouped } from '../../../../domain/report/backtestWords.ts';
import type { EquityDay } from '../../../../domain/risk/deskEquity.ts';
import { roughDollars } from '../../../../domain/text/money.ts';

/** What the cuts did, and what they would have done, in sentences. */
export function equityVerdict(days: readonly EquityDay[]): string {
  const sum = (of: (day: EquityDay) => number) => sumOver(days, of);
  const total = sum(({ asItWas }) => asItWas);
  const made = `The desk ${total < 0 ? 'lost' : 'made'} ${roughDollars(Math.abs(total))} in ${counted(days.length, 'stored session')}.`;
  if (sum(({ underCut }) => underCut) === 0)
    return `${made} No limit below the base limit is known to have been in force on any of them.`;
  const reached = sum(({ stopped, ignored }) => stopped + ignored);
  const under = counted(
    sum(({ underCut }) => underCut),
    'trader-day',
  );
  const cuts = `${under} had a limit below the base limit in force; ${reached === 0 ? 'none' : grouped(reached)} reached it.`;
  return [made, cuts, stoppedWords(days), keptWords(days), notKnownWords(days)]
    .filter((words) => words !== '')
    .join(' ');
}

/** Whether any limit made a difference on these days. */
export function hasDifference(days: readonly EquityDay[]): boolean {
  return days.some(({ asItWas, withoutCuts, cutsKept }) => withoutCuts !== asItWas || cutsKept !== asItWas);
}

export function sumOver(days: readonly EquityDay[], of: (day: EquityDay) => number): number {
  return days.reduce((total, day) => total + of(day), 0);
}

function stoppedWords(days: readonly EquityDay[]): string {
  const estimated = sumOver(days, (day) => day.estimated);
  if (estimated === 0) return '';
  const saved = sumOver(days, ({ asItWas, withoutCuts }) => asItWas - withoutCuts);
  const verb = saved >= 0 ? 'saved' : 'cost';
  return `The stops ${verb} about ${roughDollars(Math.abs(saved))}: an estimate from ${counted(estimated, 'stopped day')}, each with the close of a similar day.`;
}

function keptWords(days: readonly EquityDay[]): string {
  const ignored = sumOver(days, (day) => day.ignored);
  if (ignored === 0) return '';
  const more = sumOver(days, ({ asItWas, cutsKept }) => cutsKept - asItWas);
  const verb = more >= 0 ? 'more' : 'less';
  return `${counted(ignored, 'trader-day')} went on past the limit: stopped there, the desk would have made ${roughDollars(Math.abs(more))} ${verb}.`;
}

function notKnownWords(days: readonly EquityDay[]): string {
  const notKnown = sumOver(days, (day) => day.notKnown);
  return notKnown === 0
    ? ''
    : `For ${counted(notKnown, 'trader-day')} it is not known what the limit changed: they count as they were.`;
}
