import type { StoredMail } from './screenRecords.ts';

/** A mail as it was built, for a reader who need not be its recipient: no link in it answers. */
export interface ShownMail {
  readonly mail: StoredMail;
  readonly subject: string;
  /** null: the mail has no HTML part. */
  readonly html: string | null;
  readonly text: string;
  readonly attachments: readonly { readonly name: string; readonly bytes: number }[];
  /** Answer links were taken out of the HTML and the text. */
  readonly hadLinks: boolean;
  /** The bytes as they were sent; null while a link in them answers. */
  readonly file: Buffer | null;
}

export interface ShownMails {
  /** null: there is no such mail. */
  mail(id: number): Promise<ShownMail | null>;
}
