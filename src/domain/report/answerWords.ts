import type { Answer } from '../limits/answer.ts';
import type { EventChannel } from '../limits/limitEvent.ts';
import { limitDollars } from '../text/money.ts';
import { shownSentence } from '../text/outsideText.ts';

const CHANNELS: Readonly<Record<EventChannel, string>> = {
  mail: 'the mail',
  command: 'a command',
  link: 'the link in the mail',
  page: 'the desk page',
  api: 'the API',
  file: "the platform's file",
  restore: 'a restore',
  upgrade: 'an upgrade',
};

/** On which way an answer came: `the link in the mail`. */
export function channelWords(through: EventChannel): string {
  return CHANNELS[through];
}

/** What an answer says: `set $3,200`, `another limit, $3,500`, `not set today (platform down)`. */
export function answerWords(answer: Answer, target: number): string {
  switch (answer.kind) {
    case 'applied':
      return `set ${limitDollars(target)}`;
    case 'different':
      return `another limit, ${limitDollars(answer.dollars)}`;
    case 'not-applied':
      return `not set today (${shownSentence(answer.reason)})`;
  }
}

/** What the next mail does with an answer. A fact is no decision: the mail asks again for its target. */
export function nextMailWords(answer: Answer, target: number, inForce: number | null): string {
  if (answer.kind === 'applied') return `The next mail compares with ${limitDollars(target)}.`;
  const kept = inForce === null ? 'the present limit' : limitDollars(inForce);
  return `The next mail asks for ${limitDollars(target)} again while its reason lasts. To keep ${kept}, give an override on the desk page.`;
}
