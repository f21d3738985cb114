import { changeReason, reasonSentence } from '../../../../domain/report/changeReasons.ts';
import { lineOf } from '../../../../domain/report/limitLines.ts';
import { givenAnswer } from '../../../../domain/report/screens/askedChanges.ts';
import { givenWords } from '../../../../domain/report/screens/changeCards.ts';
import { shortDay } from '../../../../domain/text/dates.ts';
import { limitDollars } from '../../../../domain/text/money.ts';
import { shownName } from '../../../../domain/text/outsideText.ts';
import {
  type DecisionKind,
  type DecisionPage,
  decisionKinds,
  type FoundDecision,
} from '../../../../ports/screens/decisionSearch.ts';
import { numbers, prose, words } from '../../pages/blocks.ts';
import { type LinkedCell, linkedTable } from '../frame/linkedTable.ts';
import { type SearchQuery, searchPath } from './searchQuery.ts';

const kinds: Readonly<Record<DecisionKind, string>> = {
  cut: 'cut below the base limit',
  keep: 'base limit kept',
  review: 'by hand: little history',
  withheld: 'by hand: P&L not proven',
  lower: 'limit lowered',
  raise: 'limit raised',
  set: 'limit to set: in force unknown',
  changed: 'any change to key in',
};

const actions: Readonly<Record<FoundDecision['decision']['action'], string>> = {
  cut: 'cut',
  keep: 'keep',
  review: 'by hand',
  withheld: 'by hand, not proven',
};

const changes = { lower: '▼ lower', raise: '▲ raise', set: '! set', stay: 'no change' } as const;

/** The form of the search, and the decisions found. */
export function searchView(query: SearchQuery, page: DecisionPage, timezone: string) {
  const { found, next } = page;
  return {
    ...query,
    actions: decisionKinds.map((kind) => ({
      value: kind,
      name: kinds[kind],
      isShown: kind === query.action,
    })),
    table: found.length === 0 ? null : foundTable(found, timezone),
    nothing:
      next === null
        ? 'No decision matches.'
        : `No decision from ${shortDay(next.sessionDate)} on matches. Older sessions were not searched yet.`,
    older: next === null ? '' : searchPath(query, next),
    first: query.after === '' ? '' : searchPath(query, null),
  };
}

function foundTable(found: readonly FoundDecision[], timezone: string) {
  return linkedTable(
    'Decisions, the newest session first',
    [
      ...words('Session', 'Trader', 'Decision'),
      ...numbers('In force', 'Limit', 'Base'),
      ...words('Asked'),
      ...prose('Why', 'Answer'),
    ],
    found.map((each) => foundRow(each, timezone)),
  );
}

function foundRow(
  { decision, revision, answer }: FoundDecision,
  timezone: string,
): readonly (string | LinkedCell)[] {
  const { sessionDate, trader, baseLimit, action } = decision;
  const { limitInForce, target, change } = lineOf(decision);
  const given = answer === null ? null : givenAnswer(answer);
  return [
    {
      text: shortDay(sessionDate),
      link: `/mornings/${sessionDate}`,
      under: revision === 0 ? sessionDate.slice(0, 4) : `${sessionDate.slice(0, 4)}, correction ${revision}`,
    },
    { text: shownName(trader), link: `/traders/${encodeURIComponent(trader)}` },
    actions[action],
    limitInForce === null ? 'unknown' : limitDollars(limitInForce),
    limitDollars(target),
    limitDollars(baseLimit),
    changes[change],
    change === 'stay' ? reasonSentence(decision) : changeReason(decision, undefined),
    given === null
      ? change === 'stay'
        ? '–'
        : 'not answered'
      : givenWords(given, { timezone, sessionDate }),
  ];
}
