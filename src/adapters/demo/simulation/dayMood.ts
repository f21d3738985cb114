import type { DayPlan } from './trip.ts';

/** The state of a trader on a day, decided before the session from the sessions before it. */
export type DayMood = Pick<DayPlan, 'trader' | 'target' | 'intensity' | 'coversExitFees'>;
