import { readActions } from '../adapters/sources/actionsCsv.ts';
import { readPositions } from '../adapters/sources/positionsCsv.ts';
import { readRates } from '../adapters/sources/ratesCsv.ts';
import { marketDate } from '../domain/session/marketTime.ts';
import { didYouMean } from '../domain/text/closest.ts';
import type { ActionEntry, CorrectionCounts } from '../ports/corrections.ts';
import type { ExitCode, JsonOption } from './commandOptions.ts';
import { printRecomputed, recompute, recomputedFields, warnOfBlocked } from './recompute.ts';
import { type Stores, type World, withExistingStores } from './world.ts';

/** `actions import`: stores splits and renames, and recomputes the trader-days that they change. */
export async function actionsImport(world: World, path: string, options: JsonOption): Promise<ExitCode> {
  return correct(world, options, 'split or rename', 'splits and renames', async ({ corrections }) => {
    const entries = await readActions(path, today(world));
    const counts = await corrections.importActions(entries, world.clock.now());
    return { counts, warnings: neverCarried(entries, await corrections.carriedSymbols()) };
  });
}

/** `positions import`: stores positions at the open of a date, and recomputes what they change. */
export async function positionsImport(world: World, path: string, options: JsonOption): Promise<ExitCode> {
  return correct(world, options, 'position', 'positions', async ({ corrections, roster }) => {
    const accounts = (await roster.all()).flatMap((entry) => entry.accounts);
    const entries = await readPositions(path, today(world), accounts);
    return { counts: await corrections.importPositions(entries, world.clock.now()), warnings: [] };
  });
}

/** `fx import`: stores exchange rates, and recomputes the trader-days of these dates and currencies. */
export async function fxImport(world: World, path: string, options: JsonOption): Promise<ExitCode> {
  return correct(world, options, 'rate', 'rates', async ({ corrections }) => {
    const entries = await readRates(path, today(world), world.config.baseCurrency);
    return { counts: await corrections.importRates(entries, world.clock.now()), warnings: [] };
  });
}

interface Stored {
  readonly counts: CorrectionCounts;
  readonly warnings: readonly string[];
}

async function correct(
  world: World,
  { json }: JsonOption,
  singular: string,
  plural: string,
  store: (stores: Stores) => Promise<Stored>,
): Promise<ExitCode> {
  const work = async (stores: Stores) => {
    const stored = await store(stores);
    return { ...stored, recomputed: await recompute(world, stores) };
  };
  const { counts, warnings, recomputed } = await withExistingStores(world.config, work);
  for (const warning of warnings) world.log.warn(warning);
  if (json) world.output.json({ ...counts, warnings, ...recomputedFields(recomputed) });
  else printRecomputed(world, inWords(counts, singular, plural), recomputed);
  warnOfBlocked(world, recomputed);
  return 0;
}

function today({ clock, config }: World): string {
  return marketDate(clock.now(), config.timezone);
}

function inWords(counts: CorrectionCounts, singular: string, plural: string): string {
  const parts = Object.entries({
    added: counts.added,
    changed: counts.changed,
    withdrawn: counts.withdrawn,
    'known before': counts.same,
  }).filter(([, number]) => number > 0);
  const total = parts.reduce((sum, [, number]) => sum + number, 0);
  return `${total} ${total === 1 ? singular : plural}: ${parts.map(([word, number]) => `${number} ${word}`).join(', ')}`;
}

/** An action of a symbol that was never carried changes nothing, so its symbol is probably misspelt. */
function neverCarried(entries: readonly ActionEntry[], carried: readonly string[]): readonly string[] {
  const known = new Set(carried);
  return entries
    .filter(({ symbol, value }) => value !== null && !known.has(symbol))
    .map(
      ({ symbol, action }) =>
        `${symbol}: no account has ever carried it overnight, so the ${action} changes nothing${didYouMean(symbol, carried)}`,
    );
}
