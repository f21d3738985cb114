import { expect, it } from 'vitest';
import { PROOF_CODES } from '../../../src/domain/decision/proofItem.ts';
import { settlingWords } from '../../../src/domain/decision/proofWords.ts';

it.each(PROOF_CODES)('says how to settle %s in words that a mail and a page show as they are', (code) => {
  const words = settlingWords('DESK02', [{ code, session: '2026-11-27', symbol: null, text: '' }]);
  expect(words).toMatch(/^\w.*; or accept it as it is: npm run accept -- DESK02 2026-11-27 --reason TEXT$/);
  expect(words).not.toContain('`');
});
