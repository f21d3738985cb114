import { copyStore } from '../adapters/database/copy/copyStore.ts';
import { openPostgresSource, openPostgresTarget } from '../adapters/database/copy/postgresSide.ts';
import { openSqliteSource, openSqliteTarget } from '../adapters/database/copy/sqliteSide.ts';
import { count } from '../domain/text/words.ts';
import { ConfigurationError } from '../shared/errors.ts';
import type { CopyStoreOptions, ExitCode } from './commandOptions.ts';
import type { World } from './world.ts';

/** One end of a copy. An address may hold a password and is never shown. */
type CopyPlace =
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'postgres'; readonly url: string };

/**
 * `copy-store`: copies a desk from a SQLite file to a Postgres database, or back. The source is only read.
 * @throws ConfigurationError `copy_usage` for places that are not one of each; StoreError as `copyStore`.
 */
export async function copyStoreCommand(
  world: World,
  { from, to, json }: CopyStoreOptions,
): Promise<ExitCode> {
  const [source, target] = [placeOf(world, '--from', from), placeOf(world, '--to', to)];
  if (source.kind === target.kind)
    throw usage(`--from and --to · found two ${source.kind === 'sqlite' ? 'files' : 'servers'}`);
  const result = await copyBetween(world, source, target);
  if (json) world.output.json(result);
  else print(world, result);
  return 0;
}

async function copyBetween(world: World, source: CopyPlace, target: CopyPlace) {
  const opened =
    source.kind === 'sqlite'
      ? openSqliteSource(source.path, world.clock.now)
      : await openPostgresSource(source.url);
  try {
    const filled =
      target.kind === 'sqlite' ? await openSqliteTarget(target.path) : await openPostgresTarget(target.url);
    try {
      const copied = await copyStore(opened, filled, world);
      return { from: opened.place, to: filled.place, ...copied };
    } finally {
      await filled.close();
    }
  } finally {
    await opened.close();
  }
}

type Copied = Awaited<ReturnType<typeof copyBetween>>;

function print(
  { output }: World,
  { from, to, tables, rows, sessions, fills, resumed, auditEntries }: Copied,
): void {
  if (resumed > 0) output.line(`The copy went on after ${count(resumed, 'part')} of an earlier run.`);
  output.line(
    `${from} is copied to ${to}: ${count(rows, 'row')} of ${count(tables, 'table')}, ${count(fills, 'fill')} of ${count(sessions, 'session')}.`,
  );
  output.line(
    `Every part was read again and compared. The audit trail holds: ${count(auditEntries, 'entry', 'entries')}.`,
  );
  output.line(
    'Set DB_PATH or DATABASE_URL to the copy, and let no daemon use the old store: both would send mails.',
  );
}

function placeOf({ config }: World, option: string, text: string): CopyPlace {
  if (text.startsWith('sqlite:') && text.length > 'sqlite:'.length)
    return { kind: 'sqlite', path: text.slice('sqlite:'.length) };
  if (/^postgres(?:ql)?:\/\//.test(text)) return { kind: 'postgres', url: text };
  if (text === 'DATABASE_URL' && config.databaseUrl !== null)
    return { kind: 'postgres', url: config.databaseUrl };
  throw usage(
    `${option} · found ${text === 'DATABASE_URL' ? 'DATABASE_URL, which is not set' : 'another text'}`,
  );
}

function usage(found: string): ConfigurationError {
  return new ConfigurationError(
    'copy_usage',
    `copy-store, ${found} · expected sqlite:FILE at one end and a Postgres database at the other`,
    {
      hint: 'Name the server by DATABASE_URL, which takes the address of that setting, or by postgres://… Other users of the host can read an address on a command line.',
    },
  );
}
