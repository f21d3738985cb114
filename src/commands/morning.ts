import { processOwner } from '../adapters/schedule/processOwner.ts';
import { marketDate } from '../domain/session/marketTime.ts';
import { runMorning } from '../pipeline/morning.ts';
import type { ExitCode, MorningOptions } from './commandOptions.ts';
import { openMorningDesk, openStoredDesk } from './desk.ts';
import { mailedMorning } from './mailedMorning.ts';
import type { MorningDesk } from './morningDesk.ts';
import { printResult } from './morningOutput.ts';
import { configuredRequest, morningPorts } from './morningPorts.ts';
import type { MorningMail } from './noticeMail.ts';
import type { World } from './world.ts';

/** `morning`: runs one morning. Returns 1 if a recipient did not get the mail. */
export async function morning(world: World, options: MorningOptions): Promise<ExitCode> {
  const skipped = options.dryRun || options.force || options.date ? null : whyNoMorningToday(world);
  if (skipped !== null) {
    if (options.json) world.output.json({ sessionDate: null, skipped });
    else world.output.line(`Nothing to do: ${skipped}.`);
    return 0;
  }
  if (!options.dryRun) return mailedMorning(world, options);
  return dryMorning(world, options, await openMorningDesk(world, options.date));
}

/** `preview`: writes the mail of a morning as files, from stored fills. */
export async function preview(world: World, options: MorningOptions): Promise<ExitCode> {
  const desk = await openStoredDesk(world, options.date);
  return dryMorning(world, options, { ...desk, source: null });
}

async function dryMorning(world: World, options: MorningOptions, desk: MorningDesk): Promise<ExitCode> {
  const { config } = world;
  try {
    const result = await runMorning(morningPorts(world, desk, noMail), {
      ...configuredRequest(world, desk.sessionDate),
      dryRun: true,
      force: options.force,
      allowStale: options.allowStale,
      recipients: options.to.length > 0 ? options.to : (config.mail?.recipients ?? []),
      owner: processOwner(),
      waitsForOther: false,
      retriesRefused: false,
    });
    return printResult(world.output, options, result);
  } finally {
    await desk.close();
  }
}

/**
 * Returns why there is no morning today, or null if there is one. Cron starts the run every weekday. On a
 * holiday it must not run the morning of the next session, which is run on its own day.
 */
function whyNoMorningToday({ clock, calendar, config }: World): string | null {
  const today = marketDate(clock.now(), config.timezone);
  const closure = calendar.closure(today);
  return closure === null
    ? null
    : `${today} is no session (${closure}); the next is ${calendar.nextSession(today)}`;
}

/** A dry run sends nothing. */
const noMail: MorningMail = {
  transport: { send: async () => ({ outcome: 'unreachable', response: 'a dry run sends nothing' }) },
  unrecorded: { has: () => false, add: () => undefined },
};
