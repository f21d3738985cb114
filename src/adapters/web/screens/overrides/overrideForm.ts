import { z } from 'zod';
import { LONGEST_OVERRIDE_SESSIONS } from '../../../../domain/limits/override.ts';
import type { OverrideRefusal } from '../../../../domain/limits/overrideRules.ts';
import { shortDay } from '../../../../domain/text/dates.ts';
import { cleanLine } from '../../../../domain/text/outsideText.ts';
import type { DeskOverride } from '../../../../ports/deskActions.ts';
import { dollarsOf } from '../morning/answerForm.ts';

const LONGEST_NOTE = 500;

const text = (most: number) => z.string().max(most).catch('').default('');

const fields = z.object({
  trader: text(500),
  dollars: text(40),
  first: text(10),
  /** Empty: the first session only. */
  last: text(10),
  reason: text(40),
  note: text(2000),
});

/** What the form says, as it was typed. */
export type OverrideFields = z.infer<typeof fields>;

/** What is wrong with each field, in words; empty where nothing is. */
export type OverrideProblems = Readonly<Record<keyof OverrideFields, string>>;

export const NO_PROBLEMS: OverrideProblems = {
  trader: '',
  dollars: '',
  first: '',
  last: '',
  reason: '',
  note: '',
};

/** The fields of a form or a link; a field that is missing or cannot be read counts as empty. */
export function overrideFields(given: unknown): OverrideFields {
  return fields.catch(fields.parse({})).parse(given ?? {});
}

/** What the form asks for, or what is wrong with it. The rules of overrides are not checked here. */
export function askedOverride(
  form: OverrideFields,
): { readonly asked: Omit<DeskOverride, 'by'> } | { readonly problems: OverrideProblems } {
  const amount = dollarsOf(form.dollars);
  const note = cleanLine(form.note);
  const problems: OverrideProblems = {
    ...NO_PROBLEMS,
    trader: form.trader === '' ? 'Choose a trader.' : '',
    dollars: 'problem' in amount ? amount.problem : '',
    first: dateProblem(form.first),
    last: dateProblem(form.last),
    reason: form.reason === '' ? 'Choose a reason: the mail and the review name it.' : '',
    note: [...note].length > LONGEST_NOTE ? `At most ${LONGEST_NOTE} characters.` : '',
  };
  if ('problem' in amount || Object.values(problems).some((problem) => problem !== '')) return { problems };
  return {
    asked: {
      trader: form.trader,
      dollars: amount.dollars,
      firstSession: form.first || null,
      lastSession: form.last || null,
      reason: form.reason,
      note: note || null,
    },
  };
}

function dateProblem(date: string): string {
  return date === '' || z.iso.date().safeParse(date).success ? '' : 'Choose a session of the list.';
}

/** The rule that an override breaks, at the field that it concerns. */
export function refusalProblems(refusal: OverrideRefusal): OverrideProblems {
  switch (refusal.because) {
    case 'unknown-reason':
      return { ...NO_PROBLEMS, reason: 'Choose a reason of the list.' };
    case 'note-missing':
      return { ...NO_PROBLEMS, note: 'Say in the note what “other” is.' };
    case 'over':
      return { ...NO_PROBLEMS, first: 'This session is over: choose a later one.' };
    case 'backwards':
      return { ...NO_PROBLEMS, last: 'Choose the first session or a later one.' };
    case 'too-long': {
      const longest = shortDay(refusal.longest);
      return {
        ...NO_PROBLEMS,
        last: `At most ${LONGEST_OVERRIDE_SESSIONS} sessions: through ${longest} or earlier. For longer, the operator changes the base limit on the roster.`,
      };
    }
    case 'same-reason':
      return {
        ...NO_PROBLEMS,
        reason: `This renews override ${refusal.before.id} of the trader with the same reason: choose another one, or say in the note what is new.`,
      };
  }
}
