import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import type { LimitLine } from '../../../src/domain/decision/limitLine.ts';
import { limitsCsv, toLimitsRows } from '../../../src/domain/report/limitsFile.ts';
import { badMorning, largeMorning } from '../../support/mornings.ts';
import { cut, decision, reason, report } from '../../support/report.ts';

function rows(csv: string): readonly Record<string, string>[] {
  return parse(csv, { columns: true });
}

it('limits.csv has a line for every trader, cuts first, numbers as numbers', () => {
  const morning = report({
    decisions: [
      decision({ trader: 'KEPT', tier: 'low' }),
      decision({ trader: 'NEW', action: 'review', tier: 'unknown', confidence: 'low', activeSessions: 3 }),
      decision({
        trader: 'ODD',
        action: 'withheld',
        tier: 'high',
        proposedReductionPct: 40,
        reconciled: false,
        reasons: [reason()],
      }),
      cut('DEEP', 12.5, {
        baseLimit: 1234.56,
        reasons: [reason(), reason({ text: 'volatility 2.6× its norm' })],
      }),
    ],
  });
  expect(toLimitsRows(morning)).toEqual([
    row({
      trader: 'DEEP',
      action: 'cut',
      base_limit: 1234.56,
      new_limit: 1080.24,
      target: 1080.24,
      reduction_pct: 12.5,
      tier: 'high',
      confidence: 'high',
      reasons: '5 losing sessions in a row; volatility 2.6x its norm',
    }),
    row({
      trader: 'NEW',
      action: 'review',
      tier: 'unknown',
      confidence: 'low',
      reasons: 'decide by hand, 3 sessions known',
    }),
    row({
      trader: 'ODD',
      action: 'withheld',
      tier: 'high',
      reasons: 'not recommended: -40%; P&L does not tie out with the source; 5 losing sessions in a row',
    }),
    row({ trader: 'KEPT', tier: 'low' }),
  ]);
});

function row(override: object) {
  return {
    session_date: '2026-10-06',
    desk: 'Equities',
    action: 'keep',
    base_limit: 5000,
    new_limit: 5000,
    reduction_pct: 0,
    tier: 'low',
    confidence: 'medium',
    reasons: '',
    accounts: '',
    limit_in_force: null,
    in_force_source: '',
    change: '',
    target: 5000,
    cut_day: null,
    would_have_stopped_60: null,
    ...override,
  };
}

it('limits.csv begins with the columns that other tools read', () => {
  expect(limitsCsv(badMorning()).split('\n')[0]).toBe(
    'session_date,trader,desk,action,base_limit,new_limit,reduction_pct,tier,confidence,reasons,accounts,limit_in_force,in_force_source,change,target,cut_day,would_have_stopped_60',
  );
});

it('limits.csv has every trader', () => {
  const morning = largeMorning();
  expect(rows(limitsCsv(morning)).map((line) => line['trader'])).toEqual(
    morning.decisions.map(({ trader }) => trader),
  );
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '  =1', '＝1'])(
  'a trader called %j cannot run in a spreadsheet',
  (trader) => {
    const csv = limitsCsv(
      report({ decisions: [cut(trader, 50, { desk: trader, reasons: [reason({ text: trader })] })] }),
    );
    const line = rows(csv)[0];
    expect([line?.['trader'], line?.['desk'], line?.['reasons']]).toEqual([
      `'${trader}`,
      `'${trader}`,
      `'${trader.replace('−', '-')}`,
    ]);
  },
);

it.each(['a,b', 'say "no"', "O'Neill", 'ünï 名前'])('a trader called %j comes back whole', (trader) => {
  const csv = limitsCsv(report({ decisions: [decision({ trader })] }));
  expect(rows(csv).map((line) => line['trader'])).toEqual([trader]);
});

it.each([
  ['\tx', '<U+0009>x'],
  ['\r=1', '<U+000D>=1'],
  ['two\nlines', 'two<U+000A>lines'],
  ['NET\u200B001', 'NET<U+200B>001'],
  ['\u202E100TEN', '<U+202E>100TEN'],
])('a trader called %j is written as %s, so that no other name looks the same', (trader, written) => {
  const csv = limitsCsv(report({ decisions: [decision({ trader, desk: trader })] }));
  expect(rows(csv).map((line) => [line['trader'], line['desk']])).toEqual([[written, written]]);
  expect(csv).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
});

it('limits.csv rounds a limit down, never up', () => {
  const [line] = toLimitsRows(report({ decisions: [cut('A', 50, { newLimit: 2499.999 })] }));
  expect(line?.new_limit).toBe(2499.99);
});

const line: LimitLine = {
  limitInForce: 4000,
  inForceSource: 'assumed',
  inForceSince: '2026-10-01',
  target: 3200,
  change: 'lower',
  recommendedLimit: 3200,
  cutDay: 3,
  override: null,
};

it('limits.csv has the accounts, the limit in force, the change and the target', () => {
  const csv = limitsCsv(
    report({
      decisions: [
        cut('LOWER', 36, { limit: line, wouldHaveStopped: { sessions: 60, stopped: 2 } }),
        decision({
          trader: 'UNKNOWN',
          limit: {
            ...line,
            limitInForce: null,
            inForceSource: 'unknown',
            target: 5000,
            change: 'set',
            cutDay: null,
          },
        }),
      ],
      accounts: [{ trader: 'LOWER', accounts: ['A1', 'A2'] }],
    }),
  );
  const added = csv.split('\n').map((text) => text.split(',').slice(-7).join(','));
  expect(added).toEqual([
    'accounts,limit_in_force,in_force_source,change,target,cut_day,would_have_stopped_60',
    'A1;A2,4000,assumed,lower,3200,3,2',
    ',,unknown,set,5000,,',
    '',
  ]);
});

it('an account that a spreadsheet would run as a formula gets an apostrophe, also after a semicolon', () => {
  const csv = limitsCsv(
    report({
      decisions: [decision({ trader: 'A' })],
      accounts: [{ trader: 'A', accounts: ['=1+1', '@x'] }],
    }),
  );
  expect(csv).toContain("'=1+1;'@x");
});
