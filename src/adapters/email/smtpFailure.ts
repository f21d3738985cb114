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
 * message. Before the final dot it cannot have accepted it: any answer of 400 or more is a refusal, also one
 * to the connection, EHLO or STARTTLS, and so is a message above the server's SIZE (RFC 1870). Any other
 * failure means that the server is unreachable. From 500 on a refusal is permanent.
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
  const refused = { outcome: 'refused' as const, permanent: status >= 500, response };
  if (progress === 'after')
    return answered && failure.command === 'DATA' ? refused : { outcome: 'ambiguous', response };
  if (answered) return refused;
  return isTooLarge(failure) || isUnusableAddress(failure)
    ? { ...refused, permanent: true }
    : { outcome: 'unreachable', response };
}

/** Whether the server refused user and password. A code of 4xx asks to try again later. */
export function isLoginRefusal({ code, responseCode = 0 }: SmtpFailure): boolean {
  return code === 'EAUTH' && responseCode >= 500 && responseCode < 600;
}

/** The library compares the size with that of EHLO, and sends nothing. */
function isTooLarge({ code, command }: SmtpFailure): boolean {
  return code === 'EMESSAGE' && command === 'MAIL FROM';
}

/** The library does not send an envelope that could hold a second command. */
function isUnusableAddress({ code, command }: SmtpFailure): boolean {
  return code === 'EENVELOPE' && command === 'API';
}

/**
 * A server's response on one line of at most 300 characters, without the secrets in plain or encoded form.
 */
export function redactResponse(text: string, secrets: readonly string[]): string {
  return cleanLine(createRedactor(secrets, '***')(text)).slice(0, LONGEST_RESPONSE);
}

function failureText(failure: SmtpFailure, secrets: readonly string[]): string {
  const words = failure.response ?? failure.message;
  return redactResponse([failure.code, failure.command, words].filter(Boolean).join(' · '), secrets);
}
