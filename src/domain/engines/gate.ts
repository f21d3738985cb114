import { type CoverageZone, pooledCoverage } from '../statistics/pooledCoverage.ts';
import { bootstrapRatios } from '../statistics/stationaryBootstrap.ts';

/** The regret of both engines on one session, summed over the traders who were judged, in base limits. */
export interface SessionScore {
  readonly sessionDate: string;
  /** An unprevented loss weighs 2, a forgone gain 1 (docs/methods.md, section 8). */
  readonly modelRegret: number;
  readonly rulesRegret: number;
  /** The same regret with both weights 1. */
  readonly modelShortfall: number;
  readonly rulesShortfall: number;
  /** Trader-days with a VaR, and how many of them lost more than it. */
  readonly varForecasts: number;
  readonly varExceptions: number;
}

/** Whether the model may decide, and the figures behind it. Shares are fractions: 0.1 is 10 %. */
export interface GateDecision {
  /** The morning of this decision. The decision holds until the next weekly one. */
  readonly decidedFor: string;
  readonly inForce: boolean;
  readonly why: string;
  /** I = 1 − Σ regret(model) / Σ regret(rules); null where the rules had no regret. */
  readonly improvement: number | null;
  /** The one-sided bootstrap bound of I at 2.5 %; null with fewer sessions than a decision needs. */
  readonly lowerBound: number | null;
  /** I and its bound at equal weights. */
  readonly evenImprovement: number | null;
  readonly evenLowerBound: number | null;
  readonly sessions: number;
  readonly zone: CoverageZone | null;
}

const GATE_WINDOW_SESSIONS = 120;
/** With fewer sessions the record proves nothing, whatever its figures. */
export const LEAST_SESSIONS = 60;
/** The improvement at which the model enters, and below which it leaves. */
export const ENTERS_AT = 0.1;
export const LEAVES_BELOW = 0.05;
/**
 * The percentile bootstrap is too narrow for 60-120 dependent sessions: a nominal 5 % bound of two equally
 * ignorant engines lies above 0 in 6-10 % of cases. At 2.5 % it is above 0 in about 5 %.
 */
const BOOTSTRAP = { replicates: 1000, probability: 0.025, seed: 20_250_109 } as const;

/**
 * Decides whether the model is in force, on the out-of-sample record of past models (docs/methods.md, section
 * 9).
 *
 * The model enters at I ≥ 10 % and leaves at I < 5 %. In force it needs a bound of I above 0, no red VaR
 * zone, and an I at equal weights of at least 0: where losses weigh double, cutting more pays even on a desk
 * whose results are pure chance. To enter, the bound of I at equal weights must be above 0 too. Where the
 * rules had no regret, no engine can beat them, and the model is not in force.
 * @param scores one a session, oldest first; the last 120 count
 * @param decidedFor the morning, YYYY-MM-DD
 */
export function decideGate(
  accounts: readonly SessionScore[],
  decidedFor: string,
  wasInForce: boolean,
): GateDecision {
  const window = accounts.slice(-GATE_WINDOW_SESSIONS);
  const regret = improvementOf(window, (account) => [account.modelRegret, account.rulesRegret]);
  const even = improvementOf(window, (account) => [account.modelShortfall, account.rulesShortfall]);
  const figures = {
    improvement: regret?.improvement ?? null,
    lowerBound: regret?.lowerBound ?? null,
    evenImprovement: even?.improvement ?? null,
    evenLowerBound: even?.lowerBound ?? null,
    sessions: window.length,
    zone: zoneOf(window),
  };
  return { decidedFor, ...figures, ...verdict(figures, wasInForce) };
}

type Figures = Omit<GateDecision, 'decidedFor' | 'inForce' | 'why'>;

function verdict(figures: Figures, wasInForce: boolean): { readonly inForce: boolean; readonly why: string } {
  const refusal = reasonAgainst(figures, wasInForce);
  if (refusal !== null) return { inForce: false, why: refusal };
  return {
    inForce: true,
    why: `${against(figures.improvement ?? 0)} over ${figures.sessions} sessions`,
  };
}

function reasonAgainst(figures: Figures, wasInForce: boolean): string | null {
  const { improvement, lowerBound, evenImprovement, evenLowerBound, sessions, zone } = figures;
  if (sessions < LEAST_SESSIONS) return `${sessions} sessions of record, of ${LEAST_SESSIONS} needed`;
  if (improvement === null || lowerBound === null || evenImprovement === null || evenLowerBound === null)
    return 'the cuts of the rules missed nothing, so that no engine can do better';
  if (zone === 'red') return 'its VaR is breached far too often';
  const bar = wasInForce ? LEAVES_BELOW : ENTERS_AT;
  if (improvement < bar)
    return `${against(improvement)} over ${sessions} sessions; ${percent(bar)} better is needed`;
  if (lowerBound <= 0) return `${against(improvement)} over ${sessions} sessions, which may be chance`;
  if (evenImprovement < 0) return 'with losses and gains weighed alike it is worse than the rules';
  return wasInForce || evenLowerBound > 0
    ? null
    : `with losses and gains weighed alike it is ${against(evenImprovement)}, which may be chance`;
}

function improvementOf(
  accounts: readonly SessionScore[],
  sidesOf: (account: SessionScore) => readonly [number, number],
): { readonly improvement: number; readonly lowerBound: number | null } | null {
  const sides = accounts.map(sidesOf);
  const model = Float64Array.from(sides, ([side]) => side);
  const rules = Float64Array.from(sides, ([, side]) => side);
  const total = rules.reduce((sum, value) => sum + value, 0);
  if (!(total > 0)) return null;
  const improvement = 1 - model.reduce((sum, value) => sum + value, 0) / total;
  // A decision needs 60 sessions. With fewer there is no bound.
  if (accounts.length < LEAST_SESSIONS) return { improvement, lowerBound: null };
  const { probability, ...options } = BOOTSTRAP;
  // I falls as the ratio rises, so the lower bound of I is the upper bound of the ratio.
  const [ratio] = bootstrapRatios(model, rules, { ...options, probabilities: [1 - probability] });
  return { improvement, lowerBound: 1 - (ratio ?? Number.POSITIVE_INFINITY) };
}

function zoneOf(accounts: readonly SessionScore[]): CoverageZone | null {
  const sessions = accounts
    .filter(({ varForecasts }) => varForecasts > 0)
    .map(({ varForecasts, varExceptions }) => ({ forecasts: varForecasts, exceptions: varExceptions }));
  // The same resamples as for I. Telling three zones apart needs far fewer of them than an interval does.
  const { seed, replicates } = BOOTSTRAP;
  return sessions.length === 0 ? null : pooledCoverage(sessions, { seed, replicates }).zone;
}

function against(improvement: number): string {
  return `${percent(Math.abs(improvement))} ${improvement < 0 ? 'worse' : 'better'} than the rules`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
