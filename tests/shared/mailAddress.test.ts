import { describe, expect, it } from 'vitest';
import { mailboxOf, uniqueRecipients } from '../../src/domain/text/mailbox.ts';
import { isRecipient, recipientAddress } from '../../src/shared/mailAddress.ts';

describe('the recipients of a list', () => {
  it.each([
    [['ann@desk.example', 'ann@DESK.example'], ['ann@desk.example']],
    [['ann@Desk.Example.', 'ann@desk.example'], ['ann@desk.example']],
    [[' ann@desk.example ', 'ann@desk.example'], ['ann@desk.example']],
    [['Ann <ann@DESK.example>', 'ann@desk.example'], ['Ann <ann@desk.example>']],
    [['Ann < ann@desk.example. >', 'ann@desk.example'], ['Ann <ann@desk.example>']],
    // The part before the @ may have case: two mails are better than none.
    [
      ['Ann@desk.example', 'ann@desk.example'],
      ['Ann@desk.example', 'ann@desk.example'],
    ],
    [
      ['ann@desk.example', 'bob@desk.example', 'ann@desk.example'],
      ['ann@desk.example', 'bob@desk.example'],
    ],
  ])('%j are %j', (written, unique) => {
    expect(uniqueRecipients(written)).toEqual(unique);
    for (const each of written) expect(isRecipient(each)).toBe(true);
  });

  it('have one mailbox, and one address for the mail server', () => {
    for (const each of ['ann@desk.example', 'Ann <ann@DESK.example.>', ' ann@Desk.example. '])
      expect([mailboxOf(each), recipientAddress(each)]).toEqual(['ann@desk.example', 'ann@desk.example']);
  });

  it.each(['ann@desk.example..', 'ann@.', 'ann@', 'a b@desk.example', 'ann@desk .example'])(
    'are refused where one is %j',
    (address) => expect(isRecipient(address)).toBe(false),
  );
});
