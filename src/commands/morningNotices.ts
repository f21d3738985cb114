import { createMailRenderer } from '../adapters/email/mailRenderer.ts';
import { createMailSealer } from '../adapters/email/mailSealer.ts';
import { createHeartbeat } from '../adapters/monitoring/heartbeat.ts';
import { LAST_LINES, rememberLines } from '../adapters/terminal/lastLines.ts';
import { createLog } from '../adapters/terminal/log.ts';
import type { MailConfig } from '../config/config.ts';
import { configuredSecrets } from '../config/secretFiles.ts';
import { newMemory, type Telling } from '../pipeline/daemon/watching.ts';
import { createMailTransport } from './mailTransport.ts';
import { problemOf } from './problemOf.ts';
import type { World } from './world.ts';

/** The world of a one-shot morning, whose log lines an operator's mail can quote, and what tells people of its end. */
export function morningTelling(
  given: World,
  mail: MailConfig,
  who: { readonly owner: string; readonly recipients: readonly string[] },
): { readonly world: World; readonly telling: Telling } {
  const { config } = given;
  const lines = rememberLines(LAST_LINES, config.timezone);
  const secrets = configuredSecrets(process.env);
  const log = createLog(config.logLevel, secrets, [lines]);
  const world = { ...given, log };
  const ports = {
    ...world,
    renderer: createMailRenderer(),
    sealer: createMailSealer({ from: mail.from }),
    transport: createMailTransport(mail),
    heartbeat: createHeartbeat(config.heartbeatUrl, log),
    lastLines: () => lines.lines(),
    problemOf: problemOf(secrets),
  };
  return { world, telling: { ports, settings: { ...config, ...who }, memory: newMemory(null) } };
}
