import { shortDay } from '../text/dates.ts';
import { fullSentence } from '../text/outsideText.ts';
import { count } from '../text/words.ts';
import { switchReason, switchSentence } from './cutSwitch.ts';
import { kindsOfChange } from './headline.ts';
import { changeCount, groupByChange, type LimitGroups } from './limitLines.ts';
import { deskLongCutWords } from './longCuts.ts';
import type { DecisionGroups } from './order.ts';
import type { MorningReport } from './report.ts';
import { talkViews } from './talkViews.ts';

/** Traders named in the first lines; the others are counted. */
const MOST_NAMED = 2;

/** What the reader has to do, in a few short sentences. */
export function leadSentences(report: MorningReport, groups: DecisionGroups): string {
  const changes = groupByChange(report.decisions);
  return [
    ...staleWords(report),
    ...switchWords(report),
    ...whatToKeyIn(report, changes),
    ...stayWords(report, changes),
    ...talkWords(report),
    ...longCutWords(report),
    ...byHand(groups),
    ...report.alerts.filter(({ code }) => code === 'CUTS_COST_MORE').map(({ text }) => fullSentence(text)),
  ].join(' ');
}

function staleWords({ stale, dataThrough }: MorningReport): readonly string[] {
  return stale === true
    ? [`The newest fills are of ${shortDay(dataThrough)}; later ones are missing. No limit is raised.`]
    : [];
}

/** On the first morning without cuts the reader asks why at once. */
function switchWords(report: MorningReport): readonly string[] {
  const [why = ''] = report.cutSwitch?.isNew === true ? switchReason(report).split(/(?<=\.) /) : [];
  return [switchSentence(report), why].filter((words) => words !== '');
}

function whatToKeyIn({ engine, decisions }: MorningReport, groups: LimitGroups): readonly string[] {
  if (engine === 'none') return ['No engine could decide.'];
  if (changeCount(groups) === 0) return ['Nothing to key in.'];
  return groups.set.length === decisions.length
    ? ['What the platform enforces is not known: set each limit as listed.']
    : [`${kindsOfChange(groups).join(', ')}.`];
}

function stayWords({ endedOverrides = [] }: MorningReport, { stayCut }: LimitGroups): readonly string[] {
  return [
    ...(stayCut.length > 0 ? [`${stayCut.length} ${stayCut.length === 1 ? 'stays' : 'stay'} cut.`] : []),
    ...(endedOverrides.length > 0 ? [`${count(endedOverrides.length, 'override')} ended.`] : []),
  ];
}

function longCutWords(report: MorningReport): readonly string[] {
  const words = deskLongCutWords(report);
  return words === null ? [] : [words];
}

function talkWords({ alerts }: MorningReport): readonly string[] {
  const talks = talkViews(alerts);
  if (talks.length === 0) return [];
  const named = talks.slice(0, MOST_NAMED).map(({ trader }) => trader);
  const more = talks.length - named.length;
  return [`Talk to ${[...named, ...(more > 0 ? [`${more} more`] : [])].join(', ')}.`];
}

function byHand({ reviews, withheld, untied }: DecisionGroups): readonly string[] {
  const parts = [
    ...(withheld.length > 0 ? [`${withheld.length} not proven`] : []),
    ...(untied.length > 0 ? [`${untied.length} with a P&L that differs from the source's`] : []),
    ...(reviews.length > 0 ? [`${reviews.length} with little history`] : []),
  ];
  return parts.length > 0 ? [`By hand: ${parts.join(', ')}.`] : [];
}
