import { shownName } from '../../../../domain/text/outsideText.ts';

const MOST_NAMED = 12;

/** `AAPL, MSFT and 3 more`. */
export function namesInWords(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  const named = names.slice(0, MOST_NAMED).map(shownName).join(', ');
  return more > 0 ? `${named} and ${more} more` : named;
}
