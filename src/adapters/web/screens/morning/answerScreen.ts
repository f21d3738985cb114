import type { ChangeCard } from '../../../../domain/report/screens/changeCards.ts';
import { longDay } from '../../../../domain/text/dates.ts';
import { limitDollars } from '../../../../domain/text/money.ts';
import type { Notice, Screen } from '../frame/screen.ts';
import { type AnswerFields, type Choice, type FieldProblems, NO_PROBLEMS } from './answerForm.ts';

export interface AnswerQuestion {
  readonly session: string;
  readonly card: ChangeCard;
  readonly mayAnswer: boolean;
  /** What was entered before; null: nothing. */
  readonly entered: AnswerFields | null;
  /** The choice that the reader came for; null: none. */
  readonly asked: Choice | null;
  readonly problems?: FieldProblems;
  readonly notices?: readonly Notice[];
}

/** The form that answers one change: set, different or not today. */
export function answerScreen(question: AnswerQuestion): Screen {
  const { session, card, mayAnswer, entered, notices } = question;
  const problems = question.problems ?? NO_PROBLEMS;
  const chosen = entered?.choice ?? question.asked;
  return {
    template: 'answer',
    title: `${card.trader}: answer the change`,
    current: 'morning',
    isNarrow: true,
    notices: notices ?? [],
    view: {
      card,
      session,
      day: longDay(session),
      mayAnswer: mayAnswer && !card.awaitsMail,
      asked: card.asked,
      setWords: `Set to ${limitDollars(Number(card.asked))}`,
      isSet: chosen === 'applied',
      isDifferent: chosen === 'different',
      isNotToday: chosen === 'not-applied',
      dollars: entered?.dollars ?? '',
      reason: entered?.reason ?? '',
      problems,
      hasProblem: problems.choice + problems.dollars + problems.reason !== '',
    },
  };
}
