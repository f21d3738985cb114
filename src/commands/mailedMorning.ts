import { processOwner } from '../adapters/schedule/processOwner.ts';
import { requireMail } from '../config/config.ts';
import { sessionDueNow } from '../domain/session/due.ts';
import { type MorningTimes, morningTimes } from '../domain/session/schedule.ts';
import { runTold, tellOfFailure } from '../pipeline/daemon/toldRun.ts';
import type { Telling } from '../pipeline/daemon/watching.ts';
import { type MorningRequest, runMorning } from '../pipeline/morning.ts';
import { createStopSwitch, Stopped, type StopSwitch, stoppable } from '../pipeline/stop.ts';
import type { Log } from '../ports/runtime.ts';
import { ConfigurationError, InputError } from '../shared/errors.ts';
import type { ExitCode, MorningOptions } from './commandOptions.ts';
import { type MorningDesk, openMorningDesk } from './desk.ts';
import { morningTelling } from './morningNotices.ts';
import { printResult, printStopped } from './morningOutput.ts';
import { configuredRequest, morningPorts } from './morningPorts.ts';
import { firstSignal } from './stopSignal.ts';
import type { World } from './world.ts';

/**
 * A morning that mails. SIGTERM and SIGINT let it finish the step under way, so that no mail is left claimed; whoever
 * must know of a morning that went wrong is told before it ends.
 */
export async function mailedMorning(given: World, options: MorningOptions): Promise<ExitCode> {
  const mail = requireMail(given.config, 'use --dry-run to see the morning without sending it');
  const who = {
    owner: processOwner(),
    recipients: options.to.length > 0 ? options.to : mail.recipients,
  };
  const { world, telling } = morningTelling(given, mail, who);
  const stop = stoppedBySignal(world.log);
  const desk = await openOrTell(world, options, telling);
  try {
    refuseToMailTheDemo(desk, options);
    return await runAndTell(world, options, desk, telling, stop);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    printStopped(world.output, options, desk.sessionDate);
    return 1;
  } finally {
    await desk.close();
  }
}

async function runAndTell(
  world: World,
  options: MorningOptions,
  desk: MorningDesk,
  telling: Telling,
  stop: StopSwitch,
): Promise<ExitCode> {
  const ports = stoppable(morningPorts(world, desk, telling.ports.transport), stop);
  const asked = request(world, options, desk, telling);
  let exitCode: ExitCode = 1;
  // Printed first: a mail server that is away can keep the telling for a while.
  const run = async () => {
    const result = await runMorning(ports, asked);
    exitCode = printResult(world.output, options, result);
    return result;
  };
  // Nobody operates the demo desk.
  if (desk.sourceName === 'demo') await run();
  else await runTold(telling, { ports }, timesOf(world, desk.sessionDate), run);
  return exitCode;
}

/** A database that cannot be opened is told past it. What was asked for wrongly is for whoever asked to hear. */
async function openOrTell(world: World, { date }: MorningOptions, telling: Telling): Promise<MorningDesk> {
  try {
    return await openMorningDesk(world, date);
  } catch (error) {
    const { clock, calendar, config } = world;
    const session = date ?? sessionDueNow(clock.now(), calendar, config.timezone);
    if (!(error instanceof InputError || error instanceof ConfigurationError))
      await tellOfFailure(telling, null, timesOf(world, session), error);
    throw error;
  }
}

function timesOf({ calendar, config }: World, sessionDate: string): MorningTimes {
  return morningTimes(sessionDate, calendar, config);
}

function request(
  world: World,
  { force }: MorningOptions,
  { sessionDate }: MorningDesk,
  { settings: { owner, recipients } }: Telling,
): MorningRequest {
  return {
    ...configuredRequest(world, sessionDate),
    dryRun: false,
    force,
    recipients,
    owner,
    waitsForOther: true,
    retriesRefused: true,
  };
}

function refuseToMailTheDemo(desk: MorningDesk, options: MorningOptions): void {
  if (desk.sourceName !== 'demo' || options.to.length > 0) return;
  throw new ConfigurationError(
    'demo_mail',
    'Mail · the fills are those of the demo desk · expected a source or imported fills',
    {
      hint: 'Set API_URL or import fills; to mail the demo to yourself add --to ADDRESS, to look at it add --dry-run.',
    },
  );
}

function stoppedBySignal(log: Log): StopSwitch {
  const stop = createStopSwitch();
  void firstSignal().then((signal) => {
    log.info('asked to stop: the step under way is finished; a second signal ends it at once', { signal });
    stop.throw();
  });
  return stop;
}
