import type { DriftLook } from '../../src/domain/evaluation/driftLook.ts';
import type { IndicatorDrift } from '../../src/domain/risk/drift/indicatorDrift.ts';

/** An indicator that has not moved. */
export function indicatorDriftOf(override: Partial<IndicatorDrift> = {}): IndicatorDrift {
  return {
    id: 'last_r',
    level: 'ok',
    psi: 0.04,
    psiBefore: 0.03,
    watchAbove: 0.1,
    alarmAbove: 0.25,
    mover: { trader: 'NET001', psiWithout: 0.03 },
    ...override,
  };
}

/** A look with an alarm, a change through one trader, and a decayed VaR. */
export function driftLookOf(override: Partial<DriftLook> = {}): DriftLook {
  return {
    session: '2026-03-03',
    missingSessions: 0,
    indicators: [
      indicatorDriftOf(),
      indicatorDriftOf({ id: 'vol_7', psi: 0.35, mover: { trader: 'NET002', psiWithout: 0.05 } }),
      indicatorDriftOf({
        id: 'notional_surprise',
        level: 'alarm',
        psi: 0.71,
        psiBefore: 0.62,
        mover: { trader: 'NET003', psiWithout: 0.655_555_55 },
      }),
    ],
    missingScores: 0,
    scores: [
      { id: 'coverage', now: 0.081, before: 0.05, interval: [0.004, 0.058], decayed: true },
      { id: 'pinball', now: 0.97, before: 0.96, interval: null, decayed: false },
      { id: 'regret', now: null, before: 0.9, interval: null, decayed: false },
    ],
    retrain: true,
    fits: {
      before: '2026-02-23',
      now: '2026-03-02',
      location: 0.9,
      logScale: 0.987_654_321,
      locationFlips: ['last_r'],
      logScaleFlips: [],
    },
    ...override,
  };
}

/** A desk whose history is too short for any comparison. */
export const earlyLook: DriftLook = {
  session: '2026-03-03',
  missingSessions: 12,
  indicators: [],
  missingScores: 40,
  scores: [],
  retrain: false,
  fits: null,
};
