import { LONGEST_OVERRIDE_SESSIONS, overrideReasons } from '../../domain/limits/override.ts';
import type { OverrideRefusal } from '../../domain/limits/overrideRules.ts';
import { didYouMean } from '../../domain/text/closest.ts';
import { InputError } from '../../shared/errors.ts';
import type { OverrideRequest } from './planOverride.ts';

/** The error of an override that cannot be given, in the words of the command. */
export function refusedOverride(
  refusal: OverrideRefusal,
  { reason, firstSession, lastSession, trader }: OverrideRequest,
  dueSession: string,
): InputError {
  const codes = Object.keys(overrideReasons);
  switch (refusal.because) {
    case 'unknown-reason':
      return refused(
        `found reason ${reason}${didYouMean(reason, codes)}`,
        `one of ${codes.join(', ')}`,
        'Give one of these reasons; with `other`, add --note TEXT.',
      );
    case 'note-missing':
      return refused('the reason `other` says nothing alone', '--note TEXT with it', 'Add --note TEXT.');
    case 'over':
      return refused(
        `found ${firstSession}, which is over`,
        `${dueSession}, the session due now, or a later one`,
        'Leave --session out to begin with the session due now.',
      );
    case 'backwards':
      return refused(
        `found --through ${lastSession}, before the first session ${firstSession}`,
        'a session from the first one on',
        'Correct --through.',
      );
    case 'too-long':
      return refused(
        `found ${refusal.sessions} sessions, ${firstSession} to ${lastSession}`,
        `at most ${LONGEST_OVERRIDE_SESSIONS}: --through ${refusal.longest} or earlier`,
        'For longer, change the base limit: `npm run roster -- set TRADER --limit DOLLARS`.',
      );
    case 'same-reason':
      return refused(
        `this renews override ${refusal.before.id} of ${trader} with the same reason ${reason}`,
        'a new reason',
        'Give another --reason, or say in --note TEXT what is new.',
      );
  }
}

function refused(found: string, expected: string, hint: string): InputError {
  return new InputError('bad_override', `override set · ${found} · expected ${expected}`, {
    hint: `${hint} Nothing was changed.`,
  });
}
