/** The effect of the closing part of a fill, summed over the lots that it closed. */
export interface Closing {
  /** Σ (exit price − entry price)·quantity: the gain per unit of multiplier if the lots were long. */
  priceGain: number;
  /** Quantity whose entry and exit times in this session are both known, and its Σ quantity·seconds held. */
  timedQuantity: number;
  timedQuantitySeconds: number;
}

/**
 * The effect of one fill on its position, base currency unless the name states another unit. All fills of a
 * day share one object, which each fill overwrites, so never keep a reference to it. Passing a dozen numbers
 * per fill in one object avoids allocating them.
 */
export interface Execution extends Closing {
  closedQuantity: number;
  openedQuantity: number;
  /** Realised P&L before fees. */
  grossPnl: number;
  /** Fees: positive is a debit. */
  fees: number;
  /** Notional of the whole fill, and of its opening part. */
  notional: number;
  openedNotional: number;
  /** Change of the unrealised P&L and of the notional of this session's open lots. */
  openPnlChange: number;
  openNotionalChange: number;
  /** Change of the notional of this session's open lots, long positive and short negative. */
  openNetChange: number;
  /** Whether the opening part added to a position on the same side at a price worse than its average cost. */
  addedBelowCost: boolean;
}

/** An execution without any effect. */
export function blankExecution(): Execution {
  return {
    closedQuantity: 0,
    openedQuantity: 0,
    grossPnl: 0,
    fees: 0,
    notional: 0,
    openedNotional: 0,
    openPnlChange: 0,
    openNotionalChange: 0,
    openNetChange: 0,
    addedBelowCost: false,
    priceGain: 0,
    timedQuantity: 0,
    timedQuantitySeconds: 0,
  };
}

/** Resets the fields that a fill adds to or may leave unset. Every fill overwrites the others. */
export function resetExecution(execution: Execution): void {
  execution.closedQuantity = 0;
  execution.openedQuantity = 0;
  execution.grossPnl = 0;
  execution.addedBelowCost = false;
  execution.priceGain = 0;
  execution.timedQuantity = 0;
  execution.timedQuantitySeconds = 0;
}
