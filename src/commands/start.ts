import { createMailRenderer } from '../adapters/email/mailRenderer.ts';
import { createMailSealer } from '../adapters/email/mailSealer.ts';
import { createHeartbeat } from '../adapters/monitoring/heartbeat.ts';
import { startTicks } from '../adapters/schedule/cronTicks.ts';
import { processOwner } from '../adapters/schedule/processOwner.ts';
import { timerRepeater } from '../adapters/schedule/timerRepeater.ts';
import { LAST_LINES, rememberLines } from '../adapters/terminal/lastLines.ts';
import { createLog } from '../adapters/terminal/log.ts';
import { type LogFile, openLogFile } from '../adapters/terminal/logFile.ts';
import { type Config, requireMail } from '../config/config.ts';
import { configuredSecrets } from '../config/secretFiles.ts';
import { DaemonLoop } from '../pipeline/daemon/daemonLoop.ts';
import type { DaemonPorts, DaemonSettings } from '../pipeline/daemon/daemonPorts.ts';
import type { Log } from '../ports/runtime.ts';
import { watchedCalendar } from './calendarFile.ts';
import { codeVersion } from './codeVersion.ts';
import type { ExitCode, JsonOption } from './commandOptions.ts';
import { dailyBackup } from './dailyBackup.ts';
import { createHealth, type HealthReader } from './health.ts';
import { createHealthPort } from './healthPort.ts';
import { configuredRequest } from './morningPorts.ts';
import { createMorningMail, type MorningMail } from './noticeMail.ts';
import { openDesk, requireFills } from './openDesk.ts';
import { problemOf } from './problemOf.ts';
import { standbyWorkers } from './standbyWorkers.ts';
import { firstSignal } from './stopSignal.ts';
import { takeOverTicks } from './takeOverTicks.ts';
import { createWebProcess } from './web/webProcess.ts';
import type { World } from './world.ts';

/** The longest time between two wake-ups. */
const LONGEST_SLEEP_MS = 30_000;

/**
 * `start`: runs the mornings until SIGTERM or SIGINT, with exit code 0. A second signal ends the process at
 * once.
 */
export async function start(given: World, { json }: JsonOption): Promise<ExitCode> {
  const { config } = given;
  requireMail(config);
  await requireFills(given);
  const lines = rememberLines(LAST_LINES, config.timezone);
  const file = await logFileOf(given);
  const secrets = configuredSecrets(process.env);
  const log = createLog({
    level: config.logLevel,
    secrets,
    reader: 'daemon',
    sinks: [lines, ...(file ? [file] : [])],
  });
  const world = { ...given, log };
  const stopSignal = firstSignal();
  const sending = createMorningMail(world, requireMail(config));
  const { loop, health } = assemble(world, sending, secrets, () => lines.lines());
  const healthPort = createHealthPort(config, health, log);
  await healthPort.open();
  announce(log, config);
  const web = createWebProcess(config, log);
  health.reportWeb(web.isUp);
  web.start();
  const everyMs = Math.min(LONGEST_SLEEP_MS, config.leaseMs / 3);
  const wakeUp = async () => {
    await healthPort.open();
    await loop.wakeUp();
  };
  const workers = standbyWorkers(world, sending, () => loop.status().state === 'standing by');
  const ticks = startTicks(wakeUp, { timezone: config.timezone, everyMs, log });
  const looks = takeOverTicks({ status: () => loop.status(), wakeUp, leaseMs: config.leaseMs });
  log.info('asked to stop: the step under way is finished', { signal: await stopSignal });
  const webStopped = web.stop();
  looks.stop();
  await ticks.stop();
  await workers.stop();
  await loop.stop();
  await healthPort.close();
  await webStopped;
  log.info('stopped');
  await file?.close();
  if (json) world.output.json({ stopped: true });
  return 0;
}

interface Daemon {
  readonly loop: DaemonLoop;
  readonly health: HealthReader;
}

function assemble(
  given: World,
  sending: MorningMail,
  secrets: readonly string[],
  lastLines: () => readonly string[],
): Daemon {
  const { config, log } = given;
  const { calendar, look } = watchedCalendar(config, log);
  const world = { ...given, calendar };
  const mail = requireMail(config);
  const settings = daemonSettings(world);
  const health = createHealth(world);
  const ports: DaemonPorts = {
    ...world,
    repeater: timerRepeater,
    renderer: createMailRenderer(),
    sealer: createMailSealer({ from: mail.from }),
    ...sending,
    heartbeat: createHeartbeat(config.heartbeatUrl, log),
    lastLines,
    problemOf: problemOf(secrets),
    async open() {
      look();
      const desk = await openDesk(world, sending);
      // Read before and after the wake-up, so that /health shows at once what it did. The wake-up itself
      // reports a store that fails.
      const note = () => health.look(desk.stores).catch(() => undefined);
      await note();
      const close = async () => {
        await note();
        await desk.close();
      };
      return { ...desk, close, observe: note };
    },
    runMaintenance: () => dailyBackup(world),
  };
  const loop = new DaemonLoop(ports, settings);
  health.reportOn(loop);
  return { loop, health };
}

function daemonSettings(world: World): DaemonSettings {
  const { config } = world;
  const owner = processOwner();
  const recipients = requireMail(config).recipients;
  return {
    ...config,
    owner,
    recipients,
    isOneShot: false,
    remindUnanswered: config.web.remindUnanswered,
    request: (sessionDate) => ({
      ...configuredRequest(world, sessionDate),
      dryRun: false,
      force: false,
      allowStale: false,
      recipients,
      owner,
      waitsForOther: false,
      retriesRefused: false,
    }),
  };
}

/**
 * A folder that cannot be written must not stop mornings from running: the lines are on standard error too.
 */
async function logFileOf({ config, clock, log }: World): Promise<LogFile | null> {
  try {
    return await openLogFile(config.logDir, config.logKeepDays, clock.now());
  } catch (error) {
    log.warn('no log file: LOG_DIR cannot be written', {
      problem: error instanceof Error ? error.message : String(error),
    });
    return null;
  }
}

function announce(log: Log, config: Config): void {
  const { timezone, calendar, runAt, lateAt, sendDeadline, alertRecipients } = config;
  log.info('the daemon starts', { version: codeVersion, timezone, calendar, runAt, lateAt, sendDeadline });
  if (alertRecipients.length === 0) log.warn('ALERT_RECIPIENTS is not set: failures are only in the log');
}
