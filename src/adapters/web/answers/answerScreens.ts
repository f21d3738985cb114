import { longDay } from '../../../domain/text/dates.ts';
import type { AnswerSheet } from '../../../ports/answerSheets.ts';
import type { Notice, Screen } from '../screens/frame/screen.ts';
import type { WebPorts } from '../server/webPorts.ts';
import { confirmView, formView } from './answerViews.ts';
import { type FormStage, type NamedAnswer, sealForm, stateOf } from './formSeal.ts';
import type { LineEntry } from './postedForm.ts';

type FormPorts = Pick<WebPorts, 'signingKeys' | 'clock' | 'timezone'>;

/** The form, after an answer with what it says. */
export function formScreen(
  ports: FormPorts,
  sheet: AnswerSheet,
  token: string,
  shown: {
    readonly entries?: readonly LineEntry[];
    readonly keepsChoices?: boolean;
    readonly notices?: readonly Notice[];
  } = {},
): Screen {
  const { entries, keepsChoices, notices = [] } = shown;
  const terms = termsOf(ports, sheet, token, 'ask', []);
  return screenOf('answerForm', sheet, formView(sheet, terms, entries, keepsChoices), notices);
}

/** The second page of the first minute. */
export function confirmScreen(
  ports: FormPorts,
  sheet: AnswerSheet,
  token: string,
  given: { readonly answers: readonly NamedAnswer[]; readonly entries: readonly LineEntry[] },
  notices: readonly Notice[] = [],
): Screen {
  const terms = termsOf(ports, sheet, token, 'confirm', given.answers);
  return screenOf('answerConfirm', sheet, confirmView(sheet, terms, given.answers, given.entries), notices);
}

function screenOf(
  template: string,
  { sessionDate }: AnswerSheet,
  view: object,
  notices: readonly Notice[],
): Screen {
  const title = `Answer the mail of ${longDay(sessionDate)}`;
  return { template, title, current: null, isNarrow: true, view, notices };
}

function termsOf(
  { signingKeys, clock, timezone }: FormPorts,
  sheet: AnswerSheet,
  token: string,
  stage: FormStage,
  answers: readonly NamedAnswer[],
) {
  const [key] = signingKeys();
  if (key === undefined) throw new Error('the desk has no signing key');
  const form = { token, stage, state: stateOf(sheet), answers };
  return { token, timezone, seal: sealForm(key, form, clock.now()) };
}
