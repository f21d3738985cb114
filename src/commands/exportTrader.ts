import { requireRosterEntry } from '../pipeline/limits/deskLimits.ts';
import type { ExportKind, ExportOptions } from './commandOptions.ts';
import type { Stores } from './world.ts';

/**
 * The trader of `--trader`; null: every trader.
 * @throws InputError `unknown_trader`
 */
export async function namedTrader(
  { roster }: Pick<Stores, 'roster'>,
  kind: ExportKind,
  { trader }: ExportOptions,
): Promise<string | null> {
  if (trader === undefined) return null;
  return requireRosterEntry(await roster.all(), trader, `export ${kind}`).trader;
}
