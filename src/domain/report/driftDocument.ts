import type { DriftLook } from '../evaluation/driftLook.ts';

/** A look at drift as JSON: indices and scores to six digits. */
export function driftDocument({ session, indicators, scores, retrain, fits, ...look }: DriftLook) {
  return {
    session,
    missingSessions: look.missingSessions,
    indicators: indicators.map(({ id, psi, level, watchAbove, alarmAbove, mover }) => ({
      id,
      psi: sixDigits(psi),
      level,
      watchAbove: sixDigits(watchAbove),
      alarmAbove: sixDigits(alarmAbove),
      mover: psi > watchAbove ? (mover?.trader ?? null) : null,
      psiWithoutMover: psi > watchAbove && mover !== null ? sixDigits(mover.psiWithout) : null,
    })),
    missingScores: look.missingScores,
    scores: scores.map(({ id, now, before, interval, decayed }) => ({
      id,
      now: digitsOrNull(now),
      before: digitsOrNull(before),
      interval: interval === null ? null : { low: sixDigits(interval[0]), high: sixDigits(interval[1]) },
      decayed,
    })),
    retrain,
    fits:
      fits === null
        ? null
        : {
            before: fits.before,
            now: fits.now,
            location: digitsOrNull(fits.location),
            logScale: digitsOrNull(fits.logScale),
            locationFlips: [...fits.locationFlips],
            logScaleFlips: [...fits.logScaleFlips],
          },
  };
}

function sixDigits(value: number): number {
  return Number(value.toFixed(6));
}

function digitsOrNull(value: number | null): number | null {
  return value === null ? null : sixDigits(value);
}
