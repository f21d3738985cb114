import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { HandOver, MailTransport, SealedMail } from '../../ports/mail.ts';
import { ConfigurationError, MailError } from '../../shared/errors.ts';
import { isLoopback } from '../../shared/loopback.ts';
import { parseSender, recipientAddress } from '../../shared/mailAddress.ts';
import { withoutSecrets } from './handOver.ts';
import { SmtpAttempt } from './smtpAttempt.ts';

/** How the way to the server is protected; `none` is for a server on this machine only. */
export type SmtpSecurity = 'starttls' | 'tls' | 'none';

export interface SmtpTransportOptions {
  readonly host: string;
  readonly port: number;
  readonly security: SmtpSecurity;
  /** The envelope's sender; the same as the message's From. */
  readonly from: string;
  /** Null or empty: no login. */
  readonly user?: string | null;
  readonly password?: string | null;
  /** What else to trust, or to expect in the certificate; verification itself cannot be switched off. */
  readonly tls?: { readonly ca?: string; readonly servername?: string };
  readonly timeouts?: Partial<SmtpTimeouts>;
}

/** Milliseconds. */
export interface SmtpTimeouts {
  readonly connect: number;
  readonly greeting: number;
  /** Silence, at any point; after the final dot RFC 5321 asks for ten minutes, a morning cannot spare them. */
  readonly silence: number;
  /** One hand-over from beginning to end. */
  readonly altogether: number;
}

const TIMEOUTS: SmtpTimeouts = { connect: 20_000, greeting: 20_000, silence: 120_000, altogether: 240_000 };

/**
 * Hands each message over on a connection of its own, so that one recipient's refusal touches no other. `send`
 * never throws and never lets a password out.
 * @throws ConfigurationError when `none` is asked for on another machine, or a login is half given.
 */
export function createSmtpTransport(options: SmtpTransportOptions): MailTransport {
  assertUsable(options);
  const from = parseSender(options.from).address;
  return { send: (mail) => handOver(options, from, mail) };
}

async function handOver(options: SmtpTransportOptions, from: string, mail: SealedMail): Promise<HandOver> {
  const { user, password } = options;
  try {
    const attempt = new SmtpAttempt({
      connection: connectionOptions(options),
      login: user && password ? { user, password } : null,
      from,
      to: recipientAddress(mail.recipient),
      bytes: mail.bytes,
      patience: options.timeouts?.altogether ?? TIMEOUTS.altogether,
    });
    return await attempt.outcome();
  } catch (error) {
    const response = withoutSecrets(error instanceof Error ? error.message : String(error), [password ?? '']);
    return error instanceof MailError
      ? { outcome: 'refused', permanent: true, response }
      : { outcome: 'unreachable', response };
  }
}

function connectionOptions(options: SmtpTransportOptions): SMTPConnectionOptions {
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  return {
    host: options.host,
    port: options.port,
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

function assertUsable({ security, host, user, password }: SmtpTransportOptions): void {
  if (security === 'none' && !isLoopback(host)) {
    throw new ConfigurationError(
      'smtp_security',
      'SMTP_SECURITY · none · expected starttls or tls for another machine',
      {
        hint: 'Set SMTP_SECURITY=starttls (port 587) or tls (port 465); none is for a server on this machine.',
      },
    );
  }
  if (Boolean(user) !== Boolean(password)) {
    throw new ConfigurationError(
      'smtp_login',
      'mail login · user or password alone · expected both or neither',
      {
        hint: 'Set EMAIL_PASSWORD beside EMAIL_FROM, or neither for a server without login.',
      },
    );
  }
}
