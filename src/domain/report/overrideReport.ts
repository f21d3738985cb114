import type { EndedOverrideFacts } from '../limits/endedOverrides.ts';
import type { Override } from '../limits/override.ts';
import type { EndedOverride } from './report.ts';

/**
 * The ended overrides that a morning names: those that ended before it, and those that it ends itself because
 * no cut remains. `dataThrough` is the last session for which the latter held.
 */
export function endedToday(
  earlier: readonly EndedOverrideFacts[],
  now: readonly Override[],
  dataThrough: string,
): readonly EndedOverride[] {
  const own = now.map((override) => ({
    override,
    lastSession: dataThrough,
    because: 'no-cut' as const,
  }));
  return [...earlier, ...own]
    .map(({ override, lastSession, because }) => ({
      id: override.id,
      trader: override.trader,
      dollars: override.dollars,
      firstSession: override.firstSession,
      lastSession,
      because,
    }))
    .toSorted((a, b) => (a.trader === b.trader ? a.id - b.id : a.trader < b.trader ? -1 : 1));
}
