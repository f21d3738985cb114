import nodemailer from 'nodemailer';
import type { MailConfig } from '../../config.ts';

/** Connects, secures the line and logs in as a mail would, and sends nothing. Rejects with the server's own words. */
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
  } finally {
    transport.close();
  }
}
