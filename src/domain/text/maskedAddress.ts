import { mailboxOf } from './mailbox.ts';

/** Characters that an address in running text does not have. */
const ADDRESS = /[^\s<>"'(),;:[\]]+@[^\s<>"'(),;:[\]]+/gu;

/** A name this long keeps its last character, so that two recipients of a domain look different. */
const LONG_NAME = 4;

/**
 * A recipient as the desk page shows it: enough to recognise, not enough to write to.
 *
 * Example: `Ann <ann.lee@desk.example>` becomes `a…e@desk.example`, `bob@desk.example` becomes
 * `b…@desk.example`.
 */
export function maskedAddress(recipient: string): string {
  const mailbox = mailboxOf(recipient);
  const at = mailbox.lastIndexOf('@');
  if (at < 1) return '…';
  const name = [...mailbox.slice(0, at)];
  const last = name.length >= LONG_NAME ? name.at(-1) : '';
  return `${name[0]}…${last}${mailbox.slice(at)}`;
}

/** A text, such as the answer of a mail server, with every address in it masked. */
export function withMaskedAddresses(text: string): string {
  return text.replace(ADDRESS, maskedAddress);
}
