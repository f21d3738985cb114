import type {
  AlertNotice,
  CorrectionReport,
  FailedNotice,
  LateNotice,
  ReminderNotice,
  StandingLimit,
  SuccessNotice,
  TestNotice,
} from '../../src/domain/report/notices.ts';
import { sortDecisions } from '../../src/domain/report/order.ts';
import { badMorning, hostileMorning, largeMorning } from './mornings.ts';
import { cut, decision } from './report.ts';

/** Hostile text: HTML, a mail header, control characters. */
export const HOSTILE = '<script>alert(1)</script>\r\nBcc: x@y \u001B[31m\u202E"{{subject}}" & \'more\'';

const timezone = 'America/New_York';

/** An instant of Tuesday 6 October 2026 in New York. */
function at(clock: string): Date {
  return new Date(`2026-10-06T${clock}:00-04:00`);
}

export function late(override: Partial<LateNotice> = {}): LateNotice {
  return {
    at: at('08:30'),
    timezone,
    sessionDate: '2026-10-06',
    delay: 'incomplete',
    detail: '2 of 41 accounts have no fills yet for a session on which they are known to have traded',
    since: at('05:02'),
    nextTryAt: at('08:45'),
    untilAt: at('09:25'),
    missingSessions: ['2026-10-05'],
    missingAccounts: ['NET001', 'NET014'],
    limitsOf: '2026-10-05',
    unknown: { wasMailed: false, limitsBefore: false },
    ...override,
  };
}

/** What the platform enforces, from every source. */
export function standing(): readonly StandingLimit[] {
  const of = (trader: string, override: Partial<StandingLimit>): StandingLimit => ({
    trader,
    desk: 'Equities',
    baseLimit: 5000,
    dollars: 5000,
    source: 'base',
    since: null,
    ...override,
  });
  return [
    of('NET001', {}),
    of('NET002', { dollars: 2000, source: 'assumed', since: '2026-10-01' }),
    of('NET003', { dollars: 3500, source: 'answered', since: '2026-10-02' }),
    of('NET004', { dollars: null, source: 'unknown', since: '2026-10-05' }),
  ];
}

export function failed(override: Partial<FailedNotice> = {}): FailedNotice {
  return {
    at: at('09:25'),
    timezone,
    sessionDate: '2026-10-06',
    why: 'The source had not finished Monday by 09:25, so no P&L could be tied out',
    inForce: { sessionDate: '2026-10-05', decisions: badMorning().decisions },
    unknown: { wasMailed: false, limitsBefore: false },
    ...override,
  };
}

/**
 * A bad morning corrected by late fills: one cut deeper, one shallower, one new, one gone, one to decide by
 * hand.
 */
export function correction(override: Partial<CorrectionReport> = {}): CorrectionReport {
  const report = badMorning();
  const changed = new Map([
    ['NET001', cut('NET001', 30, { desk: 'Equities New York' })],
    ['NET007', decision({ trader: 'NET007', baseLimit: 125000, newLimit: 125000 })],
    ['NET003', cut('NET003', 25)],
    ['NET022', decision({ trader: 'NET022', tier: 'unknown' })],
  ]);
  const before = report.decisions
    .filter(({ trader }) => trader !== 'NET010')
    .map((each) => changed.get(each.trader) ?? each);
  return {
    at: at('07:42'),
    timezone,
    report,
    before: sortDecisions([...before, decision({ trader: 'NET099' })]),
    originalSubject: '[Risk] Tue 6 Oct: cut 3 of 12 traders (max −45%)',
    number: 1,
    reason: '212 fills of Mon 5 Oct came after the mail: NET001 lost $1,876 and not $402',
    ...override,
  };
}

export function alert(override: Partial<AlertNotice> = {}): AlertNotice {
  return {
    at: at('05:12'),
    timezone,
    kind: 'run_failed',
    code: 'source_timeout',
    message: 'source · no answer to fills of 2026-10-05 in 120 s · expected a page',
    hint: 'Look whether the source answers in a browser; the run tries again by itself.',
    sessionDate: '2026-10-06',
    step: 'fetch',
    attempt: 3,
    items: [],
    logLines: [
      '05:10:02 info  fetch: asked for fills of 2026-10-05, page 1',
      '05:12:02 warn  fetch: no answer in 120 s; attempt 3 of this morning',
    ],
    next: 'It is tried again at 05:27, and until 09:25.',
    ...override,
  };
}

export function mailAlert(): AlertNotice {
  return alert({
    kind: 'mail_undelivered',
    code: 'mail_refused',
    message: '1 of 2 recipients did not get the limits of Tue 6 Oct',
    hint: 'Correct the address in EMAIL_RECIPIENTS, then run npm run morning again; the others get nothing twice.',
    step: 'send',
    attempt: null,
    items: [
      { label: 'head@desk.example', text: 'refused: 550 5.1.1 no such user' },
      { label: 'risk@desk.example', text: 'sent' },
    ],
    next: 'Nothing more is tried for this recipient today.',
  });
}

export function success(override: Partial<SuccessNotice> = {}): SuccessNotice {
  const { dataThrough, engine, engineReason, decisions, alerts, dataQuality } = badMorning();
  return {
    at: at('05:06'),
    timezone,
    sessionDate: '2026-10-06',
    dataThrough,
    engine,
    engineReason,
    decisions,
    alerts,
    dataQuality,
    recipients: [
      { address: 'head@desk.example', status: 'sent' },
      { address: 'risk@desk.example', status: 'sent' },
    ],
    durations: [
      { step: 'fetch', milliseconds: 184_200 },
      { step: 'ledger', milliseconds: 31_000 },
      { step: 'send', milliseconds: 1_240 },
    ],
    ...override,
  };
}

export function test(override: Partial<TestNotice> = {}): TestNotice {
  return {
    at: at('10:00'),
    timezone,
    server: 'mail.desk.example:587',
    security: 'starttls',
    from: 'Daybreak <risk@desk.example>',
    ...override,
  };
}

/** Every notice with long hostile text in each free field. */
export const hostile = {
  late: () =>
    late({
      detail: HOSTILE.repeat(40),
      missingAccounts: Array.from({ length: 300 }, (_, index) => `${index}${HOSTILE}`),
    }),
  failed: () =>
    failed({
      why: HOSTILE.repeat(40),
      inForce: { sessionDate: '2026-10-05', decisions: hostileMorning().decisions },
    }),
  correction: () =>
    correction({
      report: hostileMorning(),
      before: [cut(HOSTILE, 20, { desk: HOSTILE })],
      originalSubject: `[Risk] ${HOSTILE}`,
      reason: HOSTILE.repeat(40),
    }),
  alert: () =>
    alert({
      code: HOSTILE,
      message: HOSTILE.repeat(40),
      hint: HOSTILE.repeat(40),
      step: HOSTILE,
      items: Array.from({ length: 100 }, () => ({ label: HOSTILE, text: '"'.repeat(2000) })),
      logLines: Array.from({ length: 100 }, () => HOSTILE.repeat(40)),
      next: HOSTILE.repeat(40),
    }),
  success: () =>
    success({
      engineReason: HOSTILE.repeat(40),
      recipients: [{ address: HOSTILE, status: HOSTILE }],
      durations: [{ step: HOSTILE.repeat(40), milliseconds: 0 }],
      dataQuality: [{ code: HOSTILE, count: 1, text: HOSTILE }],
      alerts: [{ code: HOSTILE, text: HOSTILE }],
    }),
  test: () => test({ server: HOSTILE.repeat(40), from: HOSTILE.repeat(40) }),
};

/** A correction for two hundred traders, each one changed. */
export function largeCorrection(): CorrectionReport {
  const report = largeMorning(200, 1);
  return correction({
    report,
    before: report.decisions.map(({ trader, baseLimit }) =>
      decision({ trader, baseLimit, newLimit: baseLimit }),
    ),
  });
}

export function largeFailed(): FailedNotice {
  return failed({ inForce: { sessionDate: '2026-10-05', decisions: largeMorning(200, 3).decisions } });
}

/** Two of three changes have no answer; one answer is not confirmed. */
export function reminder(): ReminderNotice {
  return {
    at: new Date('2026-10-06T13:10:00Z'),
    timezone: 'America/New_York',
    sessionDate: '2026-10-06',
    originalSubject: '[Risk] Tue 6 Oct: change 3 of 14 limits (2 lower, 1 back up)',
    closesAt: new Date('2026-10-06T20:00:00Z'),
    changes: 3,
    unanswered: [
      {
        trader: 'NET010',
        desk: 'Momentum',
        before: 4000,
        target: 3200,
        baseLimit: 5000,
        reason: 'Lost $1,534 on the last session (a bad day, 1 in 20, is −$627)',
        unconfirmedAt: new Date('2026-10-06T11:41:00Z'),
      },
      {
        trader: 'NET003',
        desk: 'Swing',
        before: 6000,
        target: 8000,
        baseLimit: 8000,
        reason: 'The cut of Thu 1 Oct has ended',
        unconfirmedAt: null,
      },
    ],
  };
}
