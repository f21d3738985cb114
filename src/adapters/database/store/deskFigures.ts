import type { Database } from '../database.ts';
import { lastMorning } from './lastRun.ts';

/** Figures of the last morning and of the store. None names a trader or an amount. */
export interface StoreFigures {
  /** The newest session with a stored decision; null before the first one. */
  readonly decided: {
    readonly sessionDate: string;
    readonly at: string;
    /** Number of traders of each action that was decided. */
    readonly traders: Readonly<Record<string, number>>;
    /** Answers to the mail that wait for a confirmation. */
    readonly unconfirmedAnswers: number;
  } | null;
  /** The last run of each step that is done, of the newest morning. */
  readonly steps: readonly { readonly step: string; readonly seconds: number }[];
  /** The newest session with fills. */
  readonly newestSession: string | null;
  /** When the source was read, or a file imported, for the last time. */
  readonly lastImportAt: string | null;
}

/** Reads the figures by a few queries of one session each: the daemon asks at each wake-up. */
export async function storeFigures(database: Database): Promise<StoreFigures> {
  const { queries } = database;
  const newest = await queries
    .selectFrom('trader_day')
    .select((e) => e.fn.max<string | null>('session_date').as('session'))
    .executeTakeFirst();
  return {
    decided: await decidedLast(database),
    steps: await stepsOf(database, await lastMorning(database)),
    newestSession: newest?.session ?? null,
    lastImportAt: await lastImportAt(database),
  };
}

async function decidedLast({ queries }: Database): Promise<StoreFigures['decided']> {
  const rows = await queries
    .selectFrom('decision')
    .select((e) => [
      'session_date',
      'action',
      e.fn.max('decided_at').as('at'),
      e.fn.countAll<number>().as('traders'),
    ])
    .where('session_date', '=', (e) =>
      e.selectFrom('decision').select((each) => each.fn.max('session_date').as('last')),
    )
    .groupBy(['session_date', 'action'])
    .execute();
  const [first] = rows;
  if (first === undefined) return null;
  const unconfirmed = await queries
    .selectFrom('unconfirmed_answer')
    .select((e) => e.fn.countAll<number>().as('answers'))
    .where('session_date', '=', first.session_date)
    .executeTakeFirstOrThrow();
  return {
    sessionDate: first.session_date,
    at:
      rows
        .map(({ at }) => at)
        .sort()
        .at(-1) ?? first.at,
    traders: Object.fromEntries(rows.map(({ action, traders }) => [action, traders])),
    unconfirmedAnswers: unconfirmed.answers,
  };
}

async function stepsOf({ queries }: Database, session: string | null): Promise<StoreFigures['steps']> {
  if (session === null) return [];
  const rows = await queries
    .selectFrom('run_step')
    .select(['step', 'started_at', 'finished_at'])
    .where('session_date', '=', session)
    .where('status', '=', 'done')
    .orderBy('started_at')
    .execute();
  return rows.flatMap(({ step, started_at: from, finished_at: to }) =>
    to === null ? [] : [{ step, seconds: (Date.parse(to) - Date.parse(from)) / 1000 }],
  );
}

async function lastImportAt({ queries }: Database): Promise<string | null> {
  const file = await queries
    .selectFrom('import_file')
    .select('imported_at')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const fetched = await queries
    .selectFrom('fetched_session')
    .select('fetched_at')
    .orderBy('session_date', 'desc')
    .limit(1)
    .executeTakeFirst();
  const known = [file?.imported_at, fetched?.fetched_at].filter((at) => at !== undefined);
  return known.sort().at(-1) ?? null;
}
