import type { Answer } from '../../../../domain/limits/answer.ts';
import type { ChangeCard } from '../../../../domain/report/screens/changeCards.ts';
import { limitDollars } from '../../../../domain/text/money.ts';
import { shownName } from '../../../../domain/text/outsideText.ts';
import { count } from '../../../../domain/text/words.ts';
import type { DeskAnswered, DeskAnswerResult } from '../../../../ports/deskActions.ts';
import type { Notice } from '../frame/screen.ts';
import { newOverridePath } from '../overrides/overridePath.ts';

type AskedQuestion = { readonly card: ChangeCard; readonly session: string };

/** Until the correction is mailed, an answer would be one to the mail before it. */
export function beingCorrected(): Notice {
  return {
    kind: 'problem',
    text: 'A correction of this limit is about to be mailed.',
    hint: 'Nothing was recorded. Load the page again in a minute.',
  };
}

/** The page was loaded before a correction. */
export function corrected(): Notice {
  return {
    kind: 'problem',
    text: 'A correction came since this page was loaded. Nothing was recorded.',
    hint: 'Read the changes below, then answer again.',
  };
}

/** What was recorded, and what may follow. */
export function recorded(lines: readonly DeskAnswered[], answer: Answer, question: AskedQuestion): Notice {
  const [line] = lines;
  const trader = shownName(line?.trader ?? '');
  const dollars = line?.inForce?.dollars ?? null;
  const holds = dollars === null ? 'the limit in force is not known' : `${limitDollars(dollars)} is in force`;
  return {
    kind: 'done',
    text: `Recorded: ${trader} ${answerWords(answer)}; ${holds}.`,
    ...nextStep(question, answer),
  };
}

/** Another limit holds today only, unless an override keeps it; a wrong button can be undone. */
function nextStep({ card, session }: AskedQuestion, answer: Answer): Partial<Notice> {
  const name = shownName(card.name);
  switch (answer.kind) {
    case 'different':
      return {
        hint: 'This is a fact about today. To keep this limit on the next mornings, give an override.',
        link: { path: newOverridePath(card.name), text: `Give an override of ${name}` },
      };
    case 'applied':
      return {
        link: {
          path: `/mornings/${session}/answer?trader=${encodeURIComponent(card.name)}&as=undo`,
          text: `Undo the answer for ${name}`,
        },
      };
    case 'not-applied':
      return {};
  }
}

function answerWords(answer: Answer): string {
  switch (answer.kind) {
    case 'applied':
      return 'is set as mailed';
    case 'different':
      return 'has another limit';
    case 'not-applied':
      return 'is not set today';
  }
}

/** What became of the answer to every change. */
export function allNotice(results: readonly DeskAnswerResult[]): Notice {
  const refused = results.filter((each) => 'refused' in each).map(({ trader }) => shownName(trader));
  const done = results.length - refused.length;
  if (results.length === 0) return { kind: 'note', text: 'Every change was answered before.' };
  if (refused.length === 0) return { kind: 'done', text: `Recorded: ${count(done, 'limit')} set as mailed.` };
  return { kind: 'problem', text: `Recorded: ${count(done, 'limit')}. Refused: ${refused.join(', ')}.` };
}
