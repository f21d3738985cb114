import { type IndicatorHistory, LOOK_SESSIONS, SESSIONS_BETWEEN_LOOKS } from './indicatorHistory.ts';
import { lookAt, type StabilityLook } from './stabilityLook.ts';

export type DriftLevel = 'ok' | 'watch' | 'alarm';

/** One indicator at a weekly look. */
export interface IndicatorDrift extends StabilityLook {
  readonly id: string;
  readonly level: DriftLevel;
  /** The index at the look before; null where the history was too short for it. */
  readonly psiBefore: number | null;
}

/**
 * How far an indicator has moved. Watch: the index is above its bound at this look. Alarm: it is above the
 * larger bound at this look and at the one 5 sessions before. An index that is above a bound only because of
 * one trader does not count: the desk has not changed.
 *
 * @param history 310 sessions at least; the look before needs 315
 * @param traders names in the order that the values refer to; empty for a figure of the whole desk
 */
export function indicatorDrift(
  { id, sessions }: IndicatorHistory,
  traders: readonly string[],
): IndicatorDrift {
  const look = lookAt(sessions.slice(-LOOK_SESSIONS), traders);
  const earlier = sessions.slice(0, -SESSIONS_BETWEEN_LOOKS).slice(-LOOK_SESSIONS);
  const before = earlier.length < LOOK_SESSIONS ? null : lookAt(earlier, traders);
  return { id, ...look, level: levelOf(look, before), psiBefore: before?.psi ?? null };
}

/** Whether the index is above the watch bound through one trader alone. */
export function isOneTrader({ psi, watchAbove, mover }: StabilityLook): boolean {
  return psi > watchAbove && mover !== null && mover.psiWithout <= watchAbove;
}

function levelOf(look: StabilityLook, before: StabilityLook | null): DriftLevel {
  if (isAlarming(look) && before !== null && isAlarming(before)) return 'alarm';
  return deskPsi(look) > look.watchAbove ? 'watch' : 'ok';
}

function isAlarming(look: StabilityLook): boolean {
  return deskPsi(look) > look.alarmAbove;
}

function deskPsi({ psi, mover }: StabilityLook): number {
  return mover === null ? psi : Math.min(psi, mover.psiWithout);
}
