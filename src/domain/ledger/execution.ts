/** What one fill closed, summed over the lots it touched. */
export interface Closing {
  /** Σ (exit price − entry price)·quantity: the gain if the lots were long. */
  priceGain: number;
  /** Quantity whose entry and exit times of this session are both known, and Σ quantity·seconds held of it. */
  timedQuantity: number;
  timedQuantitySeconds: number;
}

/**
 * What one fill did to its position, dollars unless the name says otherwise. One object serves every fill of a day: it
 * is overwritten, never kept. Numbers travel in it from step to step because one handed over alone, as an argument or a
 * result, may be allocated, and there are a dozen of them a fill.
 */
export interface Execution extends Closing {
  closedQuantity: number;
  openedQuantity: number;
  /** Realised before fees. */
  grossPnl: number;
  /** Traded by the whole fill, and by its opening part. */
  notional: number;
  openedNotional: number;
  /** What it changed in the position's unrealised P&L and in its |notional|, of this session's lots. */
  openPnlChange: number;
  openNotionalChange: number;
  /** The opening part was added to a position of the same side at a price worse than its average cost. */
  addedBelowCost: boolean;
}

/** An execution that did nothing yet. */
export function blankExecution(): Execution {
  return {
    closedQuantity: 0,
    openedQuantity: 0,
    grossPnl: 0,
    notional: 0,
    openedNotional: 0,
    openPnlChange: 0,
    openNotionalChange: 0,
    addedBelowCost: false,
    priceGain: 0,
    timedQuantity: 0,
    timedQuantitySeconds: 0,
  };
}

/** Wipes what the previous fill left, but for what every fill writes anew. */
export function resetExecution(execution: Execution): void {
  execution.closedQuantity = 0;
  execution.openedQuantity = 0;
  execution.grossPnl = 0;
  execution.addedBelowCost = false;
  execution.priceGain = 0;
  execution.timedQuantity = 0;
  execution.timedQuantitySeconds = 0;
}
