import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/** Who this process is to others on the same database. Process ids are given again, so a random part tells them apart. */
export function processOwner(): string {
  return `${hostname()}:${process.pid}:${randomBytes(4).toString('hex')}`;
}
