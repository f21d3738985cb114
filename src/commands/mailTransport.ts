import { join } from 'node:path';
import { createLoginGuard, type LoginGuard } from '../adapters/email/loginGuard.ts';
import { createSmtpTransport, type SmtpTransportOptions } from '../adapters/email/smtpTransport.ts';
import type { MailConfig } from '../config/config.ts';
import type { MailTransport } from '../ports/mail.ts';
import { dataDirectory, type World } from './world.ts';

/** The file next to the database that records a login which the mail server refused. */
const REFUSED_LOGIN_FILE = 'mail-login.json';

/**
 * Returns the guard against repeated refused logins.
 * @param triesAgain true where an operator asks for a new try of a refused login.
 */
export function loginGuardOf({ config, clock }: World, triesAgain = false): LoginGuard {
  return createLoginGuard(join(dataDirectory(config), REFUSED_LOGIN_FILE), () => clock.now(), triesAgain);
}

/** Returns the transport of the settings, which does not repeat a refused login. */
export function configuredTransport(world: World, mail: MailConfig, triesAgain = false): MailTransport {
  return createMailTransport({ ...mail, loginGuard: loginGuardOf(world, triesAgain) });
}

/**
 * Returns the transport to the configured mail server. `send` stops a message that is not accepted within its
 * time limit: no mail may be sent after its deadline.
 * @throws ConfigurationError if the settings cannot send any message.
 */
export function createMailTransport(options: SmtpTransportOptions): MailTransport {
  const withDefaultTimeouts = createSmtpTransport(options);
  return {
    send: (mail, timeoutMs, mayEnd) => {
      if (timeoutMs === undefined) return withDefaultTimeouts.send(mail, undefined, mayEnd);
      const timeouts = { ...options.timeouts, total: timeoutMs };
      return createSmtpTransport({ ...options, timeouts }).send(mail, undefined, mayEnd);
    },
  };
}
