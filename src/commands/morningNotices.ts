import { createMailRenderer } from '../adapters/email/mailRenderer.ts';
import { createMailSealer } from '../adapters/email/mailSealer.ts';
import { createHeartbeat } from '../adapters/monitoring/heartbeat.ts';
import { LAST_LINES, rememberLines } from '../adapters/terminal/lastLines.ts';
import { createLog } from '../adapters/terminal/log.ts';
import type { MailConfig } from '../config/config.ts';
import { configuredSecrets } from '../config/secretFiles.ts';
import type { NoticeContext } from '../pipeline/notices/noticeContext.ts';
import { newProcessState } from '../pipeline/sessionState.ts';
import { createMorningMail } from './noticeMail.ts';
import { problemOf } from './problemOf.ts';
import type { World } from './world.ts';

/** The world of a one-shot morning, whose log lines an alert can quote, and the context of its notices. */
export function morningNotices(
  given: World,
  mail: MailConfig,
  who: {
    readonly owner: string;
    readonly recipients: readonly string[];
    /** Whether a login that an earlier run found refused is tried again. */
    readonly triesLoginAgain: boolean;
  },
): { readonly world: World; readonly context: NoticeContext } {
  const { config } = given;
  const lines = rememberLines(LAST_LINES, config.timezone);
  const secrets = configuredSecrets(process.env);
  const log = createLog({ level: config.logLevel, secrets, sinks: [lines] });
  const world = { ...given, log };
  const ports = {
    ...world,
    renderer: createMailRenderer(),
    sealer: createMailSealer({ from: mail.from }),
    ...createMorningMail(given, mail, who.triesLoginAgain),
    heartbeat: createHeartbeat(config.heartbeatUrl, log),
    lastLines: () => lines.lines(),
    problemOf: problemOf(secrets),
  };
  return {
    world,
    context: {
      ports,
      settings: { ...config, ...who, isOneShot: true, remindUnanswered: false },
      state: newProcessState(null),
    },
  };
}
