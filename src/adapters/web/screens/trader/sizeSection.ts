import { sizeFacts, sizeHeadline } from '../../../../domain/report/sizeWords.ts';
import { DEFAULT_MAX_RISK, type SizeAnswer } from '../../../../domain/risk/sizing/sizeAnswer.ts';
import { longDay } from '../../../../domain/text/dates.ts';
import type { DeskSizes } from '../../../../ports/deskSizes.ts';
import { InputError } from '../../../../shared/errors.ts';
import { paragraph, section, table, words } from '../../pages/blocks.ts';
import type { Section } from '../../pages/document.ts';

/** The size of a trader, or why there is none yet. */
export type ShownSize = SizeAnswer | { readonly none: string };

/** The share of the usual size of one trader. What the desk cannot answer yet is said in words. */
export async function readSize(sizes: DeskSizes, trader: string): Promise<ShownSize> {
  const any = { symbol: null, price: null, maxRisk: DEFAULT_MAX_RISK, lotUnits: 1, sessionDate: null };
  try {
    return await sizes.size({ ...any, trader });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { none: NOT_YET[error.code] ?? 'There is no size.' };
  }
}

const NOT_YET: Partial<Record<string, string>> = {
  unknown_trader: 'No size: the trader is not active, or has not traded yet.',
  no_sessions: 'No size: nothing is stored yet. The first session with fills brings one.',
  not_learned: 'No size yet: the next morning learns the sessions that are missing.',
};

/** How much of the usual size the trader should trade, and why. */
export function sizeSection(size: ShownSize): Section {
  if ('none' in size) return section('size', 'Size', paragraph(size.none));
  const { sessionDate, dataThrough, stale, reasons } = size;
  const when = `${sizeHeadline(size)} for ${longDay(sessionDate)}, from trading through ${longDay(dataThrough)}.`;
  return section(
    'size',
    'Size',
    paragraph(stale ? `${when} The newest fills are older than the session before.` : when),
    paragraph(reasons.join(' ')),
    table(
      'What the size rests on',
      words('Figure', 'Value'),
      sizeFacts(size).map(([name, value]) => [name, value]),
    ),
    paragraph(
      'It changes no limit. For a position in one symbol: npm run size, or the API (docs/sizing.md).',
    ),
  );
}
