import { processOwner } from '../adapters/schedule/processOwner.ts';
import type { ExitCode, MorningOptions } from '../commands.ts';
import { requireMail } from '../config.ts';
import { marketDate } from '../domain/session/marketTime.ts';
import { ConfigurationError } from '../errors.ts';
import { type MorningPorts, type MorningRequest, runMorning } from '../pipeline/morning.ts';
import type { MorningOutcome } from '../pipeline/outcome.ts';
import { type MorningDesk, openMorningDesk, openStoredDesk } from './desk.ts';
import { createMailTransport } from './mailTransport.ts';
import { heldDocument, morningDocument, printHeld, printMorning } from './morningOutput.ts';
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
  if (!options.dryRun) requireMail(world.config);
  return runAndPrint(world, options, await openMorningDesk(world, options.date));
}

/** `preview`: the mail of a morning from what is stored, as files. */
export async function preview(world: World, options: MorningOptions): Promise<ExitCode> {
  const desk = await openStoredDesk(world, options.date);
  return runAndPrint(world, options, { ...desk, source: null });
}

async function runAndPrint(world: World, options: MorningOptions, desk: MorningDesk): Promise<ExitCode> {
  try {
    refuseToMailTheDemo(desk, options);
    const result = await runMorning(ports(world, desk, options), request(world, desk, options));
    if (result.outcome === 'held-by-another') {
      if (options.json) world.output.json(heldDocument(result));
      else printHeld(world.output, result);
      return 1;
    }
    if (options.json) world.output.json(morningDocument(result));
    else printMorning(world.output, result);
    return isDone(result.outcome) ? 0 : 1;
  } finally {
    await desk.close();
  }
}

function isDone(outcome: MorningOutcome): boolean {
  return outcome === 'dry-run' || outcome === 'sent' || outcome === 'already-mailed';
}

/** Cron wakes the run every weekday; on a holiday there is no morning, and the next session's must wait for its own day. */
function whyNoMorningToday({ clock, calendar, config }: World): string | null {
  const today = marketDate(clock.now(), config.timezone);
  const closure = calendar.closure(today);
  return closure === null
    ? null
    : `${today} is no session (${closure}); the next is ${calendar.nextSession(today)}`;
}

function refuseToMailTheDemo(desk: MorningDesk, options: MorningOptions): void {
  if (desk.sourceName !== 'demo' || options.dryRun || options.to.length > 0) return;
  throw new ConfigurationError(
    'demo_mail',
    'Mail · the fills are those of the demo desk · expected a source or imported fills',
    {
      hint: 'Set API_URL or import fills; to mail the demo to yourself add --to ADDRESS, to look at it add --dry-run.',
    },
  );
}

function ports(world: World, desk: MorningDesk, options: MorningOptions): MorningPorts {
  return morningPorts(
    world,
    desk,
    options.dryRun ? noTransport : createMailTransport(requireMail(world.config)),
  );
}

/** A dry run has nothing to hand over to. */
const noTransport: MorningPorts['transport'] = {
  send: async () => ({ outcome: 'unreachable', response: 'a dry run sends nothing' }),
};

function request(world: World, desk: MorningDesk, options: MorningOptions): MorningRequest {
  return {
    ...configuredRequest(world, desk.sessionDate),
    dryRun: options.dryRun,
    force: options.force,
    recipients: options.to.length > 0 ? options.to : (world.config.mail?.recipients ?? []),
    owner: processOwner(),
    waitsForOther: true,
    retriesRefused: true,
  };
}
