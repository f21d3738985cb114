import { roughDollars } from '../../text/money.ts';
import { shownName } from '../../text/outsideText.ts';
import { count } from '../../text/words.ts';
import { exitSeconds } from './exitTime.ts';
import { losingSide, slippageShare } from './priceShock.ts';
import type { ScenarioResult } from './scenarioResult.ts';
import type { StressDesk } from './stressDesk.ts';

const MOST_NAMED = 3;
/** A difference below this is not worth a sentence, dollars. */
const LEAST_DOLLARS = 1;

/** What a risk manager can do about a scenario: sentences that name traders, symbols and dollars. */
export function recommendations(desk: StressDesk, result: ScenarioResult): readonly string[] {
  return [
    ...overLimit(desk, result),
    ...worstSymbol(desk, result),
    ...smallerExposure(desk, result),
    ...slowExits(desk, result),
    ...worthOfCuts(result),
    ...worthAtSize(desk, result),
  ];
}

/** Traders whose loss reaches the limit in force, the largest loss first. */
function overLimit(desk: StressDesk, { price }: ScenarioResult): readonly string[] {
  const over = desk.traders
    .map(({ trader }, place) => ({ trader, place, loss: 0 - price.traderCents[place]! / 100 }))
    .filter(({ place, loss }) => loss > 0 && loss >= desk.limits[place]!)
    .sort((a, b) => b.loss - a.loss || (a.trader < b.trader ? -1 : 1));
  if (over.length === 0) return [];
  const named = over.slice(0, MOST_NAMED).map(({ trader, place, loss }) => {
    const overnight = 0 - price.overnightCents[place]! / 100;
    const held = Math.abs(overnight) < LEAST_DOLLARS ? '' : `, ${roughDollars(overnight)} of it overnight`;
    return `${shownName(trader)} ${roughDollars(loss)} (limit ${roughDollars(desk.limits[place]!)}${held})`;
  });
  const more = over.length > MOST_NAMED ? ` and ${count(over.length - MOST_NAMED, 'other')}` : '';
  return [
    `Ask whether these positions have to be so large. Beyond their limit would lose: ${named.join(', ')}${more}.`,
  ];
}

/** The symbol that loses most overnight, with the traders who hold it. */
function worstSymbol(desk: StressDesk, { price, scenario }: ScenarioResult): readonly string[] {
  const cents = [...price.symbolCents];
  const least = Math.min(0, ...cents);
  if (least > -100 * LEAST_DOLLARS) return [];
  const symbol = desk.symbols[cents.indexOf(least)] ?? '';
  const holders = desk.traders
    .map(({ trader, positions }) => ({ trader, held: positions.find((each) => each.symbol === symbol) }))
    .filter(({ held }) => held !== undefined && held.notional * scenario.priceShock < 0)
    .sort((a, b) => Math.abs(b.held?.notional ?? 0) - Math.abs(a.held?.notional ?? 0))
    .slice(0, MOST_NAMED)
    .map(({ trader, held }) => `${shownName(trader)} (${roughDollars(held?.notional ?? 0)})`);
  return [
    `Overnight ${shownName(symbol)} loses most, ${roughDollars(0 - least / 100)}. It is held by ${holders.join(', ')}: hedge it or close it before the close.`,
  ];
}

function smallerExposure(desk: StressDesk, { deskPnl, scenario, level }: ScenarioResult): readonly string[] {
  const beyond = 0 - deskPnl - desk.sumOfLimits;
  const perDollar = Math.abs(scenario.priceShock) + slippageShare(desk, scenario);
  if (beyond <= 0 || perDollar === 0 || level !== 'CRITICAL') return [];
  const side = scenario.priceShock > 0 ? 'short' : 'long';
  return [
    `For the loss to stay within the sum of the limits, ${roughDollars(desk.sumOfLimits)}, the desk's net ${side} positions have to be ${roughDollars(beyond / perDollar)} smaller.`,
  ];
}

/** Traders who could not close their worst exposure while the market moves. */
function slowExits(desk: StressDesk, { scenario }: ScenarioResult): readonly string[] {
  const slow = desk.traders
    .map(({ trader, exposure }) => ({
      trader,
      open: exposure === null ? 0 : losingSide(exposure.worst, scenario.priceShock),
      seconds: exitSeconds(exposure, scenario) ?? 0,
    }))
    .filter(({ seconds }) => seconds > scenario.durationSeconds)
    .sort((a, b) => b.seconds - a.seconds || (a.trader < b.trader ? -1 : 1));
  if (slow.length === 0) return [];
  const named = slow
    .slice(0, MOST_NAMED)
    .map(({ trader, open, seconds }) => `${shownName(trader)} ${minutes(seconds)} for ${roughDollars(open)}`);
  return [
    `${count(slow.length, 'trader')} could not close within ${minutes(scenario.durationSeconds)}, at 30 % of the volume: ${named.join(', ')}.`,
  ];
}

function worthOfCuts({ loss, scenario }: ScenarioResult): readonly string[] {
  if (loss === null || scenario.volatilityFactor === 1) return [];
  const [base, own] = [loss.atBaseLimits.expectedShortfall95, loss.inForce.expectedShortfall95];
  if (own - base >= LEAST_DOLLARS)
    return [
      `Limits above the base limits cost ${roughDollars(own - base)} on such a day: ES 95 is ${roughDollars(own)} with the limits in force, ${roughDollars(base)} with the base limits.`,
    ];
  if (base - own < LEAST_DOLLARS) return [];
  return [
    `Today's cuts are worth ${roughDollars(base - own)} on such a day: ES 95 is ${roughDollars(own)} with the limits in force, ${roughDollars(base)} with the base limits.`,
  ];
}

function worthAtSize(desk: StressDesk, { sized, scenario }: ScenarioResult): readonly string[] {
  if (sized === null || sized.worst === null) return [];
  const percent = Math.round(100 * scenario.limitFactor);
  const { sessions, pnl, pnlAtBaseLimits, worst } = sized;
  const base =
    Math.abs(pnl - pnlAtBaseLimits) < LEAST_DOLLARS
      ? ''
      : `, ${roughDollars(pnlAtBaseLimits)} with the base limits`;
  return [
    `At ${percent} % of the size the last ${count(sessions, 'session')} would have made ${roughDollars(pnl)} with the limits in force${base}. The worst of them, ${worst.sessionDate}, would have made ${roughDollars(worst.pnl)} against limits of ${roughDollars(desk.sumOfLimits)}.`,
  ];
}

function minutes(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds / 60));
  return whole < 120 ? count(whole, 'minute') : `${(whole / 60).toFixed(1)} hours`;
}
