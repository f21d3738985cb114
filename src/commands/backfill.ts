import { createPropReportsSource } from '../adapters/sources/propReports/source.ts';
import type { ExitCode, RangeOptions } from '../commands.ts';
import { count } from '../domain/report/words.ts';
import { sessionDueNow } from '../domain/session/due.ts';
import { ConfigurationError } from '../errors.ts';
import { backfill } from '../pipeline/backfill.ts';
import { rejectsOf, type World, withStores } from './world.ts';

/** `backfill`: history from the configured source; sessions fetched before are not asked for again. */
export async function backfillCommand(
  world: World,
  options: RangeOptions & { readonly from: string },
): Promise<ExitCode> {
  const { config, calendar, clock } = world;
  if (config.source === null) {
    throw new ConfigurationError('no_source', 'Backfill · API_URL is not set · expected a fill source', {
      hint: 'Set API_URL, API_USER and API_PASS, or import the history from files: npm run import -- FILE.',
    });
  }
  const to = options.to ?? calendar.previousSession(sessionDueNow(clock.now(), calendar, config.timezone));
  const source = createPropReportsSource({ ...config.source, name: 'propreports', log: world.log });
  try {
    const result = await withStores(config.dbPath, (stores) =>
      backfill({ ...world, ...stores, rejectsOf: rejectsOf(config) }, source, { from: options.from, to }),
    );
    if (options.json) world.output.json(result);
    else
      world.output.line(
        `${count(result.fetched, 'session')} fetched, ${count(result.alreadyThere, 'session')} there before, ${count(result.fills, 'fill')}, ${count(result.rejected, 'row')} rejected, ${count(result.traderDays, 'trader-day')} computed.`,
      );
    return 0;
  } finally {
    await source.close();
  }
}
