import { backtestOf, type ClaimDesk, walkClaimDesk } from './claimDesk.ts';
import { CLAIMS, type Claim, type Count, SIZES } from './claims.ts';

/**
 * Walks a desk and counts for each claim about its mode and size.
 * @throws RangeError for a desk that no claim is about
 */
export function countsOfDesk(desk: ClaimDesk): Readonly<Record<string, Count>> {
  const claims = CLAIMS.filter((claim) => isAbout(claim, desk));
  if (claims.length === 0) throw new RangeError(`no claim is about ${JSON.stringify(desk)}`);
  const result = backtestOf(walkClaimDesk(desk));
  return Object.fromEntries(claims.map(({ id, count }) => [id, count(result)]));
}

export function isAbout({ mode, size }: Claim, desk: ClaimDesk): boolean {
  const { traders, sessions } = SIZES[size];
  return mode === desk.mode && traders === desk.traders && sessions === desk.sessions;
}
