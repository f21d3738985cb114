import type { InForce } from '../../limits/inForce.ts';
import { inForceWords } from '../../limits/inForceWords.ts';
import type { NewOverride } from '../../limits/override.ts';
import { changeTo } from '../../limits/target.ts';
import { limitDollars } from '../../text/money.ts';
import { shownSentence } from '../../text/outsideText.ts';
import { count } from '../../text/words.ts';
import { overrideReasonWords } from '../limitWords.ts';
import { overrideSessions } from './overrideCards.ts';

/** What an override would do, in words. */
export interface OverridePreview {
  /** `from $3,200 to $5,000 for 2 sessions; above base $4,000: needs approval`. */
  readonly effect: string;
  readonly needsApproval: boolean;
  readonly facts: readonly { readonly label: string; readonly text: string }[];
}

/**
 * What an override would do, before it is given.
 *
 * Example: $3,200 in force, base limit $4,000, an override of $5,000 through the next session: `from $3,200
 * to $5,000 for 2 sessions; above base $4,000: needs approval`.
 */
export function overridePreview(
  override: NewOverride,
  { sessions, inForce }: { readonly sessions: number; readonly inForce: InForce },
): OverridePreview {
  const { dollars, baseLimit } = override;
  const needsApproval = dollars > baseLimit;
  const base = limitDollars(baseLimit);
  const length = `for ${count(sessions, 'session')}`;
  return {
    effect: `${changeWords(dollars, inForce)} ${length}; ${
      needsApproval ? `above base ${base}: needs approval` : `not above base ${base}: needs no approval`
    }`,
    needsApproval,
    facts: [
      { label: 'Sessions', text: overrideSessions(override) },
      { label: 'In force now', text: nowWords(inForce) },
      { label: "Daybreak's own", text: ownWords(override) },
      { label: 'Reason', text: reasonWords(override) },
      { label: 'What follows', text: nextWords(needsApproval) },
    ],
  };
}

function changeWords(dollars: number, inForce: InForce): string {
  const to = limitDollars(dollars);
  if (inForce.dollars === null) return `to ${to}; the limit in force is not known,`;
  if (changeTo(dollars, inForce.dollars) === 'stay') return `stays ${to}`;
  return `from ${limitDollars(inForce.dollars)} to ${to}`;
}

function nowWords(inForce: InForce): string {
  const amount = inForce.dollars === null ? 'not known' : limitDollars(inForce.dollars);
  return `${amount} (${inForceWords(inForce)})`;
}

function ownWords({ recommended }: NewOverride): string {
  return recommended === null ? 'no morning has decided a limit yet' : limitDollars(recommended);
}

function reasonWords({ reason, note, renewals }: NewOverride): string {
  const said = note === null ? '' : `: ${shownSentence(note)}`;
  const renewed = renewals === 0 ? '' : `. It renews an earlier override: renewal ${renewals}`;
  return `${overrideReasonWords(reason)}${said}${renewed}`;
}

function nextWords(needsApproval: boolean): string {
  return needsApproval
    ? 'It is without effect until someone else approves it. Then the next mail or correction asks for it.'
    : 'The next mail or correction asks for it. It ends by itself.';
}
