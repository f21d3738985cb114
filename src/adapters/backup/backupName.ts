const NAME = /^daybreak-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})-(\d{3})Z\.db\.gz$/;

/** Name of a backup: its time in UTC, without colons and dots, which some file systems do not allow. */
export function backupName(at: Date): string {
  return `daybreak-${at.toISOString().replace(/[:.]/g, '-')}.db.gz`;
}

/** The time in the name of a backup; null for any other name. */
export function backedUpAt(name: string): Date | null {
  const [, date, hour, minute, second, millisecond] = NAME.exec(name) ?? [];
  if (date === undefined) return null;
  const at = new Date(`${date}T${hour}:${minute}:${second}.${millisecond}Z`);
  return Number.isNaN(at.getTime()) ? null : at;
}
