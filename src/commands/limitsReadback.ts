import { loadProfile } from '../adapters/files/profiles/loadProfiles.ts';
import { shownPath } from '../adapters/sources/inputPath.ts';
import { readPlatformLimits } from '../adapters/sources/platformLimitsCsv.ts';
import { textTable } from '../adapters/terminal/table.ts';
import { accountStatusWords, notStoredLines, storedLine } from '../domain/report/screens/readbackWords.ts';
import { longDay } from '../domain/text/dates.ts';
import { limitDollars } from '../domain/text/money.ts';
import { shownName } from '../domain/text/outsideText.ts';
import { requireNotFuture, requireSession } from '../pipeline/limits/sessionRules.ts';
import { type RecordedReadback, recordReadback } from '../pipeline/readback.ts';
import { authorOf } from './author.ts';
import type { ExitCode, ReadbackOptions } from './commandOptions.ts';
import { deskSession } from './deskSession.ts';
import { type World, withExistingStores } from './world.ts';

/**
 * `limits readback`: reads the platform's own export of limits, says what is in force, and stores it. Creates
 * no database. A file with a bad line is refused whole.
 */
export async function limitsReadback(
  world: World,
  file: string,
  { profile: name, session, by: givenBy, json }: ReadbackOptions,
): Promise<ExitCode> {
  const { config, clock, calendar, output } = world;
  const at = clock.now();
  const by = authorOf(givenBy);
  const profile = loadProfile(name ?? 'generic', '--profile');
  const amounts = await readPlatformLimits(file, profile);
  const { sessionDate, result } = await withExistingStores(config, async (stores) => {
    const due = await deskSession(world, stores);
    const asked = session ?? due;
    requireSession(calendar, asked, 'limits readback');
    requireNotFuture(asked, due, 'limits readback');
    const facts = { profile, amounts, file: shownPath(file), sessionDate: asked, by, at };
    const { defaultLimit, limitLifetime: lifetime } = config;
    return { sessionDate: asked, result: await recordReadback(stores, { ...facts, defaultLimit, lifetime }) };
  });
  if (json)
    output.json({ file: shownPath(file), profile: profile.name, session: sessionDate, by, ...result });
  else for (const line of textLines(result, sessionDate, by)) output.line(line);
  return 0;
}

function textLines(result: RecordedReadback, sessionDate: string, by: string): readonly string[] {
  const { accounts, traders, recorded, mailedSession } = result;
  const mailed =
    mailedSession === null ? 'no mail yet, so with base limits' : `mail of ${longDay(mailedSession)}`;
  const right = { align: 'right' as const };
  const columns = [
    { head: 'ACCOUNT' },
    { head: 'TRADER' },
    { head: 'PLATFORM', ...right },
    { head: 'MAILED', ...right },
    { head: 'STATUS', width: 48 },
  ];
  const rows = accounts.map(({ account, trader, platform, expected, status }) => [
    shownName(account),
    trader === null ? '' : shownName(trader),
    platform === null ? '' : limitDollars(platform),
    expected === null ? '' : limitDollars(expected),
    accountStatusWords[status],
  ]);
  return [
    `Limits on the platform for ${longDay(sessionDate)}, compared with: ${mailed}`,
    textTable(columns, rows),
    ...notStoredLines(traders),
    storedLine(recorded, by),
  ];
}
