import type { LimitLine } from '../../src/domain/decision/limitLine.ts';
import type { NewLimitEvent } from '../../src/domain/limits/limitEvent.ts';
import type { Override } from '../../src/domain/limits/override.ts';

/** A limit of $3,000 that a risk manager states for NET001 on Tuesday 3 March 2026. */
export function limitEvent(parts: Partial<NewLimitEvent> = {}): NewLimitEvent {
  return {
    kind: 'set',
    trader: 'NET001',
    sessionDate: '2026-03-03',
    recordedAt: new Date('2026-03-03T11:00:00.000Z'),
    dollars: 3000,
    baseLimit: 5000,
    revision: null,
    reason: null,
    by: 'ann',
    through: 'command',
    ...parts,
  };
}

type NewOverride = Omit<Override, 'id' | 'approvedBy' | 'endedFrom' | 'endedBy'>;

/** An override of $4,000 for NET001, given on Tuesday 3 March 2026 for that session. */
export function newOverride(parts: Partial<NewOverride> = {}): NewOverride {
  return {
    trader: 'NET001',
    dollars: 4000,
    firstSession: '2026-03-03',
    lastSession: '2026-03-03',
    reason: 'hedged',
    note: null,
    by: 'ann',
    at: new Date('2026-03-03T11:00:00.000Z'),
    baseLimit: 5000,
    recommended: 3000,
    renewals: 0,
    ...parts,
  };
}

/** A line that lowers a limit of $5,000 that no event changed to $3,000. */
export function limitLine(parts: Partial<LimitLine> = {}): LimitLine {
  return {
    limitInForce: 5000,
    inForceSource: 'base',
    inForceSince: null,
    target: 3000,
    change: 'lower',
    recommendedLimit: 3000,
    cutDay: 1,
    override: null,
    ...parts,
  };
}
