import { createSmtpTransport, type SmtpTransportOptions } from '../adapters/email/smtpTransport.ts';
import type { MailTransport } from '../ports/mail.ts';

/**
 * Returns the transport to the configured mail server. `send` stops a message that is not accepted within its
 * time limit: no mail may be sent after its deadline.
 * @throws ConfigurationError if the settings cannot send any message.
 */
export function createMailTransport(options: SmtpTransportOptions): MailTransport {
  const withDefaultTimeouts = createSmtpTransport(options);
  return {
    send: (mail, timeoutMs) => {
      if (timeoutMs === undefined) return withDefaultTimeouts.send(mail);
      const timeouts = { ...options.timeouts, total: timeoutMs };
      return createSmtpTransport({ ...options, timeouts }).send(mail);
    },
  };
}
