import nodemailer from 'nodemailer';
import type { MailConfig } from '../../config/config.ts';
import type { LoginGuard } from './loginGuard.ts';
import { isLoginRefusal, redactResponse, type SmtpFailure } from './smtpFailure.ts';

/**
 * Connects, starts TLS and logs in as a send does, without sending. Records whether the login was accepted.
 * @throws Error with the server's response.
 */
export async function checkMailServer(
  { host, port, security, user, password, ehloName }: MailConfig,
  loginGuard: LoginGuard,
): Promise<void> {
  const transport = nodemailer.createTransport({
    host,
    port,
    name: ehloName,
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
    loginGuard.accepted();
  } catch (cause) {
    // The library's error is not attached as the cause: it quotes the server, which may repeat the login.
    const response = redactResponse(cause instanceof Error ? cause.message : String(cause), [password ?? '']);
    if (user && password && isFailure(cause) && isLoginRefusal(cause))
      loginGuard.refused({ host, port, user, password }, response);
    throw new Error(response);
  } finally {
    transport.close();
  }
}

function isFailure(error: unknown): error is SmtpFailure {
  return error instanceof Error;
}
