import type { TraderProof } from '../domain/decision/proof.ts';
import { acceptCommand, causeWords } from '../domain/decision/proofWords.ts';
import { missingWords } from '../domain/report/proofReport.ts';
import { sessionDueNow } from '../domain/session/due.ts';
import { shownName } from '../domain/text/outsideText.ts';
import { count } from '../domain/text/words.ts';
import { readHoles, recentHoles } from '../pipeline/holes.ts';
import { PROOF_SESSIONS, readProof } from '../pipeline/steps/proof.ts';
import { green, note } from './doctorResult.ts';
import { onStores } from './doctorStore.ts';
import type { Stores, World } from './world.ts';

const MOST_NAMED = 8;

/** What the next morning could not prove, and which sessions are missing. */
export const history = onStores(async (stores, world) => {
  const through = await lastSession(stores, world);
  if (through === null) return note('no fills yet', 'Import fills or run a morning.');
  const ports = { ...stores, calendar: world.calendar };
  const { byTrader } = await readProof(ports, through);
  const open = [...byTrader].filter(([, { notProven }]) => notProven.length > 0);
  const holes = recentHoles(world.calendar, await readHoles(ports, through), through);
  if (open.length === 0 && holes.length === 0)
    return green(`every trader is proven over ${PROOF_SESSIONS} sessions, and no session is missing`);
  return note([...openWords(open), ...holeWords(holes, world)].join('; '), todoOf(open, holes, world));
});

/** Files of an earlier version whose rows were not all kept. */
export const imports = onStores(async ({ fills }) => {
  const old = await fills.importsBeforeUpgrade();
  if (old.length === 0) return green('no import of an earlier version is in use');
  return note(
    `${count(old.length, 'file')} imported by an earlier version: ${namesOf(old.map(({ file }) => file))}`,
    'Import them again: negative prices, unknown fee columns and currencies were not kept. A fill that is stored counts once.',
  );
});

/** The last session that is stored and closed; null on a desk without fills. */
async function lastSession({ fills }: Stores, world: World): Promise<string | null> {
  const { clock, calendar, config } = world;
  const closed = calendar.previousSession(sessionDueNow(clock.now(), calendar, config.timezone));
  const last = (await fills.sessionRange())?.last ?? null;
  return last === null || last < closed ? last : closed;
}

function openWords(open: readonly [string, TraderProof][]): readonly string[] {
  if (open.length === 0) return [];
  const named = open.map(([trader, { notProven }]) => {
    const items = notProven.map(({ session, code }) => `${session} ${causeWords(code)}`);
    const more = items.length > 1 ? ` and ${items.length - 1} more` : '';
    return `${shownName(trader)} (${items[0] ?? ''}${more})`;
  });
  return [`${count(open.length, 'trader')} not proven: ${namesOf(named)}`];
}

function holeWords(holes: readonly string[], { config }: World): readonly string[] {
  return holes.length === 0 ? [] : [missingWords(holes, config.source !== null)];
}

function todoOf(
  [first]: readonly [string, TraderProof][],
  holes: readonly string[],
  { config }: World,
): string {
  const session = first?.[1].notProven[0]?.session;
  const settle =
    first === undefined || session === undefined
      ? []
      : [
          `Import what is missing, or accept it as it is: \`${acceptCommand(shownName(first[0]), session)}\`.`,
        ];
  const fetch =
    holes.length === 0
      ? []
      : [
          config.source === null
            ? 'Import the missing sessions.'
            : 'The next morning fetches the missing sessions.',
        ];
  return [...settle, ...fetch].join(' ');
}

/** At most eight, and how many more. */
function namesOf(all: readonly string[]): string {
  const shown = all.slice(0, MOST_NAMED).join(', ');
  return all.length > MOST_NAMED ? `${shown} and ${all.length - MOST_NAMED} more` : shown;
}
