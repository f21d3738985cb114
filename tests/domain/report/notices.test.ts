import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../src/domain/decision/decision.ts';
import { alertMailView } from '../../../src/domain/report/alertMailView.ts';
import { correctionView } from '../../../src/domain/report/correctionView.ts';
import { failedView } from '../../../src/domain/report/failedView.ts';
import { lateView } from '../../../src/domain/report/lateView.ts';
import type { AlertKind, Delay } from '../../../src/domain/report/notices.ts';
import { clockWords, listWords, paragraph } from '../../../src/domain/report/noticeView.ts';
import { SHOWN } from '../../../src/domain/report/rowsShown.ts';
import { successView } from '../../../src/domain/report/successView.ts';
import { limitLine } from '../../support/limits.ts';
import { alert, correction, failed, late, success } from '../../support/notices.ts';
import { cut, decision, report, withLine } from '../../support/report.ts';

function fact(view: { readonly facts: readonly { label: string; text: string }[] }, label: string): string {
  return view.facts.find((each) => each.label === label)?.text ?? '(absent)';
}

describe('the words of notices', () => {
  it.each([
    ['2026-10-06T12:30:00Z', 'America/New_York', '2026-10-06', '08:30 EDT'],
    ['2026-12-01T13:30:00Z', 'America/New_York', '2026-12-01', '08:30 EST'],
    ['2026-10-06T01:10:00Z', 'America/New_York', '2026-10-06', 'Mon 5 Oct 21:10 EDT'],
    ['2026-10-06T12:30:00Z', 'Asia/Kolkata', '2026-10-06', '18:00 GMT+5:30'],
    ['2026-10-06T12:30:00Z', 'America/New_York', null, 'Tue 6 Oct 08:30 EDT'],
  ])('show %s in %s on %s as %s', (instant, zone, date, words) => {
    expect(clockWords(new Date(instant), zone, date)).toBe(words);
  });

  it.each([
    ['the source is late', 'The source is late.'],
    ['Why?', 'Why?'],
    ['two\r\nlines', 'Two lines.'],
    ['', ''],
    ['x'.repeat(700), `X${'x'.repeat(598)}…`],
  ])('make of %j the paragraph %j', (text, words) => {
    expect(paragraph(text)).toBe(words);
  });

  it('count the names that they leave out', () => {
    expect([listWords(['A', 'B'], 2), listWords(['A', 'B', 'C'], 2)]).toEqual(['A, B', 'A, B and 1 more']);
  });
});

describe('a LATE notice', () => {
  it.each<[Delay, string]>([
    ['not_ready', '[Risk] LATE Tue 6 Oct: source not ready, no limits yet'],
    ['incomplete', '[Risk] LATE Tue 6 Oct: fills incomplete, no limits yet'],
    ['unreachable', '[Risk] LATE Tue 6 Oct: source not reachable, no limits yet'],
    ['failing', '[Risk] LATE Tue 6 Oct: the run is failing, no limits yet'],
  ])('for %s has the subject %s', (delay, subject) => {
    expect(lateView(late({ delay })).subject).toBe(subject);
  });

  it('says what is missing, in order, or nothing about it', () => {
    const missing = lateView(late({ missingSessions: ['2026-10-05', '2026-10-02'] }));
    expect(fact(missing, 'Missing sessions')).toBe('Fri 2 Oct, Mon 5 Oct');
    expect(fact(missing, 'Missing accounts')).toBe('NET001, NET014');
    const unknown = lateView(late({ missingSessions: [], missingAccounts: [] }));
    expect([fact(unknown, 'Missing sessions'), fact(unknown, 'Missing accounts')]).toEqual([
      '(absent)',
      '(absent)',
    ]);
  });

  it('says what is tried next and until when, and which limits stay', () => {
    const view = lateView(late());
    expect([fact(view, 'Next'), fact(view, 'Until'), view.lead]).toEqual([
      'It is tried again at 08:45 EDT.',
      '09:25 EDT. Without limits by then, a FAILED notice follows.',
      'No limits yet, and nothing to key in now. Until new limits come, those mailed for Mon 5 Oct stay in force.',
    ]);
    const first = lateView(late({ nextTryAt: null, limitsOf: null }));
    expect([fact(first, 'Next'), first.lead]).toEqual([
      'It is being tried now.',
      'No limits yet, and nothing to key in now. No limits have been mailed before, so those set in the trading platform stay.',
    ]);
  });
});

describe('a FAILED notice', () => {
  const decisions = [decision()];

  it.each([
    ['2026-10-05', "[Risk] FAILED Tue 6 Oct: no limits issued, keep yesterday's"],
    ['2026-10-02', '[Risk] FAILED Tue 6 Oct: no limits issued, keep those of Fri 2 Oct'],
  ])('with limits mailed for %s has the subject %s', (sessionDate, subject) => {
    expect(failedView(failed({ inForce: { sessionDate, decisions } })).subject).toBe(subject);
  });

  it('calls limits yesterday’s across a clock change, and Friday’s by their date on a Monday', () => {
    const subject = (today: string, mailed: string) =>
      failedView(failed({ sessionDate: today, inForce: { sessionDate: mailed, decisions } })).subject;
    expect(subject('2026-11-02', '2026-11-01')).toContain("keep yesterday's");
    expect(subject('2026-10-05', '2026-10-02')).toContain('keep those of Fri 2 Oct');
  });

  it('claims no limits where none were ever mailed', () => {
    const { subject, lead, hasLimits } = failedView(failed({ inForce: null }));
    expect([subject, lead, hasLimits]).toEqual([
      '[Risk] FAILED Tue 6 Oct: no limits issued, keep those set now',
      'No limits have been mailed before, so those set in the trading platform stay. Nothing to key in.',
      false,
    ]);
  });

  it('lists every limit as mailed, deepest cut first', () => {
    const mailed = [
      decision({ trader: 'D' }),
      decision({ trader: 'C', action: 'withheld', proposedReductionPct: 30 }),
      decision({ trader: 'B', action: 'review' }),
      cut('A', 20),
      cut('E', 60),
    ];
    const { limits } = failedView(failed({ inForce: { sessionDate: '2026-10-05', decisions: mailed } }));
    expect(limits.map(({ trader, limit, why }) => [trader, limit, why])).toEqual([
      ['E', '$2,000', '−60% from $5,000'],
      ['A', '$4,000', '−20% from $5,000'],
      ['B', '$5,000', 'Base limit; was to decide by hand'],
      ['C', '$5,000', 'Base limit; a cut was withheld'],
      ['D', '$5,000', 'Base limit'],
    ]);
  });
});

describe('a correction', () => {
  const view = (before: readonly Decision[], now: readonly Decision[]) =>
    correctionView(correction({ before, report: report({ decisions: now }) }), SHOWN);

  it('has the table of the morning against what was mailed, lower limits first', () => {
    const { changeGroups, otherChanges, lead, headline } = correctionView(correction(), SHOWN);
    expect(
      changeGroups.map(({ title, rows }) => [
        title,
        ...rows.map(({ trader, inForce, target, sign }) => `${trader} ${inForce} → ${target} ${sign}`),
      ]),
    ).toEqual([
      ['Lower', 'NET001 $3,500 → $2,000 ▼', 'NET007 $125,000 → $100,000 ▼'],
      ['Back up', 'NET003 $3,750 → $5,000 ▲'],
    ]);
    expect(otherChanges.rows.map(({ trader, before, now }) => [trader, before, now])).toEqual([
      ['NET022', '$5,000 (no cut)', '$5,000 (decide by hand)'],
      ['NET010', 'not listed', '$5,000 (no cut)'],
      ['NET099', '$5,000 (no cut)', 'no longer listed'],
    ]);
    expect([headline, lead]).toEqual([
      'Corrected: 3 limits changed',
      'To key in now: 2 lower, 1 back up. Every other limit stays as mailed.',
    ]);
  });

  it('counts a limit that was answered as not set apart from those that changed', () => {
    const asked = limitLine({ limitInForce: 5000, target: 3000, change: 'lower' });
    const mailed = [cut('A', 40, { limit: asked }), decision({ trader: 'B' })];
    const changed = limitLine({ limitInForce: 5000, target: 4000, recommendedLimit: 4000, change: 'lower' });
    const now = [cut('A', 40, { limit: asked }), cut('B', 20, { limit: changed })];
    const { headline, lead } = view(mailed, now);
    expect([headline, lead]).toEqual([
      'Corrected: 1 limit changed',
      'To key in now: 2 lower. 1 of them was in the mail before, and not set as far as is known. Every other limit stays as mailed.',
    ]);
  });

  it('says which files for platforms were refused, as the morning does', () => {
    const now = report({
      platformFiles: [
        { profile: 'generic', today: null, restore: null, refused: ['x'], withoutAccount: [], note: null },
      ],
      alerts: [{ code: 'PLATFORM_FILE_REFUSED', text: 'no files for the platform by profile generic: x' }],
    });
    expect(correctionView(correction({ before: [], report: now }), SHOWN).facts.slice(1)).toEqual([
      {
        label: 'Attached',
        text: 'limits.csv for Tue 6 Oct; it replaces the one mailed before. Import no file of an earlier mail.',
      },
      { label: 'Not written', text: 'No files for the platform by profile generic: x.' },
    ]);
  });

  it('compares with the limit in force: an answer counts for more than the mail', () => {
    const now = withLine(cut('A', 30), { limitInForce: 4000, inForceSource: 'answered' });
    const { changeGroups } = view([cut('A', 50)], [now]);
    expect(changeGroups[0]?.rows[0]).toMatchObject({ inForce: '$4,000', target: '$3,500' });
  });

  it('asks to key in the cut of a trader who was not listed', () => {
    const { changeGroups } = view([decision()], [decision(), cut('NET500', 40)]);
    expect(changeGroups[0]?.rows[0]).toMatchObject({
      trader: 'NET500',
      inForce: '$5,000',
      target: '$3,000',
    });
  });

  it('that changes nothing asks for nothing', () => {
    const same = view([decision(), cut('A', 20)], [decision(), cut('A', 20)]);
    expect([same.headline, same.lead, same.isGrave, same.hasChanges]).toEqual([
      'Corrected: no limit changed',
      'Nothing to key in: every limit stays as mailed.',
      false,
      false,
    ]);
  });

  it('takes less than a dollar for no change', () => {
    const old = cut('A', 33, { newLimit: 3350 });
    expect(view([old], [{ ...old, newLimit: 3349.5 }]).hasChanges).toBe(false);
    expect(view([old], [{ ...old, newLimit: 3349 }]).hasChanges).toBe(true);
  });

  it.each([
    ['[Risk] Tue 6 Oct: no cuts', 'Re: [Risk] Tue 6 Oct: no cuts'],
    ['Re: [Risk] Tue 6 Oct: no cuts', 'Re: [Risk] Tue 6 Oct: no cuts'],
    ['a\r\nBcc: b@c.example', 'Re: a Bcc: b@c.example'],
  ])('of %j has the subject %j', (originalSubject, subject) => {
    expect(correctionView(correction({ originalSubject }), SHOWN).subject).toBe(subject);
  });
});

describe('an alert', () => {
  it.each<[AlertKind, string]>([
    ['run_failed', '[Daybreak] ALERT Tue 6 Oct: the run failed (x)'],
    ['mail_undelivered', '[Daybreak] ALERT Tue 6 Oct: mail not delivered (x)'],
    ['circuit_breaker', '[Daybreak] ALERT Tue 6 Oct: the model is switched off today (x)'],
    ['self_doubt', '[Daybreak] ALERT Tue 6 Oct: the cuts cost more than they save (x)'],
    ['score_decay', '[Daybreak] ALERT Tue 6 Oct: the model forecasts worse than before (x)'],
    ['traders_critical', '[Daybreak] ALERT Tue 6 Oct: traders in a critical state (x)'],
    ['backup_failed', '[Daybreak] ALERT Tue 6 Oct: the backup failed (x)'],
  ])('of kind %s has the subject %s', (kind, subject) => {
    expect(alertMailView(alert({ kind, code: 'x' })).subject).toBe(subject);
  });

  it('about no session, step or attempt says nothing of them', () => {
    const view = alertMailView(alert({ sessionDate: null, step: null, attempt: null }));
    expect(view.subject).toBe('[Daybreak] ALERT: the run failed (source_timeout)');
    expect(view.facts.map(({ label }) => label)).toEqual(['What to do', 'What comes next', 'Code']);
  });

  it('shows the last lines of a long log, and how many items it leaves out', () => {
    const view = alertMailView(
      alert({
        logLines: Array.from({ length: 40 }, (_, index) => `line ${index + 1}`),
        items: Array.from({ length: 17 }, (_, index) => ({ label: `NET${index}`, text: 'x' })),
      }),
    );
    expect([view.logLines.length, view.logLines.at(0), view.logLines.at(-1)]).toEqual([
      15,
      'line 26',
      'line 40',
    ]);
    expect([view.items.length, view.itemsCaption]).toEqual([15, 'Details; 2 more in the log']);
  });
});

describe('a success note', () => {
  it('is a morning in a few lines', () => {
    const { subject, headline, isGrave, facts } = successView(success());
    expect([subject, headline, isGrave]).toEqual([
      '[Daybreak] Tue 6 Oct: sent to 2 of 2, change 3 of 12 limits (3 lower)',
      'Sent to 2 of 2 recipients',
      false,
    ]);
    expect(fact({ facts }, 'Took')).toBe('3 min 36 s: fetch 3 min 4 s, ledger 31 s, send 1.2 s');
    expect(fact({ facts }, 'Data quality')).toBe(
      '3 findings: UNKNOWN_TIME 14, SHORT_HISTORY 1, NOT_TIED_OUT 1.',
    );
  });

  it('is marked when somebody was not reached', () => {
    const recipients = [
      { address: 'a@desk.example', status: 'sent' },
      { address: 'b@desk.example', status: 'refused' },
    ];
    const view = successView(success({ recipients }));
    expect([view.headline, view.isGrave, fact(view, 'Recipients')]).toEqual([
      'Sent to 1 of 2 recipients',
      true,
      'a@desk.example sent, b@desk.example refused',
    ]);
  });

  it.each([
    [0, '0.0 s'],
    [9_499, '9.5 s'],
    [9_600, '10 s'],
    [59_400, '59 s'],
    [59_700, '1 min 0 s'],
  ])('writes %d ms as %s', (milliseconds, words) => {
    const view = successView(success({ durations: [{ step: 'fetch', milliseconds }] }));
    expect(fact(view, 'Took')).toBe(`${words}: fetch ${words}`);
  });
});
