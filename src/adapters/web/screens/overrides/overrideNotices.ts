import { type Override, overrideStatus } from '../../../../domain/limits/override.ts';
import { overrideSessions } from '../../../../domain/report/screens/overrideCards.ts';
import { limitDollars } from '../../../../domain/text/money.ts';
import { shownName } from '../../../../domain/text/outsideText.ts';
import type { ErrorCode } from '../../../../shared/errorCodes.ts';
import { problemOf } from '../../server/webError.ts';
import type { Notice } from '../frame/screen.ts';

/** What was stored, and what follows from it. */
export function givenNotice(override: Override, dueSession: string): Notice {
  const isPending = overrideStatus(override, dueSession) === 'pending';
  return {
    kind: 'done',
    text: `Recorded: ${whatWords(override)}.`,
    hint: isPending
      ? 'It is above the base limit, so it is without effect until someone else approves it.'
      : FOLLOWS,
  };
}

export function approvedNotice(override: Override): Notice {
  return { kind: 'done', text: `Approved: ${whatWords(override)}.`, hint: FOLLOWS };
}

export function endedNotice(override: Override): Notice {
  return {
    kind: 'done',
    text: `Ended: ${whatWords(override)}.`,
    hint: "The next mail or correction asks for Daybreak's own limit.",
  };
}

const FOLLOWS = 'The next mail or correction asks for it. Nothing changes on the platform by itself.';

function whatWords(override: Override): string {
  return `${shownName(override.trader)} ${limitDollars(override.dollars)}, ${overrideSessions(override)}`;
}

/** The hints of the errors themselves name commands. */
const hints: Partial<Readonly<Record<ErrorCode, string>>> = {
  override_approval: 'Someone else approves an override, signed in with a key of another owner.',
  bad_override: 'The list below has what is pending and in force. Nothing was changed.',
  unknown_trader: 'Choose an active trader of the list. Nothing was changed.',
  not_a_session: 'Choose sessions of the list. Nothing was changed.',
};

/** What the rules of overrides refused. @throws the error itself where it is no refusal. */
export function problemNotice(error: unknown): { readonly notice: Notice; readonly status: number } {
  const { detail, hint, status, code } = problemOf(error);
  if (status >= 500) throw error;
  const own = new Map<string, string>(Object.entries(hints)).get(code);
  return { notice: { kind: 'problem', text: detail, hint: own ?? hint }, status };
}
