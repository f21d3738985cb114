import { overrideReasons } from '../../../../domain/limits/override.ts';
import type { OverridePreview } from '../../../../domain/report/screens/overridePreview.ts';
import { shortDay } from '../../../../domain/text/dates.ts';
import { limitDollars } from '../../../../domain/text/money.ts';
import { capitalised, shownName } from '../../../../domain/text/outsideText.ts';
import type { DeskNow } from '../../../../ports/screens/morningReader.ts';
import type { Notice, Screen } from '../frame/screen.ts';
import { NO_PROBLEMS, type OverrideFields, type OverrideProblems } from './overrideForm.ts';

/** The longest override from the last first session that the form offers. */
const SESSIONS_AHEAD = 10;

export interface OverrideQuestion {
  readonly now: Pick<DeskNow, 'inForce' | 'baseLimits'>;
  readonly dueSession: string;
  readonly nextSession: (date: string) => string;
  readonly mayGive: boolean;
  readonly entered: OverrideFields;
  readonly problems?: OverrideProblems;
  readonly notices?: readonly Notice[];
}

/** The form that asks for an override. */
export function overrideFormScreen(question: OverrideQuestion): Screen {
  const { entered, mayGive, notices = [], problems = NO_PROBLEMS } = question;
  const sessions = sessionsFrom(question);
  return {
    template: 'overrideForm',
    title: 'Give an override',
    current: 'morning',
    isNarrow: true,
    notices,
    view: {
      mayGive,
      traders: traderChoices(question),
      first: sessions.map((date) => choice(date, sessionWords(date, question), entered.first)),
      last: sessions.map((date) => choice(date, shortDay(date), entered.last)),
      reasons: Object.entries(overrideReasons).map(([code, words]) =>
        choice(code, capitalised(words), entered.reason),
      ),
      dollars: entered.dollars,
      note: entered.note,
      problems,
      hasProblem: Object.values(problems).some((problem) => problem !== ''),
    },
  };
}

function sessionsFrom({ dueSession, nextSession }: OverrideQuestion): readonly string[] {
  const sessions = [dueSession];
  while (sessions.length < SESSIONS_AHEAD) sessions.push(nextSession(sessions.at(-1) ?? dueSession));
  return sessions;
}

function sessionWords(date: string, { dueSession }: OverrideQuestion): string {
  return date === dueSession ? `${shortDay(date)}, the session due now` : shortDay(date);
}

/** `NET001: $3,200 in force, base $4,000`. */
function traderChoices({ now, entered }: OverrideQuestion) {
  return [...now.baseLimits].map(([trader, base]) => {
    const dollars = now.inForce.get(trader)?.dollars ?? null;
    const held = dollars === null ? 'limit in force not known' : `${limitDollars(dollars)} in force`;
    return choice(trader, `${shownName(trader)}: ${held}, base ${limitDollars(base)}`, entered.trader);
  });
}

function choice(value: string, words: string, chosen: string) {
  return { value, text: words, isChosen: value === chosen };
}

/** What the override does, with the button that gives it. */
export function overrideConfirmScreen(entered: OverrideFields, preview: OverridePreview): Screen {
  const { effect, facts, needsApproval } = preview;
  return {
    template: 'overrideConfirm',
    title: 'Confirm the override',
    current: 'morning',
    isNarrow: true,
    view: {
      trader: shownName(entered.trader),
      effect: `${capitalised(effect)}.`,
      facts,
      confirmWords: needsApproval ? 'Confirm, and ask for approval' : 'Confirm',
      hidden: Object.entries(entered).map(([name, value]) => ({ name, value })),
    },
  };
}
