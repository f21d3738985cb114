import { bootstrapOfSums } from '../statistics/bootstrapOfSums.ts';
import { INTERVAL_PROBABILITIES, type Interval } from '../statistics/sessionInterval.ts';
import type { BootstrapOptions } from '../statistics/stationaryBootstrap.ts';
import type { JudgedRow } from './backtestRow.ts';
import { isOwnLargeLoss } from './deskSessionTotals.ts';
import { MINIMUM_BINDING_DAYS, strategyImpact } from './impact.ts';
import { DEPTHS, RULE_STEPS, type RulesWorth, type Worth } from './rulesWorth.ts';
import { StrategyAccumulator } from './strategyAccumulator.ts';

const TIERS = ['high', 'neutral', 'low'] as const;

/** Accumulates what each rule, tier and depth was worth. */
export class WorthAccumulator {
  readonly #all = new DayTally();
  readonly #withoutRule = new DayTally();
  readonly #withoutCut = new DayTally();
  readonly #rules = byName(RULE_STEPS);
  readonly #tiers = byName(TIERS);
  readonly #depths = byName(DEPTHS.map(depthName));

  /**
   * Adds a row of a traded day. `delta` is what the cut in force would have changed, dollars; null without a
   * known path. A day without a forecast belongs to nothing: no engine cuts it.
   */
  add({ row }: JudgedRow, delta: number | null): void {
    if (row.tier === 'unknown' || row.largeLossThreshold === null) return;
    const { sessionDate, tier, reductionPct } = row;
    const isLargeLoss = isOwnLargeLoss(row);
    this.#all.add(sessionDate, isLargeLoss, null);
    this.#tiers.get(tier)?.add(sessionDate, isLargeLoss, delta);
    if (row.firedRules.length === 0) this.#withoutRule.add(sessionDate, isLargeLoss, null);
    for (const rule of row.firedRules)
      this.#rules.get(`${rule.code} ${rule.reductionPct}`)?.add(sessionDate, isLargeLoss, rule.delta);
    if (reductionPct === 0) this.#withoutCut.add(sessionDate, isLargeLoss, null);
    else this.#depths.get(depthOf(reductionPct))?.add(sessionDate, isLargeLoss, delta);
  }

  /** @param sessions of the report, ascending */
  worth(sessions: readonly string[], sampling: BootstrapOptions): RulesWorth {
    const all = this.#all.over(sessions);
    const tally = (tallies: ReadonlyMap<string, DayTally>, others: (own: Counts) => Counts) =>
      [...tallies].map(([name, own]) => worthOf(name, own, others(own.over(sessions)), sessions, sampling));
    const withoutRule = this.#withoutRule.over(sessions);
    const withoutCut = this.#withoutCut.over(sessions);
    return {
      rules: tally(this.#rules, () => withoutRule),
      tiers: tally(this.#tiers, (own) => all.map((each, session) => minus(each, own[session]))),
      depths: tally(this.#depths, () => withoutCut),
    };
  }
}

/** Days and large losses of each session. */
type Counts = readonly (readonly [days: number, largeLosses: number])[];

/** Days of one kind: counts by session, and the effects of the cuts on them. */
class DayTally {
  readonly #counts = new Map<string, [days: number, largeLosses: number]>();
  readonly effects = new StrategyAccumulator();

  add(sessionDate: string, isLargeLoss: boolean, delta: number | null): void {
    const count = this.#counts.get(sessionDate) ?? [0, 0];
    this.#counts.set(sessionDate, [count[0] + 1, count[1] + Number(isLargeLoss)]);
    if (delta !== null) this.effects.add(sessionDate, delta);
  }

  over(sessions: readonly string[]): Counts {
    return sessions.map((session) => this.#counts.get(session) ?? [0, 0]);
  }
}

function worthOf(
  name: string,
  tally: DayTally,
  others: Counts,
  sessions: readonly string[],
  sampling: BootstrapOptions,
): Worth {
  const own = tally.over(sessions);
  const [days, largeLosses] = totals(own);
  const [otherDays, otherLargeLosses] = totals(others);
  const isEnough = days >= MINIMUM_BINDING_DAYS && otherDays >= MINIMUM_BINDING_DAYS;
  return {
    name,
    days,
    largeLosses,
    rate: rateOf([days, largeLosses]),
    otherDays,
    otherLargeLosses,
    otherRate: rateOf([otherDays, otherLargeLosses]),
    difference: differenceOf(Float64Array.of(days, largeLosses, otherDays, otherLargeLosses)),
    differenceInterval: isEnough ? intervalOf(own, others, sampling) : null,
    ...strategyImpact(tally.effects, sessions, sampling),
  };
}

function intervalOf(own: Counts, others: Counts, sampling: BootstrapOptions): Interval {
  const columns = [own, others].flatMap((counts) => [
    Float64Array.from(counts, ([days]) => days),
    Float64Array.from(counts, ([, largeLosses]) => largeLosses),
  ]);
  const [low, high] = bootstrapOfSums(columns, differenceOf, {
    ...sampling,
    probabilities: INTERVAL_PROBABILITIES,
  });
  return [low ?? Number.NaN, high ?? Number.NaN];
}

/** @param sums days and large losses of one kind, and of the other days */
function differenceOf(sums: Float64Array): number | null {
  const [days, losses, otherDays, otherLosses] = [sums[0]!, sums[1]!, sums[2]!, sums[3]!];
  return days === 0 || otherDays === 0 ? null : losses / days - otherLosses / otherDays;
}

function totals(counts: Counts): Counts[number] {
  let days = 0;
  let largeLosses = 0;
  for (const count of counts) {
    days += count[0];
    largeLosses += count[1];
  }
  return [days, largeLosses];
}

function rateOf([days, largeLosses]: Counts[number]): number | null {
  return days === 0 ? null : largeLosses / days;
}

function minus(all: Counts[number], own: Counts[number] = [0, 0]): Counts[number] {
  return [all[0] - own[0], all[1] - own[1]];
}

function byName(names: readonly string[]): ReadonlyMap<string, DayTally> {
  return new Map(names.map((name) => [name, new DayTally()]));
}

function depthName([from, to]: readonly [number, number]): string {
  return `${from}-${to}`;
}

function depthOf(reductionPct: number): string {
  const depth = DEPTHS.find(([, to]) => reductionPct <= to);
  return depth === undefined ? '' : depthName(depth);
}
