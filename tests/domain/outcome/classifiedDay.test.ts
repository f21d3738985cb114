import { describe, expect, it } from 'vitest';
import { classifyDay, isBaseLimit, type LimitDuring } from '../../../src/domain/outcome/classifiedDay.ts';
import { facts } from '../../support/facts.ts';
import { at } from '../../support/fills.ts';

const limit = (parts: Partial<LimitDuring> = {}): LimitDuring => ({
  dollars: 3_000,
  source: 'answered',
  baseLimit: 5_000,
  ...parts,
});
const mark = (runningPnl: number, time: string) => ({
  runningPnl,
  totalPnl: runningPnl,
  secondOfDay: at(time),
  openNotional: 0,
});
const reached = [mark(-2_900, '11:00'), mark(-3_000, '11:42')];

describe('a trader-day with a limit in force', () => {
  it.each([
    {
      what: 'was stopped where nothing was opened afterwards',
      day: { lastOpeningSecond: at('11:30') },
      kind: 'stopped',
    },
    {
      what: 'was stopped where the last entry is of the same second',
      day: { lastOpeningSecond: at('11:42') },
      kind: 'stopped',
    },
    {
      what: 'ignored it with one addition afterwards',
      day: { lastOpeningSecond: at('13:10') },
      kind: 'ignored',
    },
    {
      what: 'ignored it, whatever fills have no time',
      day: { lastOpeningSecond: at('13:10'), unknownTimeFills: 2 },
      kind: 'ignored',
    },
    {
      what: 'is unclear where a fill of unknown time may have come afterwards',
      day: { lastOpeningSecond: at('11:30'), unknownTimeFills: 1 },
      kind: 'unclear',
    },
    {
      what: 'is unclear where an earlier version computed it',
      day: { lastOpeningSecond: null },
      kind: 'unclear',
    },
    {
      what: 'was stopped in any version where no fill followed',
      day: { lastOpeningSecond: null, lastFillSecond: at('11:42') },
      kind: 'stopped',
    },
    {
      what: 'was stopped where it only closed positions of earlier sessions',
      day: { lastOpeningSecond: null, entriesAfterLoss: 0, entriesOtherwise: 0 },
      kind: 'stopped',
    },
  ])('$what', ({ day, kind }) => {
    expect(classifyDay(facts(day), reached, limit())).toEqual({ kind, stop: reached[1] });
  });

  it.each([
    { what: 'did not reach it', day: {}, kind: 'not-reached' },
    {
      what: 'is unclear where fills of unknown time lost more',
      day: { unknownTimeFills: 1, netPnl: -3_100 },
      kind: 'unclear',
    },
    {
      what: 'is unclear where no time is known',
      day: { unknownTimeFills: 40, bestRunningPnl: null },
      kind: 'unclear',
    },
  ])('$what', ({ day, kind }) => {
    expect(classifyDay(facts(day), reached.slice(0, 1), limit())).toEqual({ kind, stop: null });
  });

  it.each([
    { what: 'the base limit', parts: { source: 'base', dollars: 5_000 } },
    { what: 'an unknown limit', parts: { source: 'unknown', dollars: null } },
    { what: 'a limit that is back at the base limit', parts: { source: 'assumed', dollars: 5_000 } },
    { what: 'an override above it', parts: { source: 'answered', dollars: 6_000 } },
  ] as const)('is free under $what', ({ parts }) => {
    const deep = [...reached, mark(-9_000, '12:00')];
    expect(classifyDay(facts(), deep, limit(parts))).toEqual({ kind: 'free', stop: null });
  });

  it('is a donor under the base limit, and not where the limit is unknown or lower', () => {
    expect(isBaseLimit(limit({ source: 'base' }))).toBe(true);
    expect(isBaseLimit(limit({ source: 'set', dollars: 5_000 }))).toBe(true);
    expect(isBaseLimit(limit({ source: 'unknown', dollars: null }))).toBe(false);
    expect(isBaseLimit(limit())).toBe(false);
  });
});
