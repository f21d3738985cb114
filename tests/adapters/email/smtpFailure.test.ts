import { expect, it } from 'vitest';
import {
  failureOutcome,
  type Progress,
  redactResponse,
  type SmtpFailure,
} from '../../../src/adapters/email/smtpFailure.ts';

function failure(override: Partial<SmtpFailure>): SmtpFailure {
  return Object.assign(new Error('lost'), override);
}

it.each<[string, Partial<SmtpFailure>, Progress, string, boolean | undefined]>([
  [
    'an incomplete refusal before the connection was lost',
    { code: 'ECONNECTION', command: 'CONN', responseCode: 550 },
    'after',
    'ambiguous',
    undefined,
  ],
  [
    'an unexpected answer',
    { code: 'EPROTOCOL', command: 'CONN', responseCode: 451 },
    'after',
    'ambiguous',
    undefined,
  ],
  ['a 354 to the final dot', { command: 'DATA', responseCode: 354 }, 'after', 'ambiguous', undefined],
  ['a refusal of the message', { command: 'DATA', responseCode: 550 }, 'after', 'refused', true],
  [
    'a refusal in the middle of the message',
    { code: 'EMESSAGE', command: 'DATA', responseCode: 452 },
    'during',
    'refused',
    false,
  ],
  [
    'a lost connection in the middle of the message',
    { code: 'ECONNECTION', command: 'CONN' },
    'during',
    'unreachable',
    undefined,
  ],
  [
    'a refused login',
    { code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 454 },
    'before',
    'refused',
    false,
  ],
  ['a refused EHLO', { code: 'EPROTOCOL', command: 'EHLO', responseCode: 550 }, 'before', 'refused', true],
])('failureOutcome: %s', (_name, what, progress, outcome, permanent) => {
  expect(failureOutcome(failure(what), progress, [])).toEqual({
    outcome,
    ...(permanent === undefined ? {} : { permanent }),
    response: expect.stringContaining('lost'),
  });
});

it('a response is shown on one line of at most 300 characters, without plain or encoded secrets', () => {
  const encoded = Buffer.from('hunter-two').toString('base64');
  expect(redactResponse(`550 no\r\nhunter-two ${encoded}`, ['hunter-two'])).toBe('550 no *** ***');
  expect(redactResponse('x'.repeat(900), [''])).toHaveLength(300);
});
