const NAME = /^daybreak-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})-(\d{3})Z\.(?:db\.gz|dump)$/;

/** What a backup is: a compressed SQLite file, or a dump of a Postgres database. */
export type BackupKind = 'sqlite' | 'postgres';

const ENDINGS: Readonly<Record<BackupKind, string>> = { sqlite: '.db.gz', postgres: '.dump' };

/** Name of a backup: its time in UTC, without colons and dots, which some file systems do not allow. */
export function backupName(at: Date, kind: BackupKind): string {
  return `daybreak-${at.toISOString().replace(/[:.]/g, '-')}${ENDINGS[kind]}`;
}

/** The kind that the name of a file shows. */
export function kindOfBackup(name: string): BackupKind {
  return name.endsWith(ENDINGS.postgres) ? 'postgres' : 'sqlite';
}

/** The time in the name of a backup; null for any other name. */
export function backedUpAt(name: string): Date | null {
  const [, date, hour, minute, second, millisecond] = NAME.exec(name) ?? [];
  if (date === undefined) return null;
  const at = new Date(`${date}T${hour}:${minute}:${second}.${millisecond}Z`);
  return Number.isNaN(at.getTime()) ? null : at;
}
