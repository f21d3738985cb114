/** Characters of `Name <address>`. A longer text is a mistake or an attack on a mail header. */
const LONGEST_NAMED = 400;

/**
 * The recipients, each mailbox once: the first of several that differ in their names, in the case of the
 * domain, or in its trailing dot. Domains have no case, and the dot only marks them as complete (RFC 1034
 * §3.1); the part before the @ may have case (RFC 5321 §2.4), so it is kept. Example: `ann@desk.example` and
 * `Ann <ann@DESK.example.>` are one.
 */
export function uniqueRecipients(recipients: readonly string[]): string[] {
  const byMailbox = new Map<string, string>();
  for (const recipient of recipients) {
    const plain = withPlainDomain(recipient);
    const mailbox = mailboxOf(plain);
    if (!byMailbox.has(mailbox)) byMailbox.set(mailbox, plain);
  }
  return [...byMailbox.values()];
}

/** The mailbox of a recipient, equal for all ways to write it. */
export function mailboxOf(recipient: string): string {
  return bareAddress(withPlainDomain(recipient));
}

/** The recipient with the domain in lower case and without its trailing dot. */
export function withPlainDomain(recipient: string): string {
  return recipient
    .trim()
    .replace(
      /@([^@<>\s]*?)\.?(\s*>?)$/,
      (_, domain: string, end: string) => `@${domain.toLowerCase()}${end.trim()}`,
    )
    .replace(/<\s+/, '<');
}

function bareAddress(recipient: string): string {
  if (recipient.length > LONGEST_NAMED) return recipient;
  return /^[^<>\p{Cc}\p{Zl}\p{Zp}]*<([^<>]*)>$/u.exec(recipient)?.[1] ?? recipient;
}
