import type { FastifyRequest } from 'fastify';
import type { Override } from '../../../../domain/limits/override.ts';
import type { DeskOverride, PreviewedOverride } from '../../../../ports/deskActions.ts';
import { includes } from '../../server/access.ts';
import { callerOf } from '../../server/caller.ts';
import type { Notice, Screen } from '../frame/screen.ts';
import type { AnswerParts } from '../morning/answerRoutes.ts';
import { askedOverride, type OverrideFields, refusalProblems } from './overrideForm.ts';
import { problemNotice } from './overrideNotices.ts';
import { type OverrideQuestion, overrideFormScreen } from './overrideScreens.ts';
import { overridesView } from './overridesView.ts';

/** The list of overrides, with what has just happened above it. */
export async function listScreen(
  { ports, loader }: AnswerParts,
  request: FastifyRequest,
  notice: Notice | null,
): Promise<Screen> {
  const { now, due } = await loader.load(null);
  const time = { dueSession: due.times.sessionDate, timezone: ports.timezone };
  return {
    template: 'overrides',
    title: 'Overrides',
    current: 'morning',
    view: overridesView(now, callerOf(request), time),
    notices: notice === null ? [] : [notice],
    state: await loader.state(),
  };
}

type FormState = Pick<OverrideQuestion, 'entered' | 'problems' | 'notices'>;

/** The form with what was typed, and what is wrong with it. */
export async function formScreen(
  { ports, loader }: AnswerParts,
  request: FastifyRequest,
  form: FormState,
): Promise<Screen> {
  const { now, due } = await loader.load(null);
  return overrideFormScreen({
    ...form,
    now,
    dueSession: due.times.sessionDate,
    nextSession: ports.calendar.nextSession,
    mayGive: includes(callerOf(request).scope, 'answer'),
  });
}

/** An override that can be given, or the form again with the reason why it cannot. */
export type CheckedOverride =
  | { readonly asked: DeskOverride; readonly preview: PreviewedOverride }
  | { readonly screen: Screen; readonly status: number };

/** Checks a form by the rules of overrides, and stores nothing. */
export async function checkedOverride(
  parts: AnswerParts,
  request: FastifyRequest,
  entered: OverrideFields,
): Promise<CheckedOverride> {
  const again = async (form: Omit<FormState, 'entered'>, status = 422) => ({
    screen: await formScreen(parts, request, { entered, ...form }),
    status,
  });
  const read = askedOverride(entered);
  if ('problems' in read) return again(read);
  const asked = { ...read.asked, by: callerOf(request).owner };
  try {
    const preview = await parts.ports.actions.previewOverride(asked);
    return 'refusal' in preview ? again({ problems: refusalProblems(preview.refusal) }) : { asked, preview };
  } catch (error) {
    const { notice, status } = problemNotice(error);
    return again({ notices: [notice] }, status);
  }
}

/** The same override, given before by the same author: the button was pressed twice. */
export function givenBefore(
  overrides: readonly Override[],
  { asked, dueSession }: { readonly asked: DeskOverride; readonly dueSession: string },
): Override | null {
  const firstSession = asked.firstSession ?? dueSession;
  const wanted = { ...asked, firstSession, lastSession: asked.lastSession ?? firstSession };
  const keys = ['trader', 'dollars', 'firstSession', 'lastSession', 'reason', 'note', 'by'] as const;
  return (
    overrides.findLast((each) => each.endedFrom === null && keys.every((key) => each[key] === wanted[key])) ??
    null
  );
}
