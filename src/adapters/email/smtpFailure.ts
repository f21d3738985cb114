import { createRedactor } from '../../config/secrets.ts';
import { cleanLine } from '../../domain/text/outsideText.ts';
import type { SendResult } from '../../ports/mail.ts';

/** An error of nodemailer's SMTP connection. */
export interface SmtpFailure extends Error {
  readonly code?: string | undefined;
  readonly command?: string | undefined;
  readonly response?: string | undefined;
  readonly responseCode?: number | undefined;
}

/**
 * How much of the message the connection has taken: nothing, a part, or all of it, so the final dot may be
 * sent.
 */
export type Progress = 'before' | 'during' | 'after';

const LONGEST_RESPONSE = 300;

/**
 * The outcome of a send that failed (RFC 5321 §4.2.1, §6.1; RFC 1047). After the final dot, only the server's
 * answer to it is a refusal; every other failure is ambiguous, because the server may have accepted the
 * message. Before the final dot it cannot have accepted it: an answer to login, sender, recipient or DATA is
 * a refusal, and any other failure means that the server is unreachable.
 * @param secrets texts that the response must not contain.
 */
export function failureOutcome(
  failure: SmtpFailure,
  progress: Progress,
  secrets: readonly string[],
): SendResult {
  const response = failureText(failure, secrets);
  const status = failure.responseCode ?? 0;
  const answered = status >= 400 && status < 600;
  if (progress === 'after') {
    return answered && failure.command === 'DATA'
      ? { outcome: 'refused', permanent: isPermanent(status), response }
      : { outcome: 'ambiguous', response };
  }
  return answered && answersMessage(failure)
    ? { outcome: 'refused', permanent: isPermanent(status), response }
    : { outcome: 'unreachable', response };
}

/**
 * A server's response on one line of at most 300 characters, without the secrets in plain or encoded form.
 */
export function redactResponse(text: string, secrets: readonly string[]): string {
  return cleanLine(createRedactor(secrets, '***')(text)).slice(0, LONGEST_RESPONSE);
}

/** 503 reports an error of the session, not of the message: a new connection may accept the message. */
function isPermanent(status: number): boolean {
  return status >= 500 && status !== 503;
}

function answersMessage({ command, code }: SmtpFailure): boolean {
  return code === 'EAUTH' || ['MAIL FROM', 'RCPT TO', 'DATA'].includes(command ?? '');
}

function failureText(failure: SmtpFailure, secrets: readonly string[]): string {
  const words = failure.response ?? failure.message;
  return redactResponse([failure.code, failure.command, words].filter(Boolean).join(' · '), secrets);
}
