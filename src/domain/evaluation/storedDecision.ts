import type { Decision } from '../decision/decision.ts';
import type { EngineName } from '../engines/proposal.ts';

/** A stored decision for one trader and session, with the engine that made it. */
export type StoredDecision = Pick<
  Decision,
  'trader' | 'action' | 'baseLimit' | 'newLimit' | 'reductionPct' | 'limit'
> & {
  readonly sessionDate: string;
  readonly engine: EngineName;
};
