/** What a mail program shows of a message. */
export interface MailContent {
  readonly subject: string;
  /** With its pictures as data URLs; null: no HTML part. */
  readonly html: string | null;
  readonly text: string;
  readonly attachments: readonly { readonly name: string; readonly bytes: number }[];
}

/** Reads the bytes of a message (RFC 5322, MIME). */
export async function readMailContent(bytes: Buffer): Promise<MailContent> {
  // Imported with the first mail that someone looks at: it takes 15 MB of the web server.
  const { simpleParser } = await import('mailparser');
  const { subject, html, text, attachments } = await simpleParser(bytes, {
    skipTextToHtml: true,
    skipImageLinks: false,
  });
  return {
    subject: subject ?? '',
    html: typeof html === 'string' ? html : null,
    text: text ?? '',
    // Pictures of the HTML part are shown in it.
    attachments: attachments
      .filter(({ related }) => !related)
      .map(({ filename, size }) => ({ name: filename ?? 'without a name', bytes: size })),
  };
}
