import { textTable } from '../adapters/terminal/table.ts';
import { baseLimitOf, riskCapitalOf } from '../domain/roster/roster.ts';
import { limitDollars } from '../domain/text/money.ts';
import { shownDesk, shownName } from '../domain/text/outsideText.ts';
import { count } from '../domain/text/words.ts';
import type { ExitCode, JsonOption } from './commandOptions.ts';
import { hasDatabase, type World, withStores } from './world.ts';

/** `roster list`: prints every trader. */
export async function rosterList(world: World, { json }: JsonOption): Promise<ExitCode> {
  const { config } = world;
  const { defaultLimit } = config;
  const { traders, multipliers } = (await hasDatabase(config))
    ? await withStores(config, async ({ roster }) => ({
        traders: await roster.all(),
        multipliers: await roster.multipliers(),
      }))
    : { traders: [], multipliers: [] };
  if (json) {
    world.output.json({ traders, multipliers, defaultLimit });
    return 0;
  }
  const rows = traders.map((entry) => [
    shownName(entry.trader),
    shownDesk(entry.desk),
    `${limitDollars(baseLimitOf(entry, defaultLimit))}${entry.baseLimit === null ? ' *' : ''}`,
    `${limitDollars(riskCapitalOf(entry, defaultLimit))}${entry.riskCapital === null ? ' *' : ''}`,
    entry.active ? 'yes' : 'no',
    entry.accounts.map(shownName).join(' '),
  ]);
  const right = { align: 'right' as const };
  world.output.line(
    textTable(
      [
        { head: 'TRADER' },
        { head: 'DESK' },
        { head: 'LIMIT', ...right },
        { head: 'RISK CAPITAL', ...right },
        { head: 'ACTIVE' },
        { head: 'ACCOUNTS' },
      ],
      rows,
    ),
  );
  world.output.line(`${count(traders.length, 'trader')}; * is the default.`);
  for (const { pattern, multiplier } of multipliers)
    world.output.line(`multiplier ${shownName(pattern)} = ${multiplier}`);
  return 0;
}
