import type { AnswerUrls } from '../../src/domain/report/answerUrls.ts';

const PLACE = 'https://risk.example.com/a/';

/** Links of the length that real ones have, each of which names its trader. */
export const answerUrls: AnswerUrls = {
  all: `${PLACE}${'all'.padEnd(48, '_')}`,
  of: (trader) => `${PLACE}${Buffer.from(trader).toString('base64url').slice(0, 48).padEnd(48, '_')}`,
};
