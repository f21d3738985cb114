import { statSync } from 'node:fs';
import type { Config } from '../config/config.ts';

/** Whether the desk has a database: a command that only settles what is stored creates none. */
export function hasDatabase({ dbPath }: Pick<Config, 'dbPath'>): boolean {
  return (statSync(dbPath, { throwIfNoEntry: false })?.size ?? 0) > 0;
}
