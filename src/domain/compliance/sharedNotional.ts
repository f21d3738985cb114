/** Notional of one trader's session by symbol, dollars. */
export type NotionalBySymbol = ReadonlyMap<string, number>;

/**
 * How much two traders trade the same symbols: of each, the share of notional in symbols that both traded,
 * and of both shares the larger one, 0 to 1. null where one of them did not trade.
 *
 * Example: the first trades $60 of AAPL and $40 of MSFT, the second $20 of AAPL and $80 of TSLA. AAPL is 60 %
 * of the first and 20 % of the second: 0.6.
 */
export function sharedNotional(
  first: NotionalBySymbol | undefined,
  second: NotionalBySymbol | undefined,
): number | null {
  if (first === undefined || second === undefined) return null;
  const [ofFirst, ofSecond] = [shareIn(first, second), shareIn(second, first)];
  return ofFirst === null || ofSecond === null ? null : Math.max(ofFirst, ofSecond);
}

function shareIn(own: NotionalBySymbol, other: NotionalBySymbol): number | null {
  let [total, shared] = [0, 0];
  for (const [symbol, dollars] of own) {
    total += dollars;
    if (other.has(symbol)) shared += dollars;
  }
  return total === 0 ? null : shared / total;
}
