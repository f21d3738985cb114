import { createSmtpTransport, type SmtpTransportOptions } from '../adapters/email/smtpTransport.ts';
import type { MailTransport } from '../ports/mail.ts';

/**
 * The configured mail server, with only as much time for a message as its deadline leaves: one that is still on its way
 * then is broken off, for nothing goes out late.
 * @throws ConfigurationError on settings that no message could be sent with.
 */
export function createMailTransport(options: SmtpTransportOptions): MailTransport {
  const unhurried = createSmtpTransport(options);
  return {
    send: (mail, patienceMs) => {
      if (patienceMs === undefined) return unhurried.send(mail);
      const timeouts = { ...options.timeouts, total: patienceMs };
      return createSmtpTransport({ ...options, timeouts }).send(mail);
    },
  };
}
