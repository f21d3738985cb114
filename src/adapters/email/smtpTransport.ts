import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { MailTransport, SealedMail, SendResult } from '../../ports/mail.ts';
import { ConfigurationError, MailError } from '../../shared/errors.ts';
import { isLoopback } from '../../shared/loopback.ts';
import { parseSender, recipientAddress, type Sender } from '../../shared/mailAddress.ts';
import type { LoginGuard, MailLogin } from './loginGuard.ts';
import { SmtpAttempt } from './smtpAttempt.ts';
import { redactResponse } from './smtpFailure.ts';

/** How the connection to the server is encrypted; `none` is allowed only for a server on this machine. */
export type SmtpSecurity = 'starttls' | 'tls' | 'none';

export interface SmtpTransportOptions {
  readonly host: string;
  readonly port: number;
  readonly security: SmtpSecurity;
  /** Sender of the envelope, the same as From of the message. */
  readonly from: string;
  /** Null or empty for a server without login. */
  readonly user?: string | null;
  readonly password?: string | null;
  /** Name that EHLO gives to the server (RFC 5321 §4.1.1.1); undefined: the domain of `from`. */
  readonly ehloName?: string;
  /** Keeps a refused login from being repeated; undefined: each message tries the login. */
  readonly loginGuard?: LoginGuard;
  /** Another certificate authority or server name. The certificate is always verified. */
  readonly tls?: { readonly ca?: string; readonly servername?: string };
  readonly timeouts?: Partial<SmtpTimeouts>;
}

/** Timeouts of one attempt, in milliseconds. */
export interface SmtpTimeouts {
  readonly connect: number;
  readonly greeting: number;
  /**
   * Longest silence of the server. RFC 5321 asks for ten minutes after the final dot; the morning cannot wait
   * so long.
   */
  readonly silence: number;
  /** The whole attempt. */
  readonly total: number;
}

const TIMEOUTS: SmtpTimeouts = { connect: 20_000, greeting: 20_000, silence: 120_000, total: 240_000 };

/**
 * Sends each message on its own connection, so that a refusal of one recipient does not affect the others.
 * `send` never throws, and its response never contains the password.
 * @throws ConfigurationError for security `none` on another machine, or for a user without password or the
 *   reverse.
 */
export function createSmtpTransport(options: SmtpTransportOptions): MailTransport {
  requireUsable(options);
  const sender = parseSender(options.from);
  return { send: (mail, _timeoutMs, mayEnd) => sendOnce(options, sender, mail, mayEnd) };
}

async function sendOnce(
  options: SmtpTransportOptions,
  sender: Sender,
  mail: SealedMail,
  mayEnd?: () => Promise<boolean>,
): Promise<SendResult> {
  const { user, password, host, port, loginGuard } = options;
  const login: MailLogin | null = user && password ? { host, port, user, password } : null;
  const earlier = login === null ? null : (loginGuard?.refusal(login) ?? null);
  if (earlier !== null) return { outcome: 'refused', permanent: true, response: earlier };
  try {
    const attempt = new SmtpAttempt({
      connection: connectionOptions(options, sender),
      login,
      from: sender.address,
      to: recipientAddress(mail.recipient),
      bytes: mail.bytes,
      timeoutMs: options.timeouts?.total ?? TIMEOUTS.total,
      mayEnd,
    });
    const result = await attempt.run();
    if (login !== null && attempt.loginAnswer === 'refused') loginGuard?.refused(login, result.response);
    if (attempt.loginAnswer === 'accepted') loginGuard?.accepted();
    return result;
  } catch (error) {
    const response = redactResponse(error instanceof Error ? error.message : String(error), [password ?? '']);
    return error instanceof MailError
      ? { outcome: 'refused', permanent: true, response }
      : { outcome: 'unreachable', response };
  }
}

function connectionOptions(options: SmtpTransportOptions, { domain }: Sender): SMTPConnectionOptions {
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  return {
    host: options.host,
    port: options.port,
    name: options.ehloName ?? domain,
    secure: options.security === 'tls',
    requireTLS: options.security === 'starttls',
    ignoreTLS: options.security === 'none',
    tls: { ...options.tls, rejectUnauthorized: true, minVersion: 'TLSv1.2' },
    connectionTimeout: timeouts.connect,
    greetingTimeout: timeouts.greeting,
    socketTimeout: timeouts.silence,
    dnsTimeout: timeouts.connect,
  };
}

function requireUsable({ security, host, user, password }: SmtpTransportOptions): void {
  if (security === 'none' && !isLoopback(host)) {
    throw new ConfigurationError(
      'smtp_security',
      'SMTP_SECURITY · found none · expected starttls or tls for another machine',
      {
        hint: 'Set SMTP_SECURITY=starttls (port 587) or tls (port 465); none is for a server on this machine.',
      },
    );
  }
  if (Boolean(user) !== Boolean(password)) {
    throw new ConfigurationError(
      'smtp_login',
      'mail login · found only a user or only a password · expected both or neither',
      {
        hint: 'Set EMAIL_PASSWORD together with the user, or neither for a server without login.',
      },
    );
  }
}
