import { textTable } from '../adapters/terminal/table.ts';
import type { InForce } from '../domain/limits/inForce.ts';
import {
  baseLimitOf,
  type MultiplierRule,
  type RosterEntry,
  riskCapitalOf,
} from '../domain/roster/roster.ts';
import { didYouMean } from '../domain/text/closest.ts';
import { limitDollars } from '../domain/text/money.ts';
import { shownDesk, shownName } from '../domain/text/outsideText.ts';
import { quoted } from '../domain/text/quoted.ts';
import { count } from '../domain/text/words.ts';
import { readInForce } from '../pipeline/limitsInForce.ts';
import { rosterTraders } from '../pipeline/rosterTraders.ts';
import { InputError } from '../shared/errors.ts';
import type { ExitCode, RosterListOptions } from './commandOptions.ts';
import { hasDatabase } from './deskDatabase.ts';
import { deskSession } from './deskSession.ts';
import { deskToShow } from './shownStores.ts';
import { type World, withStores } from './world.ts';

interface ListedTrader {
  readonly entry: RosterEntry;
  readonly inForce: InForce | null;
}

/** `roster list`: prints the traders by name, with the limit in force next to the base limit. */
export async function rosterList(world: World, options: RosterListOptions): Promise<ExitCode> {
  const { defaultLimit } = world.config;
  const { traders, multipliers } = await readRoster(world, options.json);
  const listed = filtered(traders, options);
  if (options.json) {
    world.output.json({ traders: listed.map(traderDocument), multipliers, defaultLimit });
    return 0;
  }
  world.output.line(table(listed, defaultLimit));
  world.output.line(countWords(listed.length, traders.length));
  for (const { pattern, multiplier } of multipliers)
    world.output.line(`multiplier ${shownName(pattern)} = ${multiplier}`);
  return 0;
}

/** By name. A new desk has no traders, and no database is created. */
async function readRoster(
  world: World,
  json: boolean,
): Promise<{ readonly traders: readonly ListedTrader[]; readonly multipliers: readonly MultiplierRule[] }> {
  const { config } = world;
  const desk = await deskToShow(world, json);
  if (!(await hasDatabase(desk))) return { traders: [], multipliers: [] };
  return withStores(desk, async (stores) => {
    const roster = await stores.roster.all();
    const session = await deskSession(world, stores);
    const limited = rosterTraders(roster, config.defaultLimit);
    const inForce = await readInForce(stores, limited, session, config.limitLifetime);
    const traders = roster
      .toSorted((a, b) => (a.trader < b.trader ? -1 : 1))
      .map((entry) => ({ entry, inForce: inForce.get(entry.trader) ?? null }));
    return { traders, multipliers: await stores.roster.multipliers() };
  });
}

/** @throws InputError for a trader or a desk that the roster does not have. */
function filtered(
  traders: readonly ListedTrader[],
  { trader, desk, active, retired }: RosterListOptions,
): readonly ListedTrader[] {
  const names = traders.map(({ entry }) => entry.trader);
  const desks = [...new Set(traders.map(({ entry }) => entry.desk))];
  requireKnown('unknown_trader', 'trader', trader, names);
  requireKnown('unknown_desk', 'desk', desk, desks);
  return traders.filter(
    ({ entry }) =>
      (trader === undefined || entry.trader === trader) &&
      (desk === undefined || entry.desk === desk) &&
      (active !== true || entry.active) &&
      (retired !== true || !entry.active),
  );
}

function requireKnown(
  code: 'unknown_trader' | 'unknown_desk',
  what: string,
  name: string | undefined,
  known: readonly string[],
): void {
  if (name === undefined || known.includes(name)) return;
  throw new InputError(
    code,
    `roster list · found ${quoted(name)} · expected a ${what} of the roster${didYouMean(name, known)}`,
    { hint: `Leave out --${what} to list all.` },
  );
}

function traderDocument({ entry, inForce }: ListedTrader) {
  return {
    ...entry,
    limitInForce: inForce?.dollars ?? null,
    inForceSource: inForce?.source ?? 'unknown',
    inForceSince: inForce?.since ?? null,
  };
}

function table(listed: readonly ListedTrader[], defaultLimit: number): string {
  const right = { align: 'right' as const };
  return textTable(
    [
      { head: 'TRADER' },
      { head: 'DESK' },
      { head: 'BASE LIMIT', ...right },
      { head: 'IN FORCE', ...right },
      { head: 'SOURCE' },
      { head: 'RISK CAPITAL', ...right },
      { head: 'ACTIVE' },
      { head: 'ACCOUNTS' },
    ],
    listed.map(({ entry, inForce }) => [
      shownName(entry.trader),
      shownDesk(entry.desk),
      `${limitDollars(baseLimitOf(entry, defaultLimit))}${entry.baseLimit === null ? ' *' : ''}`,
      inForce === null || inForce.dollars === null ? 'unknown' : limitDollars(inForce.dollars),
      inForce === null ? '' : sourceCell(inForce),
      `${limitDollars(riskCapitalOf(entry, defaultLimit))}${entry.riskCapital === null ? ' *' : ''}`,
      entry.active ? 'yes' : 'no',
      entry.accounts.map(shownName).join(' '),
    ]),
  );
}

/** `assumed since 2026-03-02`. */
function sourceCell({ source, since }: InForce): string {
  return since === null ? source : `${source} since ${since}`;
}

function countWords(listed: number, all: number): string {
  const traders = listed === all ? count(all, 'trader') : `${listed} of ${count(all, 'trader')}`;
  return `${traders}; * is the default. In force: what the platform enforces, as far as it is known.`;
}
