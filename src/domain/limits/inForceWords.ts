import { shortDay } from '../text/dates.ts';
import { shownName } from '../text/outsideText.ts';
import type { InForce } from './inForce.ts';

/**
 * Where a limit in force is known from, in words.
 *
 * Example: `assumed since Thu 26 Nov, never confirmed`.
 */
export function inForceWords({ source, since, by }: InForce): string {
  const held = since === null ? 'unchanged' : `since ${shortDay(since)}`;
  const name = by === null ? '' : ` by ${shownName(by)}`;
  switch (source) {
    case 'base':
      return 'base limit, no change was mailed';
    case 'assumed':
      return `assumed ${held}, never confirmed`;
    case 'answered':
      return `answered${name}, ${held}`;
    case 'set':
      return `stated${name}, ${held}`;
    case 'readback':
      return `read back from the platform${name}, ${held}`;
    case 'unknown':
      return `unknown ${held}`;
  }
}
