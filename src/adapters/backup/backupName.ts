const NAME = /^daybreak-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})-(\d{3})Z\.db\.gz$/;

/** What a backup is called: the instant it shows, in UTC, without what file systems dislike in a name. */
export function backupName(at: Date): string {
  return `daybreak-${at.toISOString().replace(/[:.]/g, '-')}.db.gz`;
}

/** The instant that a backup of this name shows; null for any other file. */
export function backedUpAt(name: string): Date | null {
  const [, date, hour, minute, second, millisecond] = NAME.exec(name) ?? [];
  if (date === undefined) return null;
  const at = new Date(`${date}T${hour}:${minute}:${second}.${millisecond}Z`);
  return Number.isNaN(at.getTime()) ? null : at;
}
