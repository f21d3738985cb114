import type { SizeAnswer } from '../risk/sizing/sizeAnswer.ts';
import { limitDollars, riskDollars, roughDollars } from '../text/money.ts';
import { shownName } from '../text/outsideText.ts';

/** A share of the usual size in whole percent, rounded down: `80 %`. */
export function sizeShare(multiplier: number): string {
  return `${Math.floor(100 * multiplier + 1e-9)} %`;
}

/** The answer in one line: `NET001: 80 % of the usual size`, `NET001 AAPL: at most 640, worth $32,000`. */
export function sizeHeadline(answer: SizeAnswer): string {
  const { trader, symbol, size, value, multiplier } = answer;
  const name = shownName(trader);
  if (symbol === null) return `${name}: ${sizeShare(multiplier)} of the usual size`;
  if (size === null) return `${name} ${symbol}: no size`;
  return `${name} ${symbol}: at most ${size.toLocaleString('en-US')}, worth ${limitDollars(value ?? 0)}`;
}

/** What the size rests on: names and values in the order in which they are read. */
export function sizeFacts(answer: SizeAnswer): readonly (readonly [name: string, value: string])[] {
  const { usual, usualValue, budget, expectedShortfall, price } = answer;
  const worth = usualValue === null ? '' : `, worth ${roughDollars(usualValue)}`;
  return [
    ['Share of the usual size', sizeShare(answer.multiplier)],
    ...(answer.symbol === null
      ? usualValue === null
        ? []
        : [['Usual order', roughDollars(usualValue)] as const]
      : usual === null
        ? []
        : [['Usual order', `${usual.toLocaleString('en-US')}${worth}`] as const]),
    ...(price === null ? [] : [['Price', limitDollars(Math.abs(price))] as const]),
    ...(budget === null ? [] : [['Budget of a bad day', roughDollars(budget)] as const]),
    ...(expectedShortfall === null
      ? []
      : [['Worst 5 % of days, at most', riskDollars(expectedShortfall)] as const]),
    ['Risk level', answer.riskLevel],
    ['Confidence', answer.confidence],
  ];
}
