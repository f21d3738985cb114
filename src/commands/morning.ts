import { processOwner } from '../adapters/schedule/processOwner.ts';
import { marketDate } from '../domain/session/marketTime.ts';
import { type MorningPorts, runMorning } from '../pipeline/morning.ts';
import type { ExitCode, MorningOptions } from './commandTable.ts';
import { type MorningDesk, openMorningDesk, openStoredDesk } from './desk.ts';
import { mailedMorning } from './mailedMorning.ts';
import { printResult } from './morningOutput.ts';
import { configuredRequest, morningPorts } from './morningPorts.ts';
import type { World } from './world.ts';

/** `morning`: the whole run. Exit code 1 when a recipient was left without the mail. */
export async function morning(world: World, options: MorningOptions): Promise<ExitCode> {
  const idle = options.dryRun || options.force || options.date ? null : whyNoMorningToday(world);
  if (idle !== null) {
    if (options.json) world.output.json({ sessionDate: null, skipped: idle });
    else world.output.line(`Nothing to do: ${idle}.`);
    return 0;
  }
  if (!options.dryRun) return mailedMorning(world, options);
  return dryMorning(world, options, await openMorningDesk(world, options.date));
}

/** `preview`: the mail of a morning from what is stored, as files. */
export async function preview(world: World, options: MorningOptions): Promise<ExitCode> {
  const desk = await openStoredDesk(world, options.date);
  return dryMorning(world, options, { ...desk, source: null });
}

async function dryMorning(world: World, options: MorningOptions, desk: MorningDesk): Promise<ExitCode> {
  const { config } = world;
  try {
    const result = await runMorning(morningPorts(world, desk, noTransport), {
      ...configuredRequest(world, desk.sessionDate),
      dryRun: true,
      force: options.force,
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

/** Cron wakes the run every weekday; on a holiday there is no morning, and the next session's must wait for its own day. */
function whyNoMorningToday({ clock, calendar, config }: World): string | null {
  const today = marketDate(clock.now(), config.timezone);
  const closure = calendar.closure(today);
  return closure === null
    ? null
    : `${today} is no session (${closure}); the next is ${calendar.nextSession(today)}`;
}

/** A dry run has nothing to hand over to. */
const noTransport: MorningPorts['transport'] = {
  send: async () => ({ outcome: 'unreachable', response: 'a dry run sends nothing' }),
};
