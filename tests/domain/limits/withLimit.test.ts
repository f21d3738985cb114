import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../src/domain/decision/decision.ts';
import type { InForce } from '../../../src/domain/limits/inForce.ts';
import type { Override } from '../../../src/domain/limits/override.ts';
import { type TraderLimit, withLimit } from '../../../src/domain/limits/withLimit.ts';
import { validateReport } from '../../../src/domain/report/validateReport.ts';
import { newOverride } from '../../support/limits.ts';
import { cut, decision, report } from '../../support/report.ts';

const inForce = (dollars: number | null, parts: Partial<InForce> = {}): InForce => ({
  dollars,
  source: dollars === null ? 'unknown' : 'assumed',
  since: '2026-10-01',
  by: 'daybreak',
  baseLimit: 5000,
  ...parts,
});

const trader = (parts: Partial<TraderLimit> = {}): TraderLimit => ({
  inForce: inForce(5000),
  override: null,
  mailedLimit: null,
  limitBeforeOverride: null,
  cutDay: 4,
  ...parts,
});

const override = (parts: Partial<Override> = {}): Override => ({
  id: 7,
  approvedBy: null,
  endedFrom: null,
  endedBy: null,
  ...newOverride(),
  ...parts,
});

const keep = decision({ trader: 'A', baseLimit: 5000 });
const cutTo2000 = cut('A', 60, { baseLimit: 5000 });
const withheld = decision({ trader: 'A', action: 'withheld', proposedReductionPct: 60 });
const review = decision({ trader: 'A', action: 'review', activeSessions: 5 });

describe('the limit line', () => {
  it.each([
    // A cut is a change against the limit in force, not against the base limit.
    { what: 'a first cut', is: cutTo2000, of: {}, target: 2000, change: 'lower' },
    {
      what: 'a cut already in force',
      is: cutTo2000,
      of: { inForce: inForce(2000) },
      target: 2000,
      change: 'stay',
    },
    {
      what: 'a smaller cut than the one in force',
      is: cutTo2000,
      of: { inForce: inForce(1500) },
      target: 2000,
      change: 'raise',
    },
    { what: 'a cut that ended', is: keep, of: { inForce: inForce(2000) }, target: 5000, change: 'raise' },
    {
      what: 'a limit above the base limit',
      is: keep,
      of: { inForce: inForce(6000) },
      target: 5000,
      change: 'lower',
    },
    { what: 'an unknown limit', is: keep, of: { inForce: inForce(null) }, target: 5000, change: 'set' },
    {
      what: 'a difference below a dollar',
      is: keep,
      of: { inForce: inForce(4999.5) },
      target: 5000,
      change: 'stay',
    },
    // Not proven: never a raise.
    { what: 'withheld', is: withheld, of: { inForce: inForce(3000) }, target: 3000, change: 'stay' },
    {
      what: 'withheld, a lowered base limit',
      is: { ...withheld, baseLimit: 2500, newLimit: 2500 },
      of: { inForce: inForce(3000) },
      target: 2500,
      change: 'lower',
    },
    {
      what: 'withheld, unknown, mailed $3,000',
      is: withheld,
      of: { inForce: inForce(null), mailedLimit: 3000 },
      target: 3000,
      change: 'set',
    },
    {
      what: 'withheld, unknown, nothing mailed',
      is: withheld,
      of: { inForce: inForce(null) },
      target: 5000,
      change: 'set',
    },
    {
      what: 'withheld with an override',
      is: withheld,
      of: { inForce: inForce(3000), override: override() },
      target: 4000,
      change: 'raise',
    },
    // By hand: what is in force, unless the base limit changed.
    { what: 'short history', is: review, of: { inForce: inForce(3000) }, target: 3000, change: 'stay' },
    {
      what: 'short history, a new base limit',
      is: review,
      of: { inForce: inForce(3000, { baseLimit: 4000 }) },
      target: 5000,
      change: 'raise',
    },
    {
      what: 'short history after an override below the base limit',
      is: review,
      of: { inForce: inForce(3000), limitBeforeOverride: 5000 },
      target: 5000,
      change: 'raise',
    },
    {
      what: 'short history after an override above the base limit',
      is: review,
      of: { inForce: inForce(8000), limitBeforeOverride: 4000 },
      target: 4000,
      change: 'lower',
    },
    {
      what: 'short history after an override of a higher limit',
      is: review,
      of: { inForce: inForce(4000), limitBeforeOverride: 9000 },
      target: 5000,
      change: 'raise',
    },
    {
      what: 'withheld after an override',
      is: withheld,
      of: { inForce: inForce(3000), limitBeforeOverride: 5000 },
      target: 3000,
      change: 'stay',
    },
    {
      what: 'short history with an override',
      is: review,
      of: { override: override({ dollars: 1000 }) },
      target: 1000,
      change: 'lower',
    },
    // Overrides.
    {
      what: 'an override of a cut',
      is: cutTo2000,
      of: { override: override() },
      target: 4000,
      change: 'lower',
    },
    {
      what: 'an override below the cut',
      is: cutTo2000,
      of: { override: override({ dollars: 1000 }) },
      target: 1000,
      change: 'lower',
    },
    {
      what: 'an override below, without a cut',
      is: keep,
      of: { override: override({ dollars: 1000, recommended: 5000 }) },
      target: 1000,
      change: 'lower',
    },
    {
      what: 'an approved override above the base limit',
      is: keep,
      of: { override: override({ dollars: 8000, recommended: 5000, approvedBy: 'bob' }) },
      target: 8000,
      change: 'raise',
    },
    {
      what: 'an override of a cut that ended',
      is: keep,
      of: { inForce: inForce(4000), override: override() },
      target: 5000,
      change: 'raise',
      ends: 7,
    },
  ] as const)('of $what: target $target, $change', (row) => {
    const { decision: limited, endedOverride } = withLimit(
      row.is,
      trader(row.of as Partial<TraderLimit>),
      false,
    );
    expect(limited).toMatchObject({
      newLimit: row.target,
      limit: { target: row.target, change: row.change },
    });
    expect(endedOverride?.id).toBe('ends' in row ? row.ends : undefined);
    expect(() => validateReport(report({ decisions: [limited] }))).not.toThrow();
  });

  it.each([
    { what: 'raises nothing', is: keep, of: { inForce: inForce(2000) }, target: 2000 },
    {
      what: 'raises nothing where the limit is unknown',
      is: keep,
      of: { inForce: inForce(null), mailedLimit: 2000 },
      target: 2000,
    },
    { what: 'lowers', is: cutTo2000, of: {}, target: 2000 },
    { what: 'keeps a deeper cut', is: cutTo2000, of: { inForce: inForce(1000) }, target: 1000 },
    {
      what: 'keeps an override',
      is: keep,
      of: { inForce: inForce(3000), override: override() },
      target: 4000,
    },
  ])('on stale data $what', ({ is, of, target }) => {
    const { decision: limited, endedOverride } = withLimit(is, trader(of), true);
    expect(limited.newLimit).toBe(target);
    expect(endedOverride).toBeNull();
    expect(() => validateReport(report({ stale: true, decisions: [limited] }))).not.toThrow();
  });

  it('shows the recommendation, the override and the day of the cut', () => {
    const { decision: limited } = withLimit(cutTo2000, trader({ override: override() }), false);
    expect(limited.limit).toEqual({
      limitInForce: 5000,
      inForceBaseLimit: 5000,
      inForceSource: 'assumed',
      inForceSince: '2026-10-01',
      target: 4000,
      change: 'lower',
      recommendedLimit: 2000,
      cutDay: 4,
      override: { id: 7, dollars: 4000, through: '2026-03-03', reason: 'hedged', note: null, by: 'ann' },
    });
  });

  it.each([
    { is: keep, modelTier: 'low', target: 5000, tier: 'low' },
    { is: keep, modelTier: 'neutral', target: 5000, tier: 'neutral' },
    { is: keep, modelTier: 'low', target: 4500, tier: 'neutral' },
    { is: keep, modelTier: 'low', target: 3000, tier: 'high' },
    { is: keep, modelTier: 'high', target: 4500, tier: 'high' },
    { is: review, modelTier: 'unknown', target: 1000, tier: 'unknown' },
  ] as const)('has the tier of its own cut: model $modelTier, target $target of $$5000 is $tier', (row) => {
    const { is, modelTier, target, tier } = row;
    const by = override({ dollars: target, recommended: null });
    const { decision: limited } = withLimit({ ...is, modelTier }, trader({ override: by }), false);
    expect(limited).toMatchObject({ tier, modelTier });
  });
});

describe('a line that contradicts itself stops the report', () => {
  const sound = withLimit(cutTo2000, trader(), false).decision;
  const broken = (parts: Partial<Decision['limit']>): Decision => ({
    ...sound,
    limit: { ...sound.limit, ...parts } as NonNullable<Decision['limit']>,
  });

  it.each([
    ['another target than the new limit', broken({ target: 2500 }), 'the target 2500'],
    ['a change in the wrong direction', broken({ change: 'raise' }), 'change raise'],
    [
      'a recommendation above the cut',
      { ...broken({ target: 4000, recommendedLimit: 4000 }), newLimit: 4000 },
      'new limit 4000',
    ],
    [
      'an override that is not the target',
      broken({ override: { id: 1, dollars: 1, through: '', reason: '', note: null, by: '' } }),
      'expected 1',
    ],
  ])('with %s', (_, wrong, words) => {
    expect(() => validateReport(report({ decisions: [wrong] }))).toThrow(words);
  });
});
