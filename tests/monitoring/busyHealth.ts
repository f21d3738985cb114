import type { Health } from '../../src/adapters/web/health/health.ts';

/** The health of a daemon that knows every figure. */
export const busyHealth: Health = {
  live: true,
  ready: true,
  version: '1.2.3',
  state: 'watching',
  why: 'mailed',
  morning: { state: 'mailed', isTrouble: false },
  database: { writable: true, problem: null },
  lastRun: { sessionDate: '2026-03-03', outcome: 'sent', at: '2026-03-03T10:00:03.000Z' },
  nextRunAt: '2026-03-04T10:00:00.000Z',
  backlog: 0,
  undelivered: 0,
  leaseHolder: 'host:1:a',
  lastBackupAt: '2026-03-03T10:01:00.000Z',
  figures: {
    decided: {
      sessionDate: '2026-03-03',
      at: '2026-03-03T10:00:02.500Z',
      traders: { cut: 3, keep: 10, withheld: 1 },
      unconfirmedAnswers: 2,
    },
    steps: [{ step: 'fetch', seconds: 1.25 }],
    newestSession: '2026-03-02',
    lastImportAt: '2026-03-03T10:00:01.000Z',
    databaseBytes: 4096,
    diskFreeBytes: 1e12,
    isWebUp: true,
    startedAt: '2026-03-01T00:00:00.000Z',
    residentBytes: 1e8,
  },
};
