import type { LimitEvent } from '../../../../domain/limits/limitEvent.ts';
import { type Override, overrideStatus } from '../../../../domain/limits/override.ts';
import { channelWords } from '../../../../domain/report/answerWords.ts';
import { reasonSentence } from '../../../../domain/report/changeReasons.ts';
import { engineName } from '../../../../domain/report/engineWords.ts';
import { lineOf } from '../../../../domain/report/limitLines.ts';
import { inForceWords, overrideReasonWords } from '../../../../domain/report/limitWords.ts';
import { shortDay } from '../../../../domain/text/dates.ts';
import { limitDollars } from '../../../../domain/text/money.ts';
import { shownName, shownSentence } from '../../../../domain/text/outsideText.ts';
import type { StoredDecision } from '../../../../ports/outbox.ts';
import type { TraderHistory } from '../../../../ports/screens/traderHistories.ts';
import { details, numbers, paragraph, prose, section, table, words } from '../../pages/blocks.ts';
import type { Section } from '../../pages/document.ts';

const eventWords: Readonly<Record<LimitEvent['kind'], string>> = {
  mailed: 'mailed',
  applied: 'answered: set',
  different: 'answered: another limit',
  'not-applied': 'answered: not set',
  set: 'stated',
  readback: 'read back',
  unknown: 'unknown from here on',
};

/** What was mailed, answered and stated. */
export function answerSection({ events }: TraderHistory): Section {
  if (events.length === 0)
    return section('answers', 'Mails and answers', paragraph('No change was mailed or answered.'));
  return section(
    'answers',
    'Mails and answers',
    table(
      'What was mailed and answered, newest first',
      [...words('For'), ...words('What'), ...numbers('Limit'), ...prose('By'), ...prose('Reason')],
      events
        .toReversed()
        .map(({ sessionDate, kind, dollars, by, through, reason }) => [
          shortDay(sessionDate),
          eventWords[kind],
          dollars === null ? '' : limitDollars(dollars),
          `${shownName(by)}, ${channelWords(through)}`,
          reason === null ? '' : shownSentence(reason),
        ]),
    ),
  );
}

/** Overrides with who gave and who approved them. */
export function overrideSection({ overrides, dueSession }: TraderHistory): Section {
  if (overrides.length === 0) return section('overrides', 'Overrides', paragraph('No override was given.'));
  return section(
    'overrides',
    'Overrides',
    table(
      'Overrides, newest first',
      [
        ...words('First session', 'Last session'),
        ...numbers('Limit', "Daybreak's own"),
        ...prose('State', 'Given by', 'Reason'),
      ],
      overrides
        .toReversed()
        .map((each) => [
          shortDay(each.firstSession),
          shortDay(each.lastSession),
          limitDollars(each.dollars),
          each.recommended === null ? 'n/a' : limitDollars(each.recommended),
          stateOf(each, dueSession),
          shownName(each.by),
          `${overrideReasonWords(each.reason)}${each.note === null ? '' : `: ${shownSentence(each.note)}`}`,
        ]),
    ),
  );
}

function stateOf(override: Override, dueSession: string): string {
  const { approvedBy, endedBy, firstSession } = override;
  const approved = approvedBy === null ? '' : `, approved by ${shownName(approvedBy)}`;
  switch (overrideStatus(override, dueSession)) {
    case 'pending':
      return 'waits for approval';
    case 'in-force':
      return `${firstSession > dueSession ? 'to come' : 'in force'}${approved}`;
    case 'ended':
      return `${endedBy === null ? 'ended' : `ended by ${shownName(endedBy)}`}${approved}`;
  }
}

/** What every morning decided. */
export function decisionSection({ decisions }: TraderHistory): Section {
  if (decisions.length === 0)
    return section('decisions', 'Decisions', paragraph('No morning has decided for this trader yet.'));
  return section(
    'decisions',
    'Decisions',
    details(
      'What every morning decided',
      table(
        'Decisions, newest first',
        [
          ...words('Session', 'Engine'),
          ...numbers('In force', 'Limit'),
          ...words('Tier', 'Confidence'),
          ...prose('Reasons'),
        ],
        decisions.toReversed().map(decisionRow),
      ),
    ),
  );
}

function decisionRow(decision: StoredDecision) {
  const line = lineOf(decision);
  return [
    shortDay(decision.sessionDate),
    engineName(decision.engine),
    inForceWords(line),
    limitDollars(line.target),
    decision.tier,
    decision.action === 'cut' ? decision.confidence : '',
    reasonSentence(decision),
  ] as const;
}
