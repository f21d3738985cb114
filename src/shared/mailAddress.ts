import { mailboxOf, withPlainDomain } from '../domain/text/mailbox.ts';
import { cleanLine } from '../domain/text/outsideText.ts';
import { ConfigurationError, MailError } from './errors.ts';

export { uniqueRecipients } from '../domain/text/mailbox.ts';

/** A sender: the name that mail programs show, the bare address, and the domain of the address. */
export interface Sender {
  readonly name: string;
  readonly address: string;
  readonly domain: string;
}

/** Characters of a bare address (RFC 5321 §4.5.3.1.3, less the angle brackets). */
const LONGEST = 254;
const ADDRESS = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/;

/**
 * Reads `Daybreak <risk@desk.example>` or a bare address.
 * @throws ConfigurationError when it contains no plain address.
 */
export function parseSender(from: string): Sender {
  const named = /^\s*(.*?)\s*<([^<>]*)>\s*$/.exec(from);
  const address = withPlainDomain(named?.[2] ?? from);
  if (!isPlainAddress(address) || !isRecipient(from.trim())) {
    throw new ConfigurationError(
      'bad_sender',
      'EMAIL_FROM · not an address · expected name@domain, in <> after a name',
      {
        hint: 'Set EMAIL_FROM to one address, such as Daybreak <risk@desk.example>.',
      },
    );
  }
  const name = cleanLine(named?.[1] ?? '').replace(/^"(.*)"$/, '$1');
  return { name, address, domain: address.slice(address.lastIndexOf('@') + 1) };
}

/**
 * Returns the address of a recipient, who is given as a bare address or as `Name <address>`. Rejects a text
 * that a mail server could read as a second address or as a header.
 * @throws MailError when the text is not exactly one plain address; the message shows the text without its
 *   line breaks.
 */
export function recipientAddress(recipient: string): string {
  const address = mailboxOf(recipient);
  if (isPlainAddress(address)) return address;
  const shown = cleanLine(recipient).slice(0, 80);
  throw new MailError(
    'recipient_invalid',
    `recipient · "${shown}" · expected one plain address, name@domain`,
    {
      hint: 'Correct EMAIL_RECIPIENTS, or the address given with --to.',
    },
  );
}

/** Returns true if the text is exactly one address, bare or as `Name <address>`. */
export function isRecipient(text: string): boolean {
  return isPlainAddress(mailboxOf(text));
}

function isPlainAddress(text: string): boolean {
  return text.length <= LONGEST && ADDRESS.test(text) && !text.includes('..');
}
