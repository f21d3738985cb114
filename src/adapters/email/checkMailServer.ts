import nodemailer from 'nodemailer';
import type { MailConfig } from '../../config/config.ts';
import { redactResponse } from './smtpFailure.ts';

/**
 * Connects, starts TLS and logs in as a send does, without sending. @throws Error with the server's response.
 */
export async function checkMailServer({ host, port, security, user, password }: MailConfig): Promise<void> {
  const transport = nodemailer.createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2' },
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 10_000,
    ...(user && password ? { auth: { user, pass: password } } : {}),
  });
  try {
    await transport.verify();
  } catch (cause) {
    // The library's error is not attached as the cause: it quotes the server, which may repeat the login.
    throw new Error(redactResponse(cause instanceof Error ? cause.message : String(cause), [password ?? '']));
  } finally {
    transport.close();
  }
}
