import { readTextFile, shownPath } from '../adapters/sources/inputPath.ts';
import { parseRosterCsv } from '../adapters/sources/rosterCsv.ts';
import { textTable } from '../adapters/terminal/table.ts';
import { baseLimitOf, riskCapitalOf } from '../domain/roster/roster.ts';
import { limitDollars } from '../domain/text/money.ts';
import { count } from '../domain/text/words.ts';
import { updateLedger } from '../pipeline/updateLedger.ts';
import type { RosterChange } from '../ports/rosterStore.ts';
import type { ExitCode, JsonOption, RosterSetOptions } from './commandOptions.ts';
import { type Stores, type World, withStores } from './world.ts';

/** `roster list`: prints every trader. */
export async function rosterList(world: World, { json }: JsonOption): Promise<ExitCode> {
  const { dbPath, defaultLimit } = world.config;
  const { traders, multipliers } = await withStores(dbPath, async ({ roster }) => ({
    traders: await roster.all(),
    multipliers: await roster.multipliers(),
  }));
  if (json) {
    world.output.json({ traders, multipliers, defaultLimit });
    return 0;
  }
  const rows = traders.map((entry) => [
    entry.trader,
    entry.desk,
    `${limitDollars(baseLimitOf(entry, defaultLimit))}${entry.baseLimit === null ? ' *' : ''}`,
    `${limitDollars(riskCapitalOf(entry, defaultLimit))}${entry.riskCapital === null ? ' *' : ''}`,
    entry.active ? 'yes' : 'no',
    entry.accounts.join(' '),
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
    world.output.line(`multiplier ${pattern} = ${multiplier}`);
  return 0;
}

/** `roster set`: creates or changes one trader, and recomputes the trader-days that depend on it. */
export async function rosterSet(world: World, trader: string, options: RosterSetOptions): Promise<ExitCode> {
  const change: RosterChange = {
    trader,
    ...(options.limit === undefined ? {} : { baseLimit: options.limit }),
    ...(options.riskCapital === undefined ? {} : { riskCapital: options.riskCapital }),
    ...(options.desk === undefined ? {} : { desk: options.desk }),
    ...(options.active === undefined ? {} : { active: options.active }),
    ...(options.account.length === 0 ? {} : { accounts: options.account }),
  };
  return changeRoster(world, options, `${trader} is set`, ({ roster }) => roster.set(change));
}

/** `roster multiplier`: sets a contract multiplier, and recomputes the trader-days that depend on it. */
export async function rosterMultiplier(
  world: World,
  pattern: string,
  multiplier: number,
  options: JsonOption,
): Promise<ExitCode> {
  const done = `${pattern} counts ${multiplier} dollars a point`;
  return changeRoster(world, options, done, ({ roster }) => roster.setMultiplier({ pattern, multiplier }));
}

/** `roster import`: reads all rows before it stores the first, so that a bad line changes nothing. */
export async function rosterImport(world: World, path: string, options: JsonOption): Promise<ExitCode> {
  const { traders, multipliers } = parseRosterCsv(await readTextFile(path), shownPath(path));
  const done = [
    traders.length > 0 ? `${count(traders.length, 'trader')} set` : '',
    multipliers.length > 0 ? `${count(multipliers.length, 'multiplier')} set` : '',
  ];
  return changeRoster(world, options, done.filter((part) => part !== '').join(', '), async ({ roster }) => {
    for (const change of traders) await roster.set(change);
    for (const rule of multipliers) await roster.setMultiplier(rule);
  });
}

async function changeRoster(
  world: World,
  { json }: JsonOption,
  done: string,
  change: (stores: Stores) => Promise<void>,
): Promise<ExitCode> {
  const { days, blocked } = await withStores(world.config.dbPath, async (stores) => {
    await change(stores);
    return { ...(await updateLedger({ ...world, ...stores })), blocked: await stores.ledger.blocked() };
  });
  if (json) world.output.json({ done, traderDaysComputed: days, traderDaysOutOfDate: blocked });
  else world.output.line(days === 0 ? `${done}.` : `${done}; ${count(days, 'trader-day')} computed again.`);
  for (const { trader, sessions } of blocked)
    world.log.warn(
      'some days keep their old figures because their fills were pruned; import those fills again',
      {
        trader,
        sessions: sessions.length,
        first: sessions[0] ?? '',
        last: sessions.at(-1) ?? '',
      },
    );
  return 0;
}
