/** Sessions over which traders are compared, and the sessions that both must have traded. */
export const CORRELATION_SESSIONS = 60;
export const LEAST_COMMON_SESSIONS = 40;
/** A pair above this is named. */
export const HIGH_CORRELATION = 0.7;

/** Net P&L of a trader over the same sessions as the others, oldest first. */
export interface TraderReturns {
  readonly trader: string;
  /** Dollars; null: the trader did not trade. */
  readonly netPnl: readonly (number | null)[];
}

/** Two traders with enough common sessions, in the order of the names. */
export interface TraderPair {
  readonly first: string;
  readonly second: string;
  /** −1 to 1. */
  readonly correlation: number;
  /** Sessions on which both traded. */
  readonly commonSessions: number;
}

export interface TraderCorrelations {
  /** The highest correlation first. */
  readonly pairs: readonly TraderPair[];
  /** Pairs with fewer than 40 common sessions, and pairs in which one trader's P&L never changed. */
  readonly notKnown: number;
}

/**
 * Pearson's r of daily net P&L for each pair of traders, over the sessions on which both traded, at least 40.
 *
 * Example, with four sessions: P&L of $10, −$20, $30 and −$40 against $20, −$30, $10 and −$60. About the
 * means −5 and −15, Σdx·dy = 3,200, Σdx² = 2,900 and Σdy² = 4,100: r = 3,200/√(2,900 · 4,100) = 0.928.
 *
 * Source: Pearson (1895). docs/methods.md, section 13.
 */
export function correlationsOf(
  traders: readonly TraderReturns[],
  leastCommon: number = LEAST_COMMON_SESSIONS,
): TraderCorrelations {
  const columns = traders
    .toSorted((a, b) => (a.trader < b.trader ? -1 : 1))
    .map(({ trader, netPnl }) => ({
      trader,
      values: Float64Array.from(netPnl, (value) => value ?? Number.NaN),
    }));
  const pairs: TraderPair[] = [];
  let notKnown = 0;
  for (const [place, { trader: first, values }] of columns.entries())
    for (const { trader: second, values: others } of columns.slice(place + 1)) {
      const found = pearson(values, others, leastCommon);
      if (found === null) notKnown++;
      else pairs.push({ first, second, ...found });
    }
  return { pairs: pairs.sort((a, b) => b.correlation - a.correlation), notKnown };
}

/** NaN stands for a session without trades. Deviations within rounding of 0 have no correlation. */
function pearson(
  x: Float64Array,
  y: Float64Array,
  leastCommon: number,
): Pick<TraderPair, 'correlation' | 'commonSessions'> | null {
  let count = 0;
  let sumX = 0;
  let sumY = 0;
  let largestX = 0;
  let largestY = 0;
  for (let at = 0; at < x.length; at++) {
    if (Number.isNaN(x[at]! + y[at]!)) continue;
    count++;
    sumX += x[at]!;
    sumY += y[at]!;
    largestX = Math.max(largestX, Math.abs(x[at]!));
    largestY = Math.max(largestY, Math.abs(y[at]!));
  }
  if (count < Math.max(leastCommon, 2)) return null;
  const [meanX, meanY] = [sumX / count, sumY / count];
  let products = 0;
  let squaresX = 0;
  let squaresY = 0;
  for (let at = 0; at < x.length; at++) {
    if (Number.isNaN(x[at]! + y[at]!)) continue;
    const [dx, dy] = [x[at]! - meanX, y[at]! - meanY];
    products += dx * dy;
    squaresX += dx * dx;
    squaresY += dy * dy;
  }
  const isFlat = (squares: number, largest: number) => Math.sqrt(squares / count) <= 1e-12 * largest;
  if (isFlat(squaresX, largestX) || isFlat(squaresY, largestY)) return null;
  const correlation = products / Math.sqrt(squaresX * squaresY);
  return { correlation: Math.min(1, Math.max(-1, correlation)), commonSessions: count };
}
