import { expect, it } from 'vitest';
import {
  handOverOf,
  type Progress,
  type SmtpFailure,
  withoutSecrets,
} from '../../../src/adapters/email/handOver.ts';

function failure(override: Partial<SmtpFailure>): SmtpFailure {
  return Object.assign(new Error('lost'), override);
}

it.each<[string, Partial<SmtpFailure>, Progress, string, boolean | undefined]>([
  [
    'half a refusal before the line went dead',
    { code: 'ECONNECTION', command: 'CONN', responseCode: 550 },
    'after',
    'ambiguous',
    undefined,
  ],
  [
    'an answer that nobody asked for',
    { code: 'EPROTOCOL', command: 'CONN', responseCode: 451 },
    'after',
    'ambiguous',
    undefined,
  ],
  ['a 354 to the final dot', { command: 'DATA', responseCode: 354 }, 'after', 'ambiguous', undefined],
  ['a refusal of the message', { command: 'DATA', responseCode: 550 }, 'after', 'refused', true],
  [
    'a refusal half-way through',
    { code: 'EMESSAGE', command: 'DATA', responseCode: 452 },
    'during',
    'refused',
    false,
  ],
  ['a loss half-way through', { code: 'ECONNECTION', command: 'CONN' }, 'during', 'unreachable', undefined],
  [
    'a refused login',
    { code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 454 },
    'before',
    'refused',
    false,
  ],
  [
    'a refused EHLO',
    { code: 'EPROTOCOL', command: 'EHLO', responseCode: 550 },
    'before',
    'unreachable',
    undefined,
  ],
])('%s', (_name, what, progress, outcome, permanent) => {
  expect(handOverOf(failure(what), progress, [])).toEqual({
    outcome,
    ...(permanent === undefined ? {} : { permanent }),
    response: expect.stringContaining('lost'),
  });
});

it('shows an answer on one line of bounded length, with every form of a secret struck out', () => {
  const encoded = Buffer.from('hunter-two').toString('base64');
  expect(withoutSecrets(`550 no\r\nhunter-two ${encoded}`, ['hunter-two'])).toBe('550 no *** ***');
  expect(withoutSecrets('x'.repeat(900), [''])).toHaveLength(300);
});
