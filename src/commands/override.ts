import { textTable } from '../adapters/terminal/table.ts';
import { type Override, overrideReasons, overrideStatus } from '../domain/limits/override.ts';
import { shortDay } from '../domain/text/dates.ts';
import { limitDollars, limitNumber } from '../domain/text/money.ts';
import { shownName } from '../domain/text/outsideText.ts';
import { count } from '../domain/text/words.ts';
import { approveOverride, endOverrides, giveOverride } from '../pipeline/limits/overrideLimit.ts';
import { authorOf } from './author.ts';
import type { ByOption, ExitCode, JsonOption, OverrideSetOptions } from './commandOptions.ts';
import { limitTerms } from './limitTerms.ts';
import { type World, withExistingStores } from './world.ts';

/** `override set`: a limit instead of the recommended one, for a few sessions. */
export async function overrideSet(
  world: World,
  trader: string,
  dollars: number,
  { json, session, through, reason, note, by }: OverrideSetOptions,
): Promise<ExitCode> {
  const given = { trader, dollars, reason, note: note ?? null, by: authorOf(by), at: world.clock.now() };
  const { terms, override } = await withExistingStores(world.config, async (stores) => {
    const atDesk = await limitTerms(world, stores);
    const firstSession = session ?? atDesk.dueSession;
    const request = { ...given, firstSession, lastSession: through ?? firstSession };
    const ports = { ...stores, calendar: world.calendar };
    return { terms: atDesk, override: await giveOverride(ports, atDesk, request) };
  });
  if (json) world.output.json(overrideDocument(override, terms.dueSession));
  else for (const line of givenWords(override, terms.dueSession)) world.output.line(line);
  return 0;
}

/** `override approve`: someone else approves an override above the base limit. */
export async function overrideApprove(world: World, id: number, { json, by }: ByOption): Promise<ExitCode> {
  const approval = { id, by: authorOf(by), at: world.clock.now() };
  const { terms, override } = await withExistingStores(world.config, async (stores) => {
    const atDesk = await limitTerms(world, stores);
    return { terms: atDesk, override: await approveOverride(stores, atDesk, approval) };
  });
  if (json) world.output.json(overrideDocument(override, terms.dueSession));
  else
    world.output.line(
      `Override ${id} is approved by ${shownName(approval.by)}: ${shownName(override.trader)} ${limitDollars(override.dollars)}, ${sessionWords(override)}.`,
    );
  return 0;
}

/** `override end`: ends the overrides of a trader. */
export async function overrideEnd(world: World, trader: string, { json, by }: ByOption): Promise<ExitCode> {
  const end = { trader, by: authorOf(by), at: world.clock.now() };
  const ended = await withExistingStores(world.config, async (stores) =>
    endOverrides(stores, await limitTerms(world, stores), end),
  );
  if (json) world.output.json({ ended: ended.map(({ id }) => id), trader, by: end.by });
  else
    for (const { id, dollars } of ended)
      world.output.line(
        `Override ${id} of ${shownName(trader)} (${limitDollars(dollars)}) has ended. The next mail asks for Daybreak's own limit.`,
      );
  return 0;
}

/** `override list`: the overrides that have not ended; with `--json` all. */
export async function overrideList(world: World, { json }: JsonOption): Promise<ExitCode> {
  const { dueSession, all } = await withExistingStores(world.config, async (stores) => ({
    ...(await limitTerms(world, stores)),
    all: await stores.limits.overrides(),
  }));
  if (json) {
    world.output.json({ overrides: all.map((each) => overrideDocument(each, dueSession)) });
    return 0;
  }
  const open = all.filter((each) => overrideStatus(each, dueSession) !== 'ended');
  const right = { align: 'right' as const };
  if (open.length > 0)
    world.output.line(
      textTable(
        [
          { head: 'ID', ...right },
          { head: 'TRADER' },
          { head: 'LIMIT', ...right },
          { head: 'BASE LIMIT', ...right },
          { head: 'SESSIONS' },
          { head: 'STATE' },
          { head: 'REASON' },
          { head: 'BY' },
        ],
        open.map((each) => [
          String(each.id),
          shownName(each.trader),
          limitDollars(each.dollars),
          limitDollars(each.baseLimit),
          sessionWords(each),
          stateWords(each, dueSession),
          reasonWords(each),
          `${shownName(each.by)}${each.approvedBy === null ? '' : `, approved by ${shownName(each.approvedBy)}`}`,
        ]),
      ),
    );
  world.output.line(
    `${count(open.length, 'override')}; ${all.length - open.length} ended (\`--json\` lists them).`,
  );
  return 0;
}

function givenWords(override: Override, dueSession: string): readonly string[] {
  const { id, trader, dollars, baseLimit, recommended, renewals } = override;
  const own =
    recommended === null ? 'no recommendation yet' : `Daybreak recommends ${limitDollars(recommended)}`;
  const renewed = renewals === 0 ? '' : ` It is renewal ${renewals}.`;
  return [
    `Override ${id}: ${shownName(trader)} ${limitDollars(dollars)}, ${sessionWords(override)}; ${own}.${renewed}`,
    overrideStatus(override, dueSession) === 'pending'
      ? `It is above the base limit of ${limitDollars(baseLimit)}: without effect until someone else approves it: \`npm run override -- approve ${id} --by NAME\`.`
      : 'The next mail or correction asks for it. It ends by itself.',
  ];
}

function sessionWords({ firstSession, lastSession }: Override): string {
  const first = shortDay(firstSession);
  return firstSession === lastSession ? `${first} only` : `${first} to ${shortDay(lastSession)}`;
}

/** `from Tue 1 Dec` where the override begins after the session due now. */
function stateWords(override: Override, dueSession: string): string {
  if (overrideStatus(override, dueSession) === 'pending') return 'waits for approval';
  return override.firstSession > dueSession ? `from ${shortDay(override.firstSession)}` : 'in force';
}

function reasonWords({ reason, note, renewals }: Override): string {
  const words = note === null ? overrideReasons[reason] : `${overrideReasons[reason]}: ${note}`;
  return renewals === 0 ? words : `${words} (renewal ${renewals})`;
}

function overrideDocument(override: Override, dueSession: string) {
  const { dollars, baseLimit, recommended, at, ...rest } = override;
  return {
    ...rest,
    dollars: limitNumber(dollars),
    baseLimit: limitNumber(baseLimit),
    recommended: recommended === null ? null : limitNumber(recommended),
    at: at.toISOString(),
    status: overrideStatus(override, dueSession),
  };
}
