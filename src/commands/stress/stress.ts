import { requireWritable, writeFileAtomically } from '../../adapters/files/atomicFile.ts';
import { readScenarioFile } from '../../adapters/files/scenarioFile.ts';
import { stressPage } from '../../adapters/web/pages/stressPage.ts';
import { stressDocument } from '../../domain/report/stressDocument.ts';
import { type StressResult, stress } from '../../domain/risk/stress/stressResult.ts';
import { sessionDueNow } from '../../domain/session/due.ts';
import { forecastByModel, readLearnedDesk } from '../../pipeline/steps/learnedDesk.ts';
import { chosenScenarios } from '../../pipeline/stress/chosenScenarios.ts';
import { updateLedger } from '../../pipeline/updateLedger.ts';
import { InputError } from '../../shared/errors.ts';
import type { ExitCode, StressOptions } from '../commandOptions.ts';
import { openDemoDesk } from '../demoDesk.ts';
import { openStoredDesk } from '../desk.ts';
import { requireSession } from '../sessionDates.ts';
import { walkOptions } from '../walkOptions.ts';
import type { Stores, World } from '../world.ts';
import { readDeskStress, sessionToStress, stressPorts } from './deskStress.ts';
import { printStress } from './stressOutput.ts';

/** `stress`: what scenarios would cost the desk at the close of a session. It changes no limit. */
export async function stressCommand(world: World, options: StressOptions): Promise<ExitCode> {
  const own = options.file === undefined ? [] : readScenarioFile(options.file);
  const scenarios = chosenScenarios(own, options.scenario ?? null, '--scenario');
  if (options.session !== undefined) requireSession(world.calendar, '--session', options.session);
  if (options.out !== undefined) requireWritable([options.out]);
  const desk = await openDesk(world, options.demo);
  try {
    const result = stress(await readInput(world, desk.stores, options), scenarios);
    const shown = { result, isDemo: desk.isDemo, stale: staleWords(world, desk, result) };
    if (options.out !== undefined) await writeFileAtomically(options.out, stressPage(shown));
    if (options.json) world.output.json(stressDocument(result));
    else printStress(world.output, shown, options.out ?? null);
    return 0;
  } finally {
    await desk.close();
  }
}

interface OpenDesk {
  readonly stores: Stores;
  readonly isDemo: boolean;
  close(): Promise<void>;
}

async function openDesk(world: World, demo: boolean): Promise<OpenDesk> {
  if (demo) {
    const { clock, calendar, config } = world;
    const due = sessionDueNow(clock.now(), calendar, config.timezone);
    return { ...(await openDemoDesk(world, due)), isDemo: true };
  }
  const desk = await openStoredDesk(world, undefined);
  return { ...desk, isDemo: desk.sourceName === 'demo' };
}

/** Brings ledger and model to the session, as a morning does, then reads what is stored. */
async function readInput(world: World, stores: Stores, { session }: StressOptions) {
  await updateLedger({ ...world, ...stores });
  const ports = stressPorts(world, stores);
  const sessionDate = await sessionToStress(ports, session ?? null, '--session');
  if (sessionDate === null) throw nothingStored();
  await forecastNext(world, stores, sessionDate);
  return readDeskStress(world, ports, sessionDate);
}

/** A forecast that fails is logged, and the part of the volatility is not known. */
async function forecastNext(world: World, stores: Stores, sessionDate: string): Promise<void> {
  const { defaultLimit, limitBasis, limitLifetime } = world.config;
  const next = world.calendar.nextSession(sessionDate);
  const walk = walkOptions(world.config);
  const ports = { ...world, ...stores };
  const request = { sessionDate: next, defaultLimit, limitBasis, limitLifetime, walk };
  const { desk, learning } = await readLearnedDesk(ports, request, sessionDate);
  await forecastByModel(ports, request, learning, desk);
}

/** A sentence where sessions are missing after the stressed one; null: it is the last one that closed. */
function staleWords({ clock, calendar, config }: World, { isDemo }: OpenDesk, { desk }: StressResult) {
  const due = sessionDueNow(clock.now(), calendar, config.timezone);
  const last = calendar.previousSession(due);
  const { sessionDate } = desk.input;
  if (isDemo || sessionDate >= last) return null;
  return `Not the newest session: the desk is stressed at the close of ${sessionDate}, and ${last} has closed since.`;
}

function nothingStored(): InputError {
  return new InputError(
    'no_sessions',
    'Stress · found no stored trader-day · expected at least one session',
    {
      hint: 'Import fills first, or add --demo.',
    },
  );
}
