import { type ChainResult, type Engine, firstProposals } from '../../domain/engines/chain.ts';
import { whyCutsAreOff } from '../../domain/engines/cutProof.ts';
import { modelReasons } from '../../domain/engines/model/explain.ts';
import { modelConfidence } from '../../domain/engines/model/modelConfidence.ts';
import { probabilityHalfWidth } from '../../domain/engines/model/probabilityWidth.ts';
import type { SessionForecast, TraderSessionForecast } from '../../domain/engines/model/sessionForecast.ts';
import type { Proposal } from '../../domain/engines/proposal.ts';
import { proposeByRules } from '../../domain/engines/rules/proposeByRules.ts';
import type { Desk, DeskTrader } from './indicators.ts';

/** The forecast of the model for this morning, or why there is none. */
export type ModelForecast =
  | { readonly kind: 'walked'; readonly walked: SessionForecast }
  | { readonly kind: 'none'; readonly why: string };

/**
 * Returns the proposals of the first engine that makes them for the whole desk: the model if it is in force,
 * or the rules; where cuts are off, neither.
 * @param off why no limit is cut; null: cuts are on
 */
export function forecast(desk: Desk, model: ModelForecast, off: string | null): ChainResult {
  const byTrader = new Map(
    model.kind === 'walked' ? model.walked.traders.map((trader) => [trader.member.trader, trader]) : [],
  );
  const engines = [ridgeEngine(desk, model, byTrader), rulesEngine(desk, byTrader)];
  if (off === null) return firstProposals(engines);
  return firstProposals([...engines.map(silenced), noCutEngine(desk, byTrader, off)]);
}

/**
 * Why no limit is cut this morning; null: cuts are on. Without a walk nothing is known of past cuts: they are
 * on unless they must be proved.
 */
export function cutsOff(model: ModelForecast, cutsRequireProof: boolean): string | null {
  return model.kind === 'walked' ? model.walked.cutsOff : whyCutsAreOff(null, cutsRequireProof);
}

/** An engine whose cuts are not asked for. Where it would decline anyway, that reason stands. */
function silenced({ name, answer }: Engine): Engine {
  return {
    name,
    answer: () => {
      const own = answer();
      return own.kind === 'declined' ? own : { kind: 'declined', why: 'cuts are switched off' };
    },
  };
}

/** Keeps every base limit. Tier, VaR and probability are those of the forecast, or of the rules. */
function noCutEngine(desk: Desk, byTrader: ReadonlyMap<string, TraderSessionForecast>, off: string): Engine {
  return {
    name: 'no-cut',
    answer: () => ({
      kind: 'proposals',
      why: `cuts are switched off: ${off}`,
      proposals: desk.traders.map((trader) => ({
        ...proposeByRules({ ...trader, activeSessions: trader.days.length }),
        ...forecastFigures(byTrader.get(trader.trader)),
        reductionPct: 0,
        reasons: [],
      })),
    }),
  };
}

function ridgeEngine(
  desk: Desk,
  model: ModelForecast,
  byTrader: ReadonlyMap<string, TraderSessionForecast>,
): Engine {
  return {
    name: 'ridge',
    answer: () => {
      const declined = whyDeclined(model);
      if (declined !== null || model.kind === 'none')
        return { kind: 'declined', why: declined ?? 'no model' };
      const { walked } = model;
      return {
        kind: 'proposals',
        why: `model ${walked.model.id} in force: ${walked.gate?.why ?? ''}`,
        proposals: desk.traders.map((trader) => ridgeProposal(walked, trader, byTrader.get(trader.trader))),
      };
    },
  };
}

function whyDeclined(model: ModelForecast): string | null {
  if (model.kind === 'none') return model.why;
  const { gate, breaker } = model.walked;
  if (!gate?.inForce) return gate?.why ?? 'no record out of sample yet';
  return breaker === null ? null : `circuit breaker: ${breaker}`;
}

function ridgeProposal(
  { model }: SessionForecast,
  { trader, indicators }: DeskTrader,
  morning: TraderSessionForecast | undefined,
): Proposal {
  if (!morning?.forecast || morning.tier === 'unknown')
    return { ...unknownTrader(trader), ...youngFigures(morning) };
  const { forecast: figures, modelReductionPct, rulesReductionPct, member } = morning;
  const z = (-figures.largeLossThreshold / figures.scale - figures.location) / figures.spread;
  return {
    trader,
    reductionPct: modelReductionPct,
    tier: morning.tier,
    confidence: modelConfidence({
      activeSessions: member.past.sessions,
      modelReductionPct,
      rulesReductionPct,
      probabilityHalfWidth: probabilityHalfWidth(model.jackknifeGroups, z),
    }),
    reasons: modelReductionPct > 0 ? modelReasons(model, morning.features, figures, indicators) : [],
    valueAtRisk95: figures.valueAtRisk95,
    largeLossProbability: figures.largeLossProbability,
  };
}

/**
 * A trader with too little history for a cut. A risk manager decides by hand, so tier and confidence are not
 * used.
 */
function unknownTrader(trader: string): Proposal {
  return {
    trader,
    reductionPct: 0,
    tier: 'low',
    confidence: 'low',
    reasons: [],
    valueAtRisk95: null,
    largeLossProbability: null,
  };
}

/**
 * The rules propose the cut. Tier, VaR and probability come from the forecast of the model where there is
 * one.
 */
function rulesEngine(desk: Desk, byTrader: ReadonlyMap<string, TraderSessionForecast>): Engine {
  return {
    name: 'rules',
    answer: () => ({
      kind: 'proposals',
      why: '',
      proposals: desk.traders.map((trader) => ({
        ...proposeByRules({ ...trader, activeSessions: trader.days.length }),
        ...forecastFigures(byTrader.get(trader.trader)),
      })),
    }),
  };
}

/**
 * Omits a forecast that is not a finite number: the rules must make proposals even if the model is broken.
 */
function forecastFigures(morning: TraderSessionForecast | undefined): Partial<Proposal> {
  if (!morning?.forecast || morning.tier === 'unknown') return youngFigures(morning);
  const { valueAtRisk95, largeLossProbability } = morning.forecast;
  if (!Number.isFinite(valueAtRisk95) || !Number.isFinite(largeLossProbability)) return {};
  return { tier: morning.tier, valueAtRisk95, largeLossProbability };
}

/** VaR and chance of a large loss of a young trader; nothing for others, and where they are not finite. */
function youngFigures(
  morning: TraderSessionForecast | undefined,
): Partial<Pick<Proposal, 'valueAtRisk95' | 'largeLossProbability'>> {
  if (!morning?.youngForecast) return {};
  const { valueAtRisk95, largeLossProbability } = morning.youngForecast;
  const areFinite = Number.isFinite(valueAtRisk95) && Number.isFinite(largeLossProbability);
  return areFinite ? { valueAtRisk95, largeLossProbability } : {};
}
