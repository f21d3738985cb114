import type { SizeAnswer } from '../risk/sizing/sizeAnswer.ts';
import { toCents } from './morningDocument.ts';

/** A size as JSON: dollars to the cent, shares to six digits, both never rounded up to more risk. */
export function sizeDocument(answer: SizeAnswer) {
  const { sessionDate, dataThrough, stale, trader, symbol, price, multiplier, size, usual } = answer;
  return {
    session: sessionDate,
    dataThrough,
    stale,
    trader,
    symbol,
    price,
    multiplier: Math.floor(multiplier * 1e6 + 1e-6) / 1e6,
    size,
    value: centsOrNull(answer.value),
    usual,
    usualValue: centsOrNull(answer.usualValue),
    budget: centsOrNull(answer.budget),
    expectedShortfall: centsOrNull(answer.expectedShortfall),
    confidence: answer.confidence,
    riskLevel: answer.riskLevel,
    boundBy: answer.boundBy,
    reasons: [...answer.reasons],
  };
}

/** The sizes of every trader as JSON. */
export function sizesDocument(sessionDate: string, dataThrough: string, answers: readonly SizeAnswer[]) {
  return { session: sessionDate, dataThrough, traders: answers.map(sizeDocument) };
}

function centsOrNull(dollars: number | null): number | null {
  return dollars === null ? null : toCents(dollars);
}
