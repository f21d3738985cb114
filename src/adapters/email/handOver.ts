import { createRedactor } from '../../config/secrets.ts';
import { cleanLine } from '../../domain/text/outsideText.ts';
import type { HandOver } from '../../ports/mail.ts';

/** What nodemailer's connection says of a failure. */
export interface SmtpFailure extends Error {
  readonly code?: string | undefined;
  readonly command?: string | undefined;
  readonly response?: string | undefined;
  readonly responseCode?: number | undefined;
}

/** How far the message had come: none of it offered, some of it, or all of it with the final dot. */
export type Progress = 'before' | 'during' | 'after';

const LONGEST_RESPONSE = 300;

/**
 * What a failure means for the message (RFC 5321 §4.2.1, §6.1; RFC 1047). Once the final dot may have left, only
 * the server's own answer to it counts as a refusal; every other end is ambiguous. Before that, the message
 * cannot have been taken: an answer to login, sender, recipient or DATA is a refusal, all else is unreachable.
 */
export function handOverOf(failure: SmtpFailure, progress: Progress, secrets: readonly string[]): HandOver {
  const response = shownResponse(failure, secrets);
  const status = failure.responseCode ?? 0;
  const answered = status >= 400 && status < 600;
  if (progress === 'after') {
    return answered && failure.command === 'DATA'
      ? { outcome: 'refused', permanent: isPermanent(status), response }
      : { outcome: 'ambiguous', response };
  }
  return answered && concernsMessage(failure)
    ? { outcome: 'refused', permanent: isPermanent(status), response }
    : { outcome: 'unreachable', response };
}

/** A server's words on one line, without any secret, however it was sent. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return cleanLine(createRedactor(secrets, '***')(text)).slice(0, LONGEST_RESPONSE);
}

/** 503 says that the session went wrong, not that the message is unwelcome: a new connection may take it. */
function isPermanent(status: number): boolean {
  return status >= 500 && status !== 503;
}

function concernsMessage({ command, code }: SmtpFailure): boolean {
  return code === 'EAUTH' || ['MAIL FROM', 'RCPT TO', 'DATA'].includes(command ?? '');
}

function shownResponse(failure: SmtpFailure, secrets: readonly string[]): string {
  const words = failure.response ?? failure.message;
  return withoutSecrets([failure.code, failure.command, words].filter(Boolean).join(' · '), secrets);
}
