import type { AnswerUrls } from '../domain/report/answerUrls.ts';
import type {
  AlertNotice,
  CorrectionReport,
  FailedNotice,
  LateNotice,
  ReminderNotice,
  ReviewNotice,
  SuccessNotice,
  TestNotice,
} from '../domain/report/notices.ts';
import type { MorningReport } from '../domain/report/report.ts';

export interface MailAttachment {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
  /** For a picture that the HTML shows as `cid:<contentId>`. */
  readonly contentId?: string;
}

/** A message without its recipient: subject, text and HTML. */
export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly MailAttachment[];
}

/**
 * Turns a report into text and pictures. The same report always gives the same bytes. With links, the mail is
 * for the one recipient whose answers they record.
 */
export interface MailRenderer {
  morning(report: MorningReport, links?: AnswerUrls | null): Promise<RenderedMail>;
  late(notice: LateNotice): Promise<RenderedMail>;
  failed(notice: FailedNotice): Promise<RenderedMail>;
  correction(correction: CorrectionReport, links?: AnswerUrls | null): Promise<RenderedMail>;
  reminder(notice: ReminderNotice, links?: AnswerUrls | null): Promise<RenderedMail>;
  alert(notice: AlertNotice): Promise<RenderedMail>;
  success(notice: SuccessNotice): Promise<RenderedMail>;
  review(notice: ReviewNotice): Promise<RenderedMail>;
  test(notice: TestNotice): Promise<RenderedMail>;
}

/** Identifies one message to one recipient. */
export interface MailAddressing {
  readonly recipient: string;
  /** Session, kind and recipient determine the Message-ID. */
  readonly sessionDate: string;
  readonly kind:
    | 'morning'
    | 'correction'
    | 'reminder'
    | 'late'
    | 'failed'
    | 'alert'
    | 'success'
    | 'test'
    | 'review';
  /** The number of a correction: several may have the same session and recipient. Whole, 0 or more. */
  readonly sequence?: number;
  /** The error code of an alert. A session has one alert for each code. */
  readonly code?: string | null;
  /**
   * The Message-ID that a correction replies to, `<…@…>`. Undefined: that of the morning mail to the same
   * recipient.
   */
  readonly inReplyTo?: string;
  /** Read from the clock once, so that a second attempt sends the same bytes. */
  readonly date: Date;
}

/** The finished message, exactly the bytes that are sent to the mail server. */
export interface SealedMail {
  readonly recipient: string;
  readonly messageId: string;
  readonly bytes: Buffer;
}

/** Makes the finished message for one recipient. */
export interface MailSealer {
  seal(mail: RenderedMail, addressing: MailAddressing): Promise<SealedMail>;
}

/**
 * Result of sending one message to the mail server.
 * accepted: the server took it.
 * refused: permanent after a 5xx reply, do not try again; otherwise after a 4xx reply, try later.
 * unreachable: no connection before the message was transmitted.
 * ambiguous: the connection was lost after the last byte, so the server may or may not have the message.
 */
export type SendResult =
  | { readonly outcome: 'accepted'; readonly response: string }
  | { readonly outcome: 'refused'; readonly permanent: boolean; readonly response: string }
  | { readonly outcome: 'unreachable'; readonly response: string }
  | { readonly outcome: 'ambiguous'; readonly response: string };

/** Writes the mail of a dry run to files that the operator can open. */
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

/** Remembers, past a restart, which mails were sent while the store could not record them. Never throws. */
export interface UnrecordedMails {
  has(messageId: string): boolean;
  add(messageId: string): void;
}

/** Sends a finished message to the mail server; never throws. */
export interface MailTransport {
  /**
   * Stops after `timeoutMs` milliseconds, whatever the progress. Undefined: the timeouts of the adapter.
   * @param mayEnd asked before the last byte of the message is sent. Where it returns false or throws, the
   *   connection is closed without that byte, and the server has no mail: `unreachable`.
   */
  send(mail: SealedMail, timeoutMs?: number, mayEnd?: () => Promise<boolean>): Promise<SendResult>;
}
