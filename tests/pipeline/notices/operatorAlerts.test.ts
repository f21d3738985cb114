import { describe, expect, it } from 'vitest';
import { reportAlerts, undeliveredAlert } from '../../../src/pipeline/notices/operatorAlerts.ts';
import { delayOf, failureAfter, type Problem } from '../../../src/pipeline/notices/problem.ts';
import { report } from '../../support/report.ts';

const problem: Problem = { code: 'x', message: 'm', hint: 'h', retryable: true, origin: 'source' };

describe('the operator', () => {
  it('is alerted of a silenced or decayed model and of cuts that cost more than they save, but of no trader', () => {
    const alerts = [
      { code: 'CIRCUIT_BREAKER', text: 'the model asks for the same cut for everybody' },
      { code: 'CUTS_COST_MORE', text: 'net −$60,000' },
      { code: 'SCORES_DECAYED', text: 'the model forecasts worse' },
      { code: 'UNRECONCILED', trader: 'NET001', text: 'does not tie out' },
    ];
    expect(reportAlerts(report({ alerts }))).toMatchObject([
      { kind: 'circuit_breaker', code: 'CIRCUIT_BREAKER', message: alerts[0]?.text },
      { kind: 'self_doubt', code: 'CUTS_COST_MORE', message: alerts[1]?.text },
      { kind: 'score_decay', code: 'SCORES_DECAYED', message: alerts[2]?.text },
    ]);
  });

  it('is alerted of recipients whose mail may not have arrived, and why', () => {
    const entry = {
      messageId: '<a@b>',
      toDesk: true,
      attempts: 1,
      ambiguousTries: 0,
      settledAt: null,
      queuedAt: new Date(0),
      nextAttemptAt: null,
      expiresAt: new Date(0),
    };
    const sent = { ...entry, recipient: 'ann', status: 'sent' as const, response: 'ok' };
    const lost = { ...entry, recipient: 'bob', status: 'ambiguous' as const, response: 'cut off' };
    expect(undeliveredAlert([sent])).toBeNull();
    expect(undeliveredAlert([sent, lost])?.items).toEqual([{ label: 'bob', text: 'ambiguous: cut off' }]);
  });
});

describe('a failure', () => {
  it.each([
    ['no_fills', 'source', 'not_ready'],
    ['source_trailer_missing', 'source', 'incomplete'],
    ['source_timeout', 'source', 'unreachable'],
    ['database_full', 'store', 'failing'],
    ['unexpected', 'other', 'failing'],
  ] as const)('with code %s delays the morning as %s', (code, origin, delay) => {
    expect(delayOf({ ...problem, code, origin })).toBe(delay);
  });

  it('keeps its first time and its count; a fault of the program is retried soon', () => {
    const at = (minute: number) => new Date(Date.UTC(2026, 2, 3, 10, minute));
    const first = failureAfter(null, problem, at(0));
    const second = failureAfter(first, { ...problem, code: 'unexpected', retryable: false }, at(1));
    expect(second).toMatchObject({ since: at(0), at: at(1), tries: 2, nextTryAt: at(3) });
    expect(failureAfter(second, { ...problem, retryable: false }, at(3)).nextTryAt).toEqual(at(33));
  });
});
