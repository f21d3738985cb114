import { describe, expect, it } from 'vitest';
import { type Engine, type EngineAnswer, firstProposals } from '../../../src/domain/engines/chain.ts';
import type { Proposal } from '../../../src/domain/engines/proposal.ts';

const proposal = (overrides: Partial<Proposal> = {}): Proposal => ({
  trader: 'NET001',
  reductionPct: 30,
  tier: 'neutral',
  confidence: 'medium',
  reasons: [],
  valueAtRisk95: null,
  largeLossProbability: null,
  ...overrides,
});
const engine = (name: Engine['name'], answer: () => EngineAnswer): Engine => ({ name, answer });
const answers = (name: Engine['name'], proposals = [proposal()]) =>
  engine(name, () => ({ kind: 'proposals', why: `${name} speaks`, proposals }));

describe('the fallback chain', () => {
  it('lets the first engine that answers decide', () => {
    expect(firstProposals([answers('ridge'), answers('rules')])).toEqual({
      engine: 'ridge',
      engineReason: 'ridge speaks',
      proposals: [proposal()],
      passedOver: [],
    });
  });

  it('passes over an engine that declines, and gives its reason', () => {
    const declined = engine('ridge', () => ({ kind: 'declined', why: 'does not beat the rules by 10 %' }));
    expect(firstProposals([declined, answers('rules')])).toEqual({
      engine: 'rules',
      engineReason: 'rules speaks; ridge: does not beat the rules by 10 %',
      proposals: [proposal()],
      passedOver: [{ engine: 'ridge', why: 'does not beat the rules by 10 %' }],
    });
  });

  it('passes over an engine that throws', () => {
    const broken = engine('ridge', () => {
      throw new Error('the matrix is singular');
    });
    expect(firstProposals([broken, answers('rules')]).passedOver).toEqual([
      { engine: 'ridge', why: 'the matrix is singular' },
    ]);
  });

  it.each([
    ['a cut that is no number', { reductionPct: Number.NaN }],
    ['a cut below zero', { reductionPct: -5 }],
    ['a cut of more than everything', { reductionPct: 101 }],
    ['an infinite VaR', { valueAtRisk95: Number.POSITIVE_INFINITY }],
    ['a probability that is no number', { largeLossProbability: Number.NaN }],
  ])('passes over an engine with %s for a single trader', (_, wrong) => {
    const result = firstProposals([
      answers('ridge', [proposal(), proposal({ trader: 'NET002', ...wrong })]),
      answers('rules'),
    ]);
    expect([result.engine, result.passedOver[0]?.why]).toEqual([
      'rules',
      'its figures for NET002 are not numbers a limit can be cut by',
    ]);
  });

  it('reports that no engine could decide when all declined', () => {
    const declined = engine('rules', () => ({ kind: 'declined', why: 'no facts' }));
    expect(firstProposals([declined])).toMatchObject({
      engine: 'none',
      proposals: [],
      engineReason: 'no engine could decide; rules: no facts',
    });
  });
});
