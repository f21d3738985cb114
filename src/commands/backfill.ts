import { createPropReportsSource } from '../adapters/sources/propReports/source.ts';
import { sessionDueNow } from '../domain/session/due.ts';
import { count } from '../domain/text/words.ts';
import { type BackfillResult, backfill } from '../pipeline/backfill.ts';
import { ConfigurationError } from '../shared/errors.ts';
import type { ExitCode, RangeOptions } from './commandOptions.ts';
import { keepHeapSmall } from './smallHeap.ts';
import { rejectsOf, type World, withStores } from './world.ts';

/** `backfill`: fetches history from the configured source. Skips sessions that were fetched before. */
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
  const newest = calendar.previousSession(sessionDueNow(clock.now(), calendar, config.timezone));
  keepHeapSmall();
  const source = createPropReportsSource({ ...config.source, name: 'propreports', log: world.log });
  try {
    const range = { from: options.from, to: options.to ?? null, newest };
    const result = await withStores(config, (stores) =>
      backfill({ ...world, ...stores, rejectsOf: rejectsOf(config) }, source, range),
    );
    if (options.json) world.output.json(result);
    else world.output.line(inWords(result));
    return 0;
  } finally {
    await source.close();
  }
}

function inWords({ from, to, fetched, alreadyThere, fills, rejected, traderDays }: BackfillResult): string {
  const parts = [
    `${count(fetched, 'session')} fetched`,
    `${alreadyThere} there before`,
    count(fills, 'fill'),
    `${count(rejected, 'row')} rejected`,
    `${count(traderDays, 'trader-day')} computed`,
  ];
  return `${from} to ${to}: ${parts.join(', ')}.`;
}
