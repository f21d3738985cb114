import { describe, expect, it } from 'vitest';
import { groupDecisions, sortDecisions } from '../../../src/domain/report/order.ts';
import { reportView, SHOWN } from '../../../src/domain/report/reportView.ts';
import {
  badMorning,
  calmMorning,
  hostileMorning,
  largeMorning,
  morningByHand,
} from '../../support/mornings.ts';
import { cut, decision, history, reason, report } from '../../support/report.ts';

it('decisions come deepest cut first, then review, then withheld, then by name', () => {
  const mixed = [
    decision({ trader: 'B' }),
    decision({ trader: 'W', action: 'withheld', reconciled: false }),
    cut('SHALLOW', 20),
    decision({ trader: 'A' }),
    decision({ trader: 'R', action: 'review' }),
    cut('DEEP', 60),
    cut('ALSO', 20),
  ];
  expect(sortDecisions(mixed).map(({ trader }) => trader)).toEqual([
    'DEEP',
    'ALSO',
    'SHALLOW',
    'R',
    'W',
    'A',
    'B',
  ]);
});

it('every trader is in one group and no other', () => {
  const morning = largeMorning();
  const groups = Object.values(groupDecisions(morning)).flat();
  expect(groups.map(({ trader }) => trader).toSorted()).toEqual(
    morning.decisions.map(({ trader }) => trader).toSorted(),
  );
});

it('a kept trader whose P&L does not tie out is shown for a decision by hand', () => {
  const { attention } = reportView(report({ decisions: [decision({ trader: 'A', reconciled: false })] }));
  expect(attention.rows.map(({ trader, state }) => [trader, state])).toEqual([['A', 'Not tied out']]);
});

describe('the view of a report', () => {
  it.each([badMorning, calmMorning, hostileMorning, largeMorning, morningByHand])(
    'holds strings and booleans alone',
    (morning) => {
      const leaves: unknown[] = [];
      JSON.stringify(reportView(morning()), (_key, value: unknown) => {
        if (typeof value !== 'object' || value === null) leaves.push(value);
        return value;
      });
      expect(leaves.filter((leaf) => typeof leaf !== 'string' && typeof leaf !== 'boolean')).toEqual([]);
    },
  );

  it('shows a cut as a reader keys it in', () => {
    expect(reportView(badMorning()).cuts.rows[1]).toEqual({
      trader: 'NET014',
      desk: 'Options',
      baseLimit: '$12,345.67',
      newLimit: '$6,790.11',
      reduction: '−45%',
      reasons: 'Volatility 2.6× its norm over 5 days',
      confidence: 'Medium',
      warnings: '',
    });
  });

  it('states for every list how many rows it leaves out', () => {
    const { cuts, furtherCuts, risk, critical, alerts } = reportView(largeMorning(400, 1));
    expect([cuts.rows.length, furtherCuts.rows.length, furtherCuts.leftOut]).toEqual([
      30,
      170,
      '200 more cuts in limits.csv.',
    ]);
    expect([risk.rows.length, risk.leftOut]).toEqual([SHOWN.risk, '375 more traders in limits.csv.']);
    expect([critical.rows.length, critical.leftOut]).toEqual([
      3,
      '27 more critical alerts in the list of alerts.',
    ]);
    expect([alerts.rows.length, alerts.leftOut]).toEqual([20, '7 more alerts in the record of this run.']);
  });

  it('shows warnings with their evidence for uncut traders, and next to the chart for cut traders', () => {
    const signs = {
      warnings: ['LOW_WIN_RATE' as const],
      warningEvidence: [{ code: 'LOW_WIN_RATE' as const, text: '4 of 20' }],
    };
    const view = reportView(
      report({
        decisions: [
          cut('CUT', 60, signs),
          decision({ trader: 'KEPT', ...signs, reasons: [reason({ text: 'a reason' })] }),
          decision({ trader: 'HELD', action: 'withheld', reconciled: false, ...signs }),
          decision({ trader: 'OLD', warnings: ['LOW_WIN_RATE', 'ELEVATED_RISK'] }),
          decision({ trader: 'TIER', tier: 'high', largeLossProbability: 0.31 }),
          decision({ trader: 'WILD', tier: 'high', largeLossProbability: 0.12 }),
        ],
        histories: [history('CUT', [-20])],
      }),
    );
    expect(view.cuts.rows[0]?.warnings).toBe('low win rate');
    expect(view.pictures.rows[0]?.signs).toEqual(['Low win rate: 4 of 20']);
    expect(view.attention.rows[0]?.signs).toEqual(['Low win rate: 4 of 20']);
    expect(view.watch.rows.map(({ trader, signs: lines }) => [trader, lines])).toEqual([
      ['TIER', ['Chance of a large loss 31%, where 15% is usual']],
      ['WILD', ["Volatility beyond the 99th percentile of the trader's own"]],
      ['KEPT', ['Low win rate: 4 of 20', 'A reason']],
      ['OLD', ['Low win rate', 'Elevated risk']],
    ]);
  });

  it('shows critical alerts above the cuts, and those beyond three first among the others', () => {
    const critical = ['A', 'B', 'C', 'D'].map((trader) => ({
      code: 'VAR_EXCEPTIONS',
      trader,
      text: 't',
    }));
    const view = reportView(report({ alerts: [{ code: 'NO_HISTORY', text: 'n' }, ...critical] }));
    expect(view.critical.rows.map(({ trader }) => trader).join('')).toBe('ABC');
    expect(view.alerts.rows.map(({ code, trader }) => `${code} ${trader}`.trim())).toEqual([
      'VAR_EXCEPTIONS D',
      'NO_HISTORY',
    ]);
    expect(view.isCalm).toBe(false);
    expect(view.lead).toMatch(/ 4 critical alerts, 1 other alert\.$/);
  });

  it('is calm only when no decision by hand is needed', () => {
    expect(
      [badMorning(), morningByHand(), calmMorning()].map((morning) => reportView(morning).isCalm),
    ).toEqual([false, false, true]);
  });

  it('describes each chart in words', () => {
    const morning = report({ decisions: [cut('A', 60)], histories: [history('A', [100, -300.4, 50, -20])] });
    expect(reportView(morning).pictures.rows).toEqual([
      {
        trader: 'A',
        from: 'Wed 30 Sep',
        to: 'Mon 5 Oct',
        caption: '2 of the last 4 sessions lost, total −$170, worst −$300 on Thu 1 Oct, last −$20',
        alternative:
          'Bar chart of A: 2 of the last 4 sessions lost, total −$170, worst −$300 on Thu 1 Oct, last −$20',
        contentId: 'history-1',
        signs: [],
      },
    ]);
  });

  it('states what stands behind the cuts', () => {
    expect(reportView(badMorning()).evidence.map(({ label, text }) => `${label}: ${text}`)).toEqual([
      'Desk on Mon 5 Oct: Net −$4,210.55 after $812.40 fees; 48,213 fills; 8 of 11 active traders lost',
      'Engine: The rules decide today. The gate is closed: the model beats the rules by 4.1%, and 10% is asked for.',
      'Gate: Model not in force: better than the rules by 4.1% over 120 sessions (5% bound −1.2%).',
      'Tie-out: 11 of 12 traders tie out with the source; 1 does not',
      'Source: PropReports',
    ]);
  });

  it('shows a missing figure as n/a and a zero as 0', () => {
    const { risk } = reportView(
      report({
        decisions: [
          decision({ valueAtRisk95: null, largeLossProbability: null }),
          decision({ trader: 'Z', valueAtRisk95: 0, largeLossProbability: 0 }),
        ],
      }),
    );
    expect(risk.rows.map(({ valueAtRisk, largeLoss }) => [valueAtRisk, largeLoss])).toEqual([
      ['$0', '0%'],
      ['n/a', 'n/a'],
    ]);
  });
});
