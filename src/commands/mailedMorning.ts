import { processOwner } from '../adapters/schedule/processOwner.ts';
import { requireMail } from '../config/config.ts';
import { sessionDueNow } from '../domain/session/due.ts';
import { type MorningTimes, morningTimes } from '../domain/session/schedule.ts';
import { fetchHoles } from '../pipeline/fetchHoles.ts';
import { type MorningRequest, runMorning } from '../pipeline/morning.ts';
import type { NoticeContext } from '../pipeline/notices/noticeContext.ts';
import { notifiedRun, notifyWithoutStore } from '../pipeline/notices/notifiedRun.ts';
import type { RunControl } from '../pipeline/runLease.ts';
import { Stopped } from '../pipeline/stop.ts';
import type { Log } from '../ports/runtime.ts';
import { ConfigurationError, InputError } from '../shared/errors.ts';
import type { ExitCode, MorningOptions } from './commandOptions.ts';
import { openMorningDesk } from './desk.ts';
import type { MorningDesk } from './morningDesk.ts';
import { morningNotices } from './morningNotices.ts';
import { printResult, printStopped } from './morningOutput.ts';
import { configuredRequest, morningPorts } from './morningPorts.ts';
import { firstSignal } from './stopSignal.ts';
import type { World } from './world.ts';

/**
 * A one-shot morning that mails. After SIGTERM or SIGINT it finishes the step under way, so that no mail
 * stays claimed. Before it ends, it sends the notices about a morning that failed.
 */
export async function mailedMorning(given: World, options: MorningOptions): Promise<ExitCode> {
  const mail = requireMail(given.config, 'use --dry-run to see the morning without sending it');
  const who = {
    owner: processOwner(),
    recipients: options.to.length > 0 ? options.to : mail.recipients,
    triesLoginAgain: options.force,
  };
  const { world, context } = morningNotices(given, mail, who);
  const stop = stoppedBySignal(world.log);
  const desk = await openOrNotify(world, options, context);
  try {
    return await runAndNotify(world, options, desk, context, stop);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    printStopped(world.output, options, desk.sessionDate);
    return 1;
  } finally {
    await desk.close();
  }
}

async function runAndNotify(
  world: World,
  options: MorningOptions,
  desk: MorningDesk,
  context: NoticeContext,
  signal: AbortSignal,
): Promise<ExitCode> {
  const ports = morningPorts(world, desk, context.ports);
  const asked = request(world, options, desk, context);
  let exitCode: ExitCode = 1;
  // Print the result first: notices may wait a while for a mail server that is down.
  const run = async (onLease: RunControl['onLease'] = () => undefined) => {
    const result = await runMorning(ports, asked, { signal, onLease });
    exitCode = printResult(world.output, options, result);
    return result;
  };
  // The demo desk has no operator.
  if (desk.sourceName === 'demo') await run();
  else {
    const times = timesOf(world, desk.sessionDate);
    const { outcome } = await notifiedRun(context, { ports, times, signal, run });
    // Last: the mails and the notices are out, and the history may take hours.
    if (outcome !== 'held-by-another') await fetchHoles(ports, { ...asked, until: times.lateAt }, signal);
  }
  return exitCode;
}

/** Alerts the operator of a store that cannot be opened. A wrong option or setting is only printed. */
async function openOrNotify(
  world: World,
  { date, to }: MorningOptions,
  context: NoticeContext,
): Promise<MorningDesk> {
  try {
    return await openMorningDesk(world, date, to.length > 0 ? undefined : refuseToMailTheDemo);
  } catch (error) {
    const { clock, calendar, config } = world;
    const session = date ?? sessionDueNow(clock.now(), calendar, config.timezone);
    if (!(error instanceof InputError || error instanceof ConfigurationError))
      await notifyWithoutStore(context, timesOf(world, session), error);
    throw error;
  }
}

function timesOf({ calendar, config }: World, sessionDate: string): MorningTimes {
  return morningTimes(sessionDate, calendar, config);
}

function request(
  world: World,
  { force, allowStale }: MorningOptions,
  { sessionDate }: MorningDesk,
  { settings: { owner, recipients } }: NoticeContext,
): MorningRequest {
  return {
    ...configuredRequest(world, sessionDate),
    dryRun: false,
    force,
    allowStale,
    recipients,
    owner,
    waitsForOther: true,
    retriesRefused: true,
  };
}

function refuseToMailTheDemo(): void {
  throw new ConfigurationError(
    'demo_mail',
    'Mail · the fills are those of the demo desk · expected a source or imported fills',
    {
      hint: 'Set API_URL or import fills; to mail the demo to yourself add --to ADDRESS, to look at it add --dry-run.',
    },
  );
}

/** Aborted at the first SIGTERM or SIGINT. */
function stoppedBySignal(log: Log): AbortSignal {
  const stop = new AbortController();
  void firstSignal().then((signal) => {
    log.info('asked to stop: the step under way is finished; a second signal ends it at once', { signal });
    stop.abort();
  });
  return stop.signal;
}
