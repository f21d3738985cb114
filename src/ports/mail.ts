import type {
  AlertNotice,
  CorrectionReport,
  FailedNotice,
  LateNotice,
  ReviewNotice,
  SuccessNotice,
  TestNotice,
} from '../domain/report/notices.ts';
import type { MorningReport } from '../domain/report/report.ts';

export interface MailAttachment {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
  /** Set for a picture shown inside the HTML as `cid:<contentId>`. */
  readonly contentId?: string;
}

/** A message without its recipient: what subject, text and HTML say. */
export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly MailAttachment[];
}

/** Turns a report into words and pictures; the same report always gives the same bytes. */
export interface MailRenderer {
  morning(report: MorningReport): Promise<RenderedMail>;
  late(notice: LateNotice): Promise<RenderedMail>;
  failed(notice: FailedNotice): Promise<RenderedMail>;
  correction(correction: CorrectionReport): Promise<RenderedMail>;
  alert(notice: AlertNotice): Promise<RenderedMail>;
  success(notice: SuccessNotice): Promise<RenderedMail>;
  review(notice: ReviewNotice): Promise<RenderedMail>;
  test(notice: TestNotice): Promise<RenderedMail>;
}

/** What makes a message one particular message to one particular person. */
export interface MailAddressing {
  readonly recipient: string;
  /** The session and kind that, with the recipient, fix the Message-ID. */
  readonly sessionDate: string;
  readonly kind: 'morning' | 'correction' | 'late' | 'failed' | 'alert' | 'success' | 'test' | 'review';
  /** Tells apart messages of one session, kind and recipient: the number of a correction or alert; whole, 0 or more. */
  readonly sequence?: number;
  /** The Message-ID that a correction answers, `<…@…>`; the morning's for the same recipient if not given. */
  readonly inReplyTo?: string;
  /** Taken from the clock once, so that a resend carries the same bytes. */
  readonly date: Date;
}

/** The finished message, byte for byte as it will be handed to the mail server. */
export interface SealedMail {
  readonly recipient: string;
  readonly messageId: string;
  readonly bytes: Buffer;
}

export interface MailSealer {
  seal(mail: RenderedMail, addressing: MailAddressing): Promise<SealedMail>;
}

/**
 * How handing over one message ended: accepted by the server · refused (permanent: 5xx, do not try again;
 * otherwise 4xx, try later) · unreachable before the message was offered · ambiguous: the connection was lost
 * after the last byte, so the server may or may not have it.
 */
export type HandOver =
  | { readonly outcome: 'accepted'; readonly response: string }
  | { readonly outcome: 'refused'; readonly permanent: boolean; readonly response: string }
  | { readonly outcome: 'unreachable'; readonly response: string }
  | { readonly outcome: 'ambiguous'; readonly response: string };

/** Where a dry run leaves its mail for a person to open. */
export interface OutboxFiles {
  write(sessionDate: string, mail: RenderedMail, sealed: SealedMail): Promise<MailFiles>;
}

/** Paths relative to the working directory. */
export interface MailFiles {
  readonly html: string;
  readonly text: string;
  readonly eml: string;
  readonly limits: string;
}

/** Hands a sealed message to the mail server; never throws. */
export interface MailTransport {
  /** Breaks off after so many milliseconds, however far it is; where left out, after as many as the adapter gives any. */
  send(mail: SealedMail, patienceMs?: number): Promise<HandOver>;
}
