import { describe, expect, it } from 'vitest';
import { changeReason } from '../../../src/domain/report/changeReasons.ts';
import type { EndedOverride } from '../../../src/domain/report/report.ts';
import { limitLine } from '../../support/limits.ts';
import { decision } from '../../support/report.ts';

const ended: EndedOverride = {
  id: 1,
  trader: 'NET001',
  dollars: 8000,
  firstSession: '2026-03-02',
  lastSession: '2026-03-02',
  because: 'over',
};
const ENDED = 'The override of Mon 2 Mar ($8,000) ended on Mon 2 Mar';
const unknown = { limitInForce: null, inForceSource: 'unknown', change: 'set' } as const;

describe('the reason of a change', () => {
  it.each([
    {
      what: 'a base limit lowered on the roster, not proven',
      action: 'withheld',
      line: {},
      reason: 'The base limit changed on the roster',
    },
    {
      what: 'a limit above the base limit, not proven',
      action: 'withheld',
      line: { limitInForce: 8000, inForceSource: 'set', target: 5000 },
      reason: 'P&L not proven: not above the base limit',
    },
    {
      what: 'an override that ended above the base limit, not proven',
      action: 'withheld',
      line: { limitInForce: 8000, inForceSource: 'assumed', target: 5000 },
      by: ended,
      reason: `${ENDED}; P&L not proven: not above the base limit`,
    },
    {
      what: 'an unknown limit, not proven',
      action: 'withheld',
      line: unknown,
      reason: 'P&L not proven: the lower limit that was mailed last',
    },
    {
      what: 'an override that ended, short history',
      action: 'review',
      line: { limitInForce: 8000, target: 5000 },
      by: ended,
      reason: ENDED,
    },
    {
      what: 'an unknown limit on stale data',
      action: 'keep',
      line: unknown,
      reason: 'Stale data: the lower limit that was mailed last',
    },
    {
      what: 'an unknown limit without a cut',
      action: 'keep',
      line: { ...unknown, target: 5000 },
      reason: 'No cut: the base limit',
    },
  ] as const)('of $what', ({ action, line, reason, ...rest }) => {
    const changed = decision({ trader: 'NET001', action, baseLimit: 5000, limit: limitLine(line) });
    expect(changeReason(changed, 'by' in rest ? rest.by : undefined)).toBe(reason);
  });
});
