import { cleanLine } from '../domain/text/outsideText.ts';
import { ConfigurationError, MailError } from './errors.ts';

/** A sender: what the reader sees, and the bare address that the server does. */
export interface Sender {
  readonly name: string;
  readonly address: string;
  readonly domain: string;
}

const LONGEST = 254;
/** An address and a name before it; a longer one is a mistake or an attack on a header. */
const LONGEST_NAMED = 400;
const ADDRESS = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/;

/**
 * Reads `Daybreak <risk@desk.example>` or a bare address.
 * @throws ConfigurationError when there is no plain address in it.
 */
export function parseSender(from: string): Sender {
  const named = /^\s*(.*?)\s*<([^<>]*)>\s*$/.exec(from);
  const address = named?.[2] ?? from.trim();
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
 * The address of a recipient, given bare or as `Name <address>`: one, and nothing that could become a second one
 * or a header.
 * @throws MailError otherwise; what was given is shown without its line breaks.
 */
export function recipientAddress(recipient: string): string {
  const address = bareAddress(recipient);
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

/** Whether the text is one address that a mail may go to, bare or as `Name <address>`. */
export function isRecipient(text: string): boolean {
  return isPlainAddress(bareAddress(text));
}

function bareAddress(recipient: string): string {
  if (recipient.length > LONGEST_NAMED) return recipient;
  return /^[^<>\p{Cc}\p{Zl}\p{Zp}]*<([^<>]*)>$/u.exec(recipient)?.[1] ?? recipient;
}

function isPlainAddress(text: string): boolean {
  return text.length <= LONGEST && ADDRESS.test(text) && !text.includes('..');
}
