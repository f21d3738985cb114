import { hasEffect } from '../outcome/counterfactual.ts';
import { outcomeFrom } from '../outcome/outcomeSteps.ts';
import type { BootstrapOptions } from '../statistics/stationaryBootstrap.ts';
import type { BacktestRow } from './backtestRow.ts';
import { type EqualCuts, equalCuts } from './equalCuts.ts';

/** The policies that are compared with the same cuts for everyone. */
const POLICIES = ['ridge', 'rules', 'inForce'] as const;
export type Policy = (typeof POLICIES)[number];

interface PolicySums {
  readonly days: Float64Array;
  net: number;
  bindingDays: number;
}

type SessionSums = Readonly<Record<Policy, PolicySums>> & { readonly effects: Float64Array };

/** Adds up, session by session, what every depth of cut would have changed, and what each policy cut. */
export class EqualCutsAccumulator {
  readonly #depths: readonly number[];
  readonly #sessions = new Map<string, SessionSums>();

  /** @param depths percent, ascending, from 0: every cut that a row may have */
  constructor(depths: readonly number[]) {
    this.#depths = depths;
  }

  /** Adds a row of a traded day; one without a known intraday path is left out. */
  add(row: BacktestRow): void {
    const { stoppedPnlBase, stoppedPnlByCut } = row;
    if (stoppedPnlBase === null || stoppedPnlByCut === null) return;
    const sums = this.#session(row.sessionDate);
    const effectOf = (reductionPct: number) => outcomeFrom(stoppedPnlByCut, reductionPct) - stoppedPnlBase;
    if (stoppedPnlByCut.length > 1)
      for (const [place, depth] of this.#depths.entries())
        sums.effects[place] = sums.effects[place]! + effectOf(depth);
    for (const policy of POLICIES) {
      const cut = cutOf(policy, row);
      const place = cut === 0 ? 0 : this.#depths.findLastIndex((depth) => depth <= cut);
      const own = sums[policy];
      own.days[place] = own.days[place]! + 1;
      if (place === 0) continue;
      const effect = effectOf(cut);
      own.net += effect;
      if (hasEffect(effect)) own.bindingDays++;
    }
  }

  /** One policy over these sessions, ascending. */
  scores(policy: Policy, sessions: readonly string[], sampling: BootstrapOptions): EqualCuts {
    return equalCuts(
      this.#depths,
      sessions.map((session) => {
        const { effects, [policy]: own } = this.#sessions.get(session) ?? this.#emptySession();
        return { effects, ...own };
      }),
      sampling,
    );
  }

  #session(sessionDate: string): SessionSums {
    const sums = this.#sessions.get(sessionDate) ?? this.#emptySession();
    this.#sessions.set(sessionDate, sums);
    return sums;
  }

  #emptySession(): SessionSums {
    const zeros = () => new Float64Array(this.#depths.length);
    const policy = () => ({ days: zeros(), net: 0, bindingDays: 0 });
    return { effects: zeros(), ridge: policy(), rules: policy(), inForce: policy() };
  }
}

function cutOf(policy: Policy, row: BacktestRow): number {
  if (policy === 'ridge') return row.ridgeReductionPct ?? 0;
  if (policy === 'rules') return row.rulesReductionPct ?? 0;
  return row.reductionPct;
}
