import { textTable } from '../adapters/terminal/table.ts';
import { inForceWords } from '../domain/limits/inForceWords.ts';
import { longDay } from '../domain/text/dates.ts';
import { limitDollars, limitNumber } from '../domain/text/money.ts';
import { shownName } from '../domain/text/outsideText.ts';
import { count } from '../domain/text/words.ts';
import { type DeskLimit, readDeskLimits } from '../pipeline/limits/deskLimits.ts';
import { stateLimit } from '../pipeline/limits/stateLimit.ts';
import { authorOf } from './author.ts';
import type { ExitCode, JsonOption, LimitsSetOptions } from './commandOptions.ts';
import { limitTerms } from './limitTerms.ts';
import { withShownStores } from './shownStores.ts';
import { type World, withExistingStores } from './world.ts';

/** How a trader's limit becomes known. */
export const END_UNKNOWN =
  'Answer the next mail (`npm run answer`), or state what the platform holds: `npm run limits -- set TRADER DOLLARS`.';

/** `limits list`: prints the limit in force of every active trader. */
export async function limitsList(world: World, { json }: JsonOption): Promise<ExitCode> {
  const { terms, limits } = await withShownStores(world, json, async (stores) => {
    const atDesk = await limitTerms(world, stores);
    return { terms: atDesk, limits: await readDeskLimits(stores, atDesk) };
  });
  if (json) {
    world.output.json({ traders: limits.map(limitDocument) });
    return 0;
  }
  const right = { align: 'right' as const };
  world.output.line(
    textTable(
      [
        { head: 'TRADER' },
        { head: 'BASE LIMIT', ...right },
        { head: 'IN FORCE', ...right },
        { head: 'KNOWN FROM' },
      ],
      limits.map(({ trader, baseLimit, inForce }) => [
        shownName(trader),
        limitDollars(baseLimit),
        inForceDollars(inForce),
        inForceWords(inForce),
      ]),
    ),
  );
  world.output.line(`${count(limits.length, 'trader')}, on ${longDay(terms.dueSession)}.`);
  const unknown = limits.filter(({ inForce }) => inForce.dollars === null).length;
  if (unknown > 0)
    world.output.line(`The limit in force of ${count(unknown, 'trader')} is unknown. ${END_UNKNOWN}`);
  return 0;
}

/** `limits set`: records what the platform holds for a trader. */
export async function limitsSet(
  world: World,
  trader: string,
  dollars: number,
  { json, session, by }: LimitsSetOptions,
): Promise<ExitCode> {
  const author = authorOf(by);
  const at = world.clock.now();
  const { stated, now, lastTarget } = await withExistingStores(world.config, async (stores) => {
    const terms = await limitTerms(world, stores);
    const fact = { trader, dollars, sessionDate: session ?? terms.dueSession, by: author, at };
    return { stated: fact, ...(await stateLimit({ ...stores, calendar: world.calendar }, terms, fact)) };
  });
  if (json) {
    world.output.json({ session: stated.sessionDate, stated: limitNumber(dollars), ...limitDocument(now) });
    return 0;
  }
  world.output.line(
    `${shownName(trader)}: the platform holds ${limitDollars(dollars)} from ${longDay(stated.sessionDate)} on, stated by ${shownName(stated.by)}.`,
  );
  world.output.line(nowWords(now));
  if (lastTarget === null || Math.abs(lastTarget - dollars) >= 1)
    world.output.line(
      `This is a fact, not a decision: the next mail asks again for Daybreak's own limit${lastTarget === null ? '' : ` (last ${limitDollars(lastTarget)})`}. To keep ${limitDollars(dollars)}, use \`npm run override -- set ${trader} ${limitNumber(dollars)} --reason CODE\`.`,
    );
  return 0;
}

/** The limit in force after a command, as one sentence. */
export function nowWords({ trader, inForce }: DeskLimit): string {
  return `${shownName(trader)}: in force now ${inForceDollars(inForce)}, ${inForceWords(inForce)}.`;
}

/** The row of `limits list --json`. */
export function limitDocument({ trader, baseLimit, inForce }: DeskLimit) {
  return {
    trader,
    baseLimit: limitNumber(baseLimit),
    limitInForce: inForce.dollars === null ? null : limitNumber(inForce.dollars),
    source: inForce.source,
    since: inForce.since,
    by: inForce.by,
  };
}

function inForceDollars({ dollars }: DeskLimit['inForce']): string {
  return dollars === null ? 'unknown' : limitDollars(dollars);
}
