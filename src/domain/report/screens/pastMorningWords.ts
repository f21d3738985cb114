import { shownSentence } from '../../text/outsideText.ts';
import { mailedWords, type SentMail } from './morningLine.ts';

/** What is known of a past morning. */
export interface PastMorningFacts {
  readonly sessionDate: string;
  readonly isDecided: boolean;
  readonly mails: readonly SentMail[];
  readonly steps: readonly {
    readonly step: string;
    readonly status: 'running' | 'done' | 'failed';
    readonly error: string | null;
  }[];
}

export interface PastMorningState {
  readonly text: string;
  readonly tone: 'good' | 'bad' | 'open';
}

/**
 * What became of a past morning: `✓ mailed 05:01 EST to 3`, `! mailed 05:01 EST to 2 of 3`, `✗ FAILED at
 * decide: …`, `✗ NOT RUN`.
 */
export function pastMorningWords(facts: PastMorningFacts, timezone: string): PastMorningState {
  const { isDecided, mails, steps } = facts;
  const own = mails.filter(({ kind }) => kind === 'morning');
  if (own.some(({ status }) => status === 'sent' || status === 'ambiguous'))
    return mailedState(facts, own, timezone);
  if (own.some(({ status }) => status === 'pending' || status === 'claimed'))
    return { text: '! being mailed', tone: 'open' };
  const failed = steps.find(({ status }) => status === 'failed');
  if (failed !== undefined)
    return {
      text: `✗ FAILED at ${failed.step}${failed.error === null ? '' : `: ${shownSentence(failed.error)}`}`,
      tone: 'bad',
    };
  if (isDecided) return { text: '✗ decided, and not mailed', tone: 'bad' };
  const last = steps.at(-1);
  return last === undefined
    ? { text: '✗ NOT RUN: no process ran this morning', tone: 'bad' }
    : { text: `! not finished: ${last.step}`, tone: 'open' };
}

function mailedState(
  { sessionDate }: PastMorningFacts,
  own: readonly SentMail[],
  timezone: string,
): PastMorningState {
  const isWhole = own.every(({ status }) => status === 'sent');
  const text = mailedWords(own, { timezone, sessionDate });
  return isWhole ? { text: `✓ ${text}`, tone: 'good' } : { text: `! ${text}`, tone: 'open' };
}
