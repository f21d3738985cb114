import { backtestOf, type ClaimDesk, type Planted } from './claimDesk.ts';
import { CLAIMS, type Count, SIZES } from './claims.ts';

/**
 * Walks a desk and counts for each claim about its mode and size.
 * @throws RangeError for a desk that no claim is about
 */
export function countsOfDesk(desk: ClaimDesk, planted: Planted = {}): Readonly<Record<string, Count>> {
  const claims = CLAIMS.filter(({ mode, size }) => {
    const { traders, sessions } = SIZES[size];
    return mode === desk.mode && traders === desk.traders && sessions === desk.sessions;
  });
  if (claims.length === 0) throw new RangeError(`no claim is about ${JSON.stringify(desk)}`);
  const result = backtestOf(desk, planted);
  return Object.fromEntries(claims.map(({ id, count }) => [id, count(result)]));
}
