import nodemailer from 'nodemailer';
import type { MailConfig } from '../../config/config.ts';
import { withoutSecrets } from './handOver.ts';

/** Connects, secures the line and logs in as a mail would, and sends nothing. Rejects with the server's words. */
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
    // The library's own error is not kept: it quotes what the server said, and a server may repeat the login.
    throw new Error(withoutSecrets(cause instanceof Error ? cause.message : String(cause), [password ?? '']));
  } finally {
    transport.close();
  }
}
