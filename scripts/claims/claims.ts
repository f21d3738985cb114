import type { BacktestResult } from '../../src/domain/evaluation/backtestResult.ts';
import type { Mode } from './claimDesk.ts';

/** A rate is part / whole, both summed over desks. */
export interface Count {
  readonly part: number;
  readonly whole: number;
}

/** The value that a rate must have. A range is inclusive. */
export type Requirement =
  | { readonly atMost: number }
  | { readonly atLeast: number }
  | { readonly from: number; readonly to: number };

/** 12 traders and 260 sessions, or 30 and 520. */
export type Size = 'small' | 'large';

export const SIZES: Readonly<Record<Size, { readonly traders: number; readonly sessions: number }>> = {
  small: { traders: 12, sessions: 260 },
  large: { traders: 30, sessions: 520 },
};

/** What Daybreak claims of desks whose truth is known (docs/methods.md, sections 8 and 9). */
export interface Claim {
  readonly id: string;
  readonly words: string;
  readonly mode: Mode;
  readonly size: Size;
  readonly requirement: Requirement;
  /** Part and whole are dollars, not counts. */
  readonly isAmount?: boolean;
  /** The desk's contribution to the rate. */
  readonly count: (result: BacktestResult) => Count;
}

/** A 95 % VaR is breached on 5 % of days. The range leaves room for forecasts that are nearly right. */
const ABOUT_FIVE_PERCENT: Requirement = { from: 0.045, to: 0.055 };
/** On the days after a shift the VaR still follows the volatility before it. */
const ABOUT_FIVE_PERCENT_WITH_A_SHIFT: Requirement = { from: 0.045, to: 0.06 };

/** S, P and k of a young trader rest on few days, so half to one and a half times 5 % is claimed. */
const YOUNG: Requirement = { from: 0.025, to: 0.075 };

const cutsHelped = ({ strategies }: BacktestResult) => desk(strategies.limit.verdict === 'helped');
const targetingHelped = ({ engines }: BacktestResult) =>
  desk(engines.inForce.equalCuts.targeting.verdict === 'helped');
const gateIsOpen = ({ gate }: BacktestResult) => desk(gate.latest?.inForce === true);
const valueAtRiskBreached = ({ valueAtRisk: { exceptions, forecasts } }: BacktestResult): Count => ({
  part: exceptions,
  whole: forecasts,
});

/** One row for each claim. Table, tests and docs/claims.md read it. */
export const CLAIMS: readonly Claim[] = [
  {
    id: 'driftless-cuts-helped',
    words: 'the verdict is that cuts helped',
    mode: 'driftless',
    size: 'small',
    requirement: { atMost: 0.1 },
    count: cutsHelped,
  },
  {
    id: 'driftless-gate-open',
    words: 'the gate is open at the end',
    mode: 'driftless',
    size: 'small',
    requirement: { atMost: 0.1 },
    count: gateIsOpen,
  },
  {
    id: 'driftless-matched-days',
    words: 'cut days differ from matched days by more than chance',
    mode: 'driftless',
    size: 'small',
    requirement: { atMost: 0.2 },
    count: ({ matchedControl: { verdict } }) =>
      desk(verdict === 'worse than the control' || verdict === 'better than the control'),
  },
  {
    id: 'driftless-cuts-off',
    words: 'cuts are switched off on a session',
    mode: 'driftless',
    size: 'small',
    requirement: { atMost: 0.05 },
    count: ({ cutSwitch, period }) => ({ part: cutSwitch.offSessions, whole: period.sessions }),
  },
  {
    id: 'tilt-cuts-helped',
    words: 'the verdict is that cuts helped',
    mode: 'tilt',
    size: 'small',
    requirement: { atLeast: 0.95 },
    count: cutsHelped,
  },
  {
    id: 'tilt-targeting-helped',
    words: 'the verdict is that targeting helped',
    mode: 'tilt',
    size: 'small',
    requirement: { atLeast: 0.4 },
    count: targetingHelped,
  },
  {
    id: 'tilt-large-targeting-helped',
    words: 'the verdict is that targeting helped',
    mode: 'tilt',
    size: 'large',
    requirement: { atLeast: 0.8 },
    count: targetingHelped,
  },
  {
    id: 'tilt-large-gate-open',
    words: 'the gate is open at the end',
    mode: 'tilt',
    size: 'large',
    requirement: { atLeast: 0.8 },
    count: gateIsOpen,
  },
  {
    id: 'revert-loss-with-switch',
    words: 'what the cuts in force cost, as a share of what they cost without the switch',
    mode: 'revert',
    size: 'small',
    requirement: { atMost: 0.7 },
    isAmount: true,
    count: ({ strategies, cutSwitch }) => ({
      part: -strategies.limit.net,
      whole: -cutSwitch.limitWithoutSwitch.net,
    }),
  },
  ...(['driftless', 'tilt', 'revert', 'shift'] as const).map(
    (mode): Claim => ({
      id: `${mode}-var`,
      words: 'a traded day loses more than its VaR 95',
      mode,
      size: 'small',
      requirement: mode === 'shift' ? ABOUT_FIVE_PERCENT_WITH_A_SHIFT : ABOUT_FIVE_PERCENT,
      count: valueAtRiskBreached,
    }),
  ),
  ...(['driftless', 'revert'] as const).map(
    (mode): Claim => ({
      id: `${mode}-young-var`,
      words: 'a traded day of a trader with 10 to 19 active sessions loses more than its VaR 95',
      mode,
      size: 'small',
      requirement: YOUNG,
      count: ({ youngValueAtRisk: { exceptions, forecasts } }) => ({ part: exceptions, whole: forecasts }),
    }),
  ),
];

function desk(happened: boolean): Count {
  return { part: happened ? 1 : 0, whole: 1 };
}
