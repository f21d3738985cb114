import { reportView } from '../../../../domain/report/reportView.ts';
import { type RowsShown, SHOWN } from '../../../../domain/report/rowsShown.ts';
import { askedChanges } from '../../../../domain/report/screens/askedChanges.ts';
import { type ChangeCard, changeCards } from '../../../../domain/report/screens/changeCards.ts';
import {
  atRiskWords,
  correctionStateWords,
  dataThroughWords,
  type MorningFacts,
  morningStateWords,
  openChangesWords,
  tiedOutWords,
} from '../../../../domain/report/screens/morningLine.ts';
import { pendingWords } from '../../../../domain/report/screens/overrideCards.ts';
import { longDay, shortDay } from '../../../../domain/text/dates.ts';
import type { KeyScope } from '../../../../ports/accessKeys.ts';
import type { MorningStatus, StoredMorning } from '../../../../ports/screens/morningReader.ts';
import { includes } from '../../server/access.ts';
import { newOverridePath } from '../overrides/overridePath.ts';
import type { MorningData } from './morningData.ts';
import { type TableQuery, traderTable } from './traderTableView.ts';

/** A page is as long as it has to be: nothing refers the reader to limits.csv. */
const ALL: RowsShown = {
  ...SHOWN,
  checks: 1000,
  attention: 1000,
  stayCut: 1000,
  watch: 1000,
  traders: 1,
  notices: 1000,
  quality: 1000,
  pictures: 0,
};

export interface MorningTerms {
  readonly timezone: string;
  readonly scope: KeyScope;
  readonly profiles: readonly string[];
  readonly query: TableQuery;
}

/** The cards of a morning: the changes that its mails asked for, unanswered ones first. */
export function cardsOf(
  { morning, now, current }: Pick<MorningData, 'morning' | 'now' | 'current'>,
  timezone: string,
): readonly ChangeCard[] {
  if (morning === null) return [];
  const { report, replaced, events, unconfirmed } = morning;
  const { sessionDate } = report;
  return changeCards(askedChanges({ report, replaced, events, waiting: unconfirmed }), {
    timezone,
    sessionDate,
    ended: report.endedOverrides ?? [],
    inForce: sessionDate === current ? now.inForce : new Map(),
  });
}

/** What the template of a morning shows; strings and booleans only. */
export function morningView(data: MorningData, terms: MorningTerms) {
  const { morning } = data;
  if (morning === null) throw new Error('no morning was decided');
  const { report } = morning;
  const { sessionDate } = report;
  const cards = cardsOf(data, terms.timezone);
  const open = cards.filter(({ isOpen }) => isOpen).length;
  const view = reportView(report, ALL);
  const isCurrent = sessionDate === data.current;
  const limits = isCurrent ? knownLimits(data) : new Map<string, number>();
  const mayAnswer = includes(terms.scope, 'answer') && morning.isMailed;
  const mayWrite = isCurrent && includes(terms.scope, 'answer');
  const withOverride = <Row extends { readonly name: string }>(row: Row) => ({
    ...row,
    overridePath: mayWrite ? newOverridePath(row.name) : '',
  });
  return {
    session: sessionDate,
    heading: `${report.stale === true ? 'STALE · ' : ''}${shortDay(sessionDate)}: ${openChangesWords(open, cards.length)}`,
    isStale: report.stale === true,
    isPast: !isCurrent,
    pastNote: isCurrent
      ? ''
      : `This is the morning of ${longDay(sessionDate)}. A late answer is recorded for that session; the newest morning shows what holds today.`,
    isCalm: view.isCalm || open === 0,
    facts: firstLine(data.status, morning, terms.timezone),
    pending: isCurrent ? pendingWords(data.now.overrides, data.due.times.sessionDate) : '',
    notBegun: notBegunWords(data, terms.timezone),
    deskLine: view.deskLine,
    atRisk: atRiskWords(report, limits),
    lead: view.lead,
    notMailed: morning.isMailed
      ? ''
      : 'No mail of this session has reached anyone, so there is nothing to answer yet. Do not key these limits in before it is mailed.',
    changes: {
      cards: cards.map((card) => ({ ...withOverride(card), ...cardActions(card, mayAnswer, sessionDate) })),
      any: cards.length > 0,
      canSetAll: mayAnswer && open > 1,
      setAllWords: `All ${open} set`,
      revision: String(report.revision ?? 0),
      copy: cards.map((card) => `${card.name}\t${card.asked}`).join('\n'),
    },
    canReadBack: mayWrite,
    files: fileLinks(sessionDate, terms.profiles),
    hasProfiles: terms.profiles.length > 0,
    checks: view.checks.rows,
    talks: view.talks.rows,
    moreTalks: view.talks.leftOut,
    attention: view.attention.rows.map(withOverride),
    yesterday: view.yesterday,
    stayCut: view.stayCut.rows.map(withOverride),
    watch: view.watch.rows,
    table: traderTable(report, { limits, rooms: morning.rooms }, terms.query),
    evidence: view.evidence,
    notices: view.notices.rows,
    quality: view.quality.rows,
    guide: view.guide,
  };
}

function knownLimits({ now }: MorningData): ReadonlyMap<string, number> {
  return new Map(
    [...now.inForce].flatMap(([trader, { dollars }]) =>
      dollars === null ? [] : [[trader, dollars] as const],
    ),
  );
}

function cardActions(card: ChangeCard, mayAnswer: boolean, session: string) {
  const query = `/mornings/${session}/answer?trader=${encodeURIComponent(card.name)}`;
  return {
    canAnswer: mayAnswer && card.isOpen && !card.awaitsMail,
    canChange: mayAnswer && !card.isOpen && !card.awaitsMail,
    canConfirm: mayAnswer && !card.awaitsMail,
    answerPath: query,
    undoPath: card.isUndoable ? `${query}&as=undo` : '',
    differentPath: `${query}&as=different`,
    notTodayPath: `${query}&as=not-applied`,
  };
}

/** The first line: data, tie-out, state, correction. */
function firstLine(status: MorningStatus, morning: StoredMorning, timezone: string) {
  const { report } = morning;
  const facts = morningFacts(status, timezone);
  return [
    { text: dataThroughWords(report), isTrouble: report.stale === true },
    {
      text: tiedOutWords(report),
      isTrouble: report.decisions.some(({ reconciled }) => reconciled === false),
    },
    morningStateWords({ ...facts, mails: morning.mails }),
    { text: correctionStateWords(report, { ...facts, mails: morning.mails }), isTrouble: false },
  ];
}

/** A session that is due and not decided; empty where the newest morning is that of the due session. */
function notBegunWords({ due, current, morning }: MorningData, timezone: string) {
  const { sessionDate } = due.times;
  if (morning === null || morning.report.sessionDate !== current || current >= sessionDate) return null;
  const { text, isTrouble } = morningStateWords(morningFacts(due, timezone));
  return {
    text: `${shortDay(sessionDate)}: ${text}. Below is the morning of ${shortDay(current)}.`,
    isTrouble,
  };
}

export function morningFacts({ times, state, mails, steps }: MorningStatus, timezone: string): MorningFacts {
  const last = steps.find(({ status }) => status !== 'done') ?? steps.at(-1);
  return {
    times,
    state,
    timezone,
    mails,
    step: last === undefined ? null : { name: last.step, error: last.error },
  };
}

function fileLinks(session: string, profiles: readonly string[]) {
  const below = `/mornings/${session}/files`;
  return [
    { text: 'limits.csv: every trader, for people and sheets', path: `${below}/limits.csv` },
    ...profiles.flatMap((profile) => [
      { text: `${profile}: today's limits`, path: `${below}/${encodeURIComponent(profile)}/today` },
      {
        text: `${profile}: restore the base limits`,
        path: `${below}/${encodeURIComponent(profile)}/restore`,
      },
    ]),
  ];
}
