import { join } from 'node:path';
import { type FileKind, fileKind, KIND_WORDS } from '../shared/fileKind.ts';
import type { SettingValues } from './schema.ts';

type Paths = Pick<SettingValues, 'DB_PATH' | 'CALENDAR_OVERRIDES' | 'BACKUP_DIR'>;

/** Files next to the database that Daybreak or SQLite reads and writes. */
const NEIGHBOURS = ['-wal', '-shm', '-journal', '.audit-head'] as const;

/**
 * The settings whose path names something else than a file or folder, a sentence each. They are checked
 * before any path is opened: SQLite, a change of mode or a read must not reach a device or wait for a pipe.
 */
export function wrongKinds({ DB_PATH, CALENDAR_OVERRIDES, BACKUP_DIR }: Paths): readonly string[] {
  const neighbours = NEIGHBOURS.map((suffix) => `${DB_PATH}${suffix}`);
  return [
    ...unlessKind('DB_PATH', DB_PATH, 'file'),
    ...(DB_PATH === ':memory:' ? [] : neighbours.flatMap((path) => unlessKind('DB_PATH', path, 'file'))),
    ...unlessKind('CALENDAR_OVERRIDES', CALENDAR_OVERRIDES, 'file'),
    ...(BACKUP_DIR === undefined ? [] : unlessKind('BACKUP_DIR', join(BACKUP_DIR), 'folder')),
  ];
}

function unlessKind(setting: string, path: string, wanted: FileKind): readonly string[] {
  const found = fileKind(path);
  if (found === 'nothing' || found === wanted) return [];
  return [`${setting}: ${path} is ${KIND_WORDS[found]}; expected ${KIND_WORDS[wanted]}, or nothing yet`];
}
