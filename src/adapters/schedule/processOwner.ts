import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/**
 * The owner name of this process in the run lease. Process ids are reused, so a random part makes the name
 * unique.
 */
export function processOwner(): string {
  return `${hostname()}:${process.pid}:${randomBytes(4).toString('hex')}`;
}
