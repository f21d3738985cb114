import { type CoverageZone, pooledCoverage } from '../statistics/pooledCoverage.ts';
import { bootstrapRatios } from '../statistics/stationaryBootstrap.ts';

/** One session's account of both engines, summed over the traders who were judged; regrets in base limits. */
export interface SessionScore {
  readonly sessionDate: string;
  /** Regret with two for a loss that was not prevented and one for a gain forgone (methods: regret). */
  readonly modelRegret: number;
  readonly rulesRegret: number;
  /** The same with one for either. */
  readonly modelShortfall: number;
  readonly rulesShortfall: number;
  /** Trader-days with a VaR, and those whose loss went beyond it. */
  readonly varForecasts: number;
  readonly varExceptions: number;
}

/** Why the model may speak or not, with the figures it was decided on. Shares are fractions, 0.1 = 10 %. */
export interface GateDecision {
  /** The morning it was decided on; it holds until the next weekly one. */
  readonly decidedFor: string;
  readonly inForce: boolean;
  readonly why: string;
  /** I = 1 − Σ regret(model) / Σ regret(rules); null where neither had anything to regret. */
  readonly improvement: number | null;
  /** The 5 % bootstrap bound of I; null of fewer sessions than a decision needs. */
  readonly lowerBound: number | null;
  /** The same two at equal weights. */
  readonly evenImprovement: number | null;
  readonly evenLowerBound: number | null;
  readonly sessions: number;
  readonly zone: CoverageZone | null;
}

const GATE_WINDOW_SESSIONS = 120;
/** Below, a record says too little of an engine, whatever its figures. */
export const LEAST_SESSIONS = 60;
const ENTERS_AT = 0.1;
const LEAVES_BELOW = 0.05;
/**
 * Of so few sessions, whose days hang together, a percentile bound of 5 % lies too near: of equally ignorant engines it is above 0
 * for 6 to 10 in a hundred. At half the probability it is what it is called.
 */
const BOOTSTRAP = { replicates: 1000, probability: 0.025, seed: 20_250_109 } as const;

/**
 * The gate (methods: the gate), on the record that past models made out of sample. The model comes into force at I ≥ 10 % and leaves
 * at I < 5 %; in force it needs a 5 % bound of I above 0, no red VaR zone, and, beyond the methods, to be no worse than the rules at
 * equal weights: where losses weigh double, cutting more pays even on a desk whose results are pure chance.
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
  const { improvement, lowerBound, evenImprovement, sessions, zone } = figures;
  if (sessions < LEAST_SESSIONS) return `${sessions} sessions of record, of ${LEAST_SESSIONS} needed`;
  if (improvement === null || lowerBound === null || evenImprovement === null)
    return 'no limit would have stopped anybody, so that nothing tells the engines apart';
  if (zone === 'red') return 'its VaR is breached far too often';
  const bar = wasInForce ? LEAVES_BELOW : ENTERS_AT;
  if (improvement < bar)
    return `${against(improvement)} over ${sessions} sessions; ${percent(bar)} better is needed`;
  if (lowerBound <= 0) return `${against(improvement)} over ${sessions} sessions, which may be chance`;
  return evenImprovement < 0 ? 'with losses and gains weighed alike it is worse than the rules' : null;
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
  // Of fewer sessions nothing is decided, and their bound says nothing.
  if (accounts.length < LEAST_SESSIONS) return { improvement, lowerBound: null };
  const { probability, ...options } = BOOTSTRAP;
  // The improvement falls as the ratio rises: its 5 % bound is the ratio's 95 %.
  const [ratio] = bootstrapRatios(model, rules, { ...options, probabilities: [1 - probability] });
  return { improvement, lowerBound: 1 - (ratio ?? Number.POSITIVE_INFINITY) };
}

function zoneOf(accounts: readonly SessionScore[]): CoverageZone | null {
  const sessions = accounts
    .filter(({ varForecasts }) => varForecasts > 0)
    .map(({ varForecasts, varExceptions }) => ({ forecasts: varForecasts, exceptions: varExceptions }));
  // The resamples of the improvements once more: three zones are told apart by far fewer than an interval is drawn from.
  const { seed, replicates } = BOOTSTRAP;
  return sessions.length === 0 ? null : pooledCoverage(sessions, { seed, replicates }).zone;
}

function against(improvement: number): string {
  return `${percent(Math.abs(improvement))} ${improvement < 0 ? 'worse' : 'better'} than the rules`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
