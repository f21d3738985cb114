import type { CutOutcomes } from '../../src/domain/engines/cutProof.ts';
import type { WalkOptions } from '../../src/domain/engines/model/walkForwardModel.ts';
import { tailMean } from '../../src/domain/statistics/tailMean.ts';
import { type DeskPlan, simulateDesk } from './simulatedDesk.ts';
import { walkDesk } from './walkedDesk.ts';

/** What gate and switch did on a simulated desk, and what the cuts made of it. Dollars. */
export interface WalkedScore {
  readonly sessions: number;
  readonly gateOpenAtEnd: boolean;
  readonly gateEverOpen: boolean;
  /** Sessions on which cuts were off, and how often they were switched off or on. */
  readonly offSessions: number;
  readonly flips: number;
  /** Net of the cuts against base limits, without the switch and with it. */
  readonly netWithoutSwitch: number;
  readonly netWithSwitch: number;
  /**
   * Expected shortfall 5 % of trader-days in S, under base limits, without the switch and with it; a loss is
   * positive.
   */
  readonly shortfallUncut: number;
  readonly shortfallWithoutSwitch: number;
  readonly shortfallWithSwitch: number;
}

const TAIL = 0.05;

/** Walks a simulated desk with every cut kept, and judges the cuts with and without the switch. */
export function walkedScore(
  plan: DeskPlan,
  options: Partial<Pick<WalkOptions, 'cutsRequireProof'>> = {},
): WalkedScore {
  const desk = simulateDesk(plan);
  const days = Array.from(walkDesk(desk, desk, {}, options), ({ forecast, record }) => ({
    isOpen: forecast.gate?.inForce === true,
    isOff: forecast.cutsOff !== null,
    outcomes: record.cutOutcomes,
  }));
  const inForce = days.map(({ isOff, outcomes }) =>
    isOff ? { ...outcomes, net: 0, cut: outcomes.uncut } : outcomes,
  );
  const always = days.map(({ outcomes }) => outcomes);
  return {
    sessions: days.length,
    gateOpenAtEnd: days.at(-1)?.isOpen ?? false,
    gateEverOpen: days.some(({ isOpen }) => isOpen),
    offSessions: days.filter(({ isOff }) => isOff).length,
    flips: days.filter(({ isOff }, at) => at > 0 && isOff !== days[at - 1]?.isOff).length,
    netWithoutSwitch: netOf(always),
    netWithSwitch: netOf(inForce),
    shortfallUncut: shortfallOf(always.map(({ uncut }) => uncut)),
    shortfallWithoutSwitch: shortfallOf(always.map(({ cut }) => cut)),
    shortfallWithSwitch: shortfallOf(inForce.map(({ cut }) => cut)),
  };
}

function netOf(sessions: readonly CutOutcomes[]): number {
  return sessions.reduce((total, { net }) => total + net, 0);
}

function shortfallOf(sessions: readonly Float64Array[]): number {
  const all = Float64Array.from(sessions.flatMap((session) => [...session])).sort();
  return 0 - (tailMean(all, TAIL) ?? 0);
}
