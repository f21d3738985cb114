/**
 * What a stress scenario assumes. A scenario is data: the five shipped ones are rows of `SCENARIOS`, and a
 * desk adds its own in JSON. A factor of 1 leaves its part as it is.
 */
export interface Scenario {
  /** Name for options and JSON: `market_crash`. */
  readonly name: string;
  /** The scenario in a few words, for pages. */
  readonly label: string;
  /** Change of every price, as a share: −0.3 is a fall of 30 %. From −1 to 10. */
  readonly priceShock: number;
  /** Multiple of every trader's spread of daily P&L, above 0. */
  readonly volatilityFactor: number;
  /** Multiple of the slippage of a stop, 0 or more. */
  readonly spreadFactor: number;
  /** Share of the usual volume that still trades, above 0: 0.3 is 70 % less. */
  readonly volumeFactor: number;
  /** Multiple of the size of every position, above 0: 0.5 where position limits are halved. */
  readonly limitFactor: number;
  /** How long the market takes to move, seconds of trading. */
  readonly durationSeconds: number;
}

/** A trading day of six and a half hours. */
export const SESSION_SECONDS = 23_400;

/** Every field at the value that changes nothing. */
export const NO_CHANGE: Omit<Scenario, 'name' | 'label'> = {
  priceShock: 0,
  volatilityFactor: 1,
  spreadFactor: 1,
  volumeFactor: 1,
  limitFactor: 1,
  durationSeconds: SESSION_SECONDS,
};

/** The shipped scenarios, in the order in which they are shown. */
export const SCENARIOS: readonly Scenario[] = [
  {
    ...NO_CHANGE,
    name: 'market_crash',
    label: 'Prices fall by 30 %, volatility triples',
    priceShock: -0.3,
    volatilityFactor: 3,
  },
  {
    ...NO_CHANGE,
    name: 'liquidity_crisis',
    label: 'Volume falls by 70 %, spreads are five times as wide',
    spreadFactor: 5,
    volumeFactor: 0.3,
  },
  {
    ...NO_CHANGE,
    name: 'flash_crash',
    label: 'Prices fall by 15 % within 5 minutes',
    priceShock: -0.15,
    durationSeconds: 300,
  },
  {
    ...NO_CHANGE,
    name: 'regulatory_shock',
    label: 'Position limits are halved',
    limitFactor: 0.5,
  },
  {
    ...NO_CHANGE,
    name: 'black_swan',
    label: 'Prices fall by 50 %, volatility is five times as high',
    priceShock: -0.5,
    volatilityFactor: 5,
  },
];
