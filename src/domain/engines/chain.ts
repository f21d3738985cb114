import type { EngineName, Proposal } from './proposal.ts';

/** An engine answers for the whole desk or declines with the reason. It never answers for half the desk. */
export type EngineAnswer =
  | { readonly kind: 'proposals'; readonly proposals: readonly Proposal[]; readonly why: string }
  | { readonly kind: 'declined'; readonly why: string };

export interface Engine {
  readonly name: Exclude<EngineName, 'none'>;
  answer(): EngineAnswer;
}

/** Which engine decided, why, and which engines were passed over. Stored with every decision. */
export interface ChainResult {
  readonly engine: EngineName;
  readonly engineReason: string;
  readonly proposals: readonly Proposal[];
  readonly passedOver: readonly { readonly engine: Engine['name']; readonly why: string }[];
}

/**
 * Asks the engines in order of preference (ridge, then rules) and returns the first answer for the whole
 * desk. An engine that throws, or whose numbers are not finite or not within 0-100 %, is passed over like one
 * that declines: a wrong number never goes out.
 */
export function firstProposals(engines: readonly Engine[]): ChainResult {
  const passedOver: { engine: Engine['name']; why: string }[] = [];
  for (const engine of engines) {
    const answer = answerOf(engine);
    if (answer.kind === 'proposals') {
      return {
        engine: engine.name,
        engineReason: reason(answer.why, passedOver),
        proposals: answer.proposals,
        passedOver,
      };
    }
    passedOver.push({ engine: engine.name, why: answer.why });
  }
  return {
    engine: 'none',
    engineReason: reason('no engine could decide', passedOver),
    proposals: [],
    passedOver,
  };
}

function answerOf(engine: Engine): EngineAnswer {
  try {
    const answer = engine.answer();
    const broken =
      answer.kind === 'proposals' ? answer.proposals.find((proposal) => !isSound(proposal)) : undefined;
    return broken
      ? { kind: 'declined', why: `its figures for ${broken.trader} are not numbers a limit can be cut by` }
      : answer;
  } catch (error) {
    return { kind: 'declined', why: error instanceof Error ? error.message : String(error) };
  }
}

function isSound(proposal: Proposal): boolean {
  const figures = [proposal.reductionPct, proposal.valueAtRisk95 ?? 0, proposal.largeLossProbability ?? 0];
  return figures.every(Number.isFinite) && proposal.reductionPct >= 0 && proposal.reductionPct <= 100;
}

function reason(why: string, passedOver: ChainResult['passedOver']): string {
  const all = [why, ...passedOver.map(({ engine, why: declined }) => `${engine}: ${declined}`)];
  return all.filter((part) => part !== '').join('; ');
}
